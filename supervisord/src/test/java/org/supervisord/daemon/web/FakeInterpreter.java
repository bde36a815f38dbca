package org.supervisord.daemon.web;

import java.io.IOException;
import java.util.List;
import org.supervisord.common.LineInterpreter;
import org.supervisord.common.RpcFault;

/** Takes a line for the name of a method, and prints its value. */
public final class FakeInterpreter implements LineInterpreter {
    @Override
    public boolean isDrastic(String line) {
        return line.equals("shutdown");
    }

    @Override
    public Result run(String line, Calls calls) {
        if (line.equals("break")) {
            throw new IllegalStateException("broken by the test");
        }
        try {
            return new Result(calls.call(line) + "\n", 0);
        } catch (RpcFault fault) {
            return new Result("fault " + fault.text() + "\n", 1);
        } catch (IOException e) {
            return new Result("error " + e.getMessage() + "\n", 1);
        }
    }

    @Override
    public List<String> complete(String line, Calls calls) {
        return List.of(line + "1", line + "2");
    }
}
