package org.supervisord.daemon.rpc;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;
import org.supervisord.common.XmlText;
import org.supervisord.common.plugin.RpcArguments;

/** The parameters of a call, by what a method takes them for. */
final class Arguments implements RpcArguments {
    /** What fits into {@link #WHOLE}: sums of such numbers fit into a long. */
    private static final double LARGEST = 1e18;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private final List<Object> values;

    Arguments(List<Object> values) {
        this.values = values;
    }

    @Override
    public int count() {
        return values.size();
    }

    @Override
    public Object value(int index) {
        return plain(values.get(index));
    }

    /** With lists in place of arrays. */
    private static Object plain(Object value) {
        if (value instanceof Object[] items) {
            return Arrays.stream(items).map(Arguments::plain).toList();
        }
        if (value instanceof Map<?, ?> struct) {
            Map<String, Object> members = new LinkedHashMap<>();
            struct.forEach((name, member) -> members.put((String) name, plain(member)));
            return members;
        }
        return value;
    }

    /** The parameter as the parser gave it. */
    Object raw(int index) {
        return values.get(index);
    }

    @Override
    public String text(int index) throws RpcFault {
        Object value = values.get(index);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof byte[] bytes) {
            return XmlText.decode(bytes);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    @Override
    public int integer(int index) throws RpcFault {
        long number = number(index);
        if (number != (int) number) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        return (int) number;
    }

    /**
     * The parameter as a place in a file, which can be beyond what an int of the protocol holds: as
     * a double or a text then.
     *
     * @throws RpcFault when it is no such thing
     */
    long number(int index) throws RpcFault {
        Object value = values.get(index);
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (value instanceof Double number && Math.abs(number) < LARGEST) {
            return number.longValue();
        }
        if (value instanceof String text && WHOLE.matcher(text.strip()).matches()) {
            return Long.parseLong(text.strip());
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }

    @Override
    public boolean bool(int index, boolean otherwise) {
        return index < values.size() ? isTrue(values.get(index)) : otherwise;
    }

    private static boolean isTrue(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > 0;
        }
        if (value instanceof Object[] items) {
            return items.length > 0;
        }
        return !(value instanceof Map<?, ?> struct && struct.isEmpty());
    }

    @Override
    public List<Object> list(int index) throws RpcFault {
        if (values.get(index) instanceof Object[] items) {
            return List.of(items);
        }
        throw new RpcFault(Fault.INCORRECT_PARAMETERS);
    }
}
