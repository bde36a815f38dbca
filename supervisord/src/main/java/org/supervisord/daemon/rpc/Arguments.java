package org.supervisord.daemon.rpc;

import java.util.List;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

/** The parameters of a call, by what a method takes them for. */
final class Arguments {
    private final List<Object> values;

    Arguments(List<Object> values) {
        this.values = values;
    }

    /** The parameter as it came. */
    Object raw(int index) {
        return values.get(index);
    }

    /** A text; base64 is taken for the text that it holds. */
    String text(int index) throws RpcFault {
        Object value = values.get(index);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof byte[] bytes) {
            return XmlText.decode(bytes);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    /** A whole number; one that is written as a text will do. */
    int integer(int index) throws RpcFault {
        Object value = values.get(index);
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (value instanceof Double number && Math.abs(number) < Integer.MAX_VALUE) {
            return number.intValue();
        }
        if (value instanceof String text && text.strip().matches("[+-]?[0-9]{1,9}")) {
            return Integer.parseInt(text.strip());
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    /** A truth value that may be left out; a number other than 0 and a text are true. */
    boolean bool(int index, boolean otherwise) {
        if (index >= values.size()) {
            return otherwise;
        }
        Object value = values.get(index);
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof Integer number) {
            return number != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        return true;
    }

    /** A list. */
    List<Object> list(int index) throws RpcFault {
        if (values.get(index) instanceof Object[] items) {
            return List.of(items);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }
}
