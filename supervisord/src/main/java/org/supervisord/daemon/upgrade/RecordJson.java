package org.supervisord.daemon.upgrade;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Records as JSON. The records are the schema: a component is a member of the same name. What an
 * older document lacks is empty, zero or false; what a newer one has in addition is passed over.
 */
final class RecordJson {
    private static final ClassValue<Shape> SHAPES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return Shape.of(type);
                }
            };

    private RecordJson() {}

    /**
     * Something is not what it should be. Where, is put together on the way out: names for all
     * members, of which none is needed, would be a good part of the time that reading takes.
     */
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String what) {
            super(what);
        }

        Misfit in(String outer) {
            return new Misfit(outer + getMessage());
        }
    }

    /** What is known of a type of records: the system makes it anew whenever it is asked. */
    private record Shape(
            Constructor<?> constructor,
            List<String> names,
            List<Type> types,
            List<Method> accessors) {
        static Shape of(Class<?> type) {
            List<RecordComponent> all = List.of(type.getRecordComponents());
            List<Method> accessors = all.stream().map(RecordComponent::getAccessor).toList();
            accessors.forEach(it -> it.setAccessible(true));
            try {
                Constructor<?> constructor =
                        type.getDeclaredConstructor(
                                all.stream()
                                        .map(RecordComponent::getType)
                                        .toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(
                        constructor,
                        all.stream().map(RecordComponent::getName).toList(),
                        all.stream().map(RecordComponent::getGenericType).toList(),
                        accessors);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static String write(Record value) {
        String json = JsonWriter.string(toJson(value));
        if (json.chars().noneMatch(it -> Character.isSurrogate((char) it))) {
            return json;
        }
        // half a pair stands for a byte that is no UTF-8, and would not survive as such
        StringBuilder escaped = new StringBuilder();
        for (char it : json.toCharArray()) {
            if (Character.isSurrogate(it)) {
                escaped.append("\\u%04x".formatted((int) it));
            } else {
                escaped.append(it);
            }
        }
        return escaped.toString();
    }

    /**
     * Reads a record.
     *
     * @throws StateException when the text is none, or says something that the record can't hold
     */
    static <T extends Record> T read(Class<T> type, String text) throws StateException {
        return read(type, parse("it", text));
    }

    /**
     * Reads a record of what was parsed before.
     *
     * @throws StateException when it says something that the record can't hold
     */
    static <T extends Record> T read(Class<T> type, JsonObject json) throws StateException {
        try {
            return type.cast(fromJson(type, json));
        } catch (Misfit e) {
            throw new StateException(type.getSimpleName() + e.getMessage());
        }
    }

    /**
     * Reads what a record can be read of.
     *
     * @param what it is, for the error
     * @throws StateException when the text is no JSON
     */
    static JsonObject parse(String what, String text) throws StateException {
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new StateException(what + " is no JSON: " + e.getMessage());
        }
    }

    private static Object toJson(Object value) {
        if (value instanceof Record record) {
            JsonObject object = new JsonObject();
            Shape shape = SHAPES.get(record.getClass());
            for (int i = 0; i < shape.names.size(); i++) {
                Object member = toJson(get(shape.accessors.get(i), record));
                if (member != null) {
                    object.put(shape.names.get(i), member);
                }
            }
            return object;
        } else if (value instanceof Optional<?> optional) {
            return optional.map(RecordJson::toJson).orElse(null);
        } else if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        } else if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(it -> array.add(toJson(it)));
            return array;
        } else if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value;
    }

    private static Object get(Method accessor, Record record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object fromJson(Type type, Object json) throws Misfit {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return json == null ? Optional.empty() : Optional.of(fromJson(element, json));
            }
            return list(element, json);
        }
        Class<?> kind = (Class<?>) type;
        try {
            if (kind.isRecord()) {
                return record(kind, (JsonObject) json);
            } else if (kind == OptionalInt.class) {
                return json == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Math.toIntExact(((Number) json).longValue()));
            } else if (kind == int.class || kind == Integer.class) {
                return json == null ? 0 : Math.toIntExact(((Number) json).longValue());
            } else if (kind == long.class || kind == Long.class) {
                return json == null ? 0L : ((Number) json).longValue();
            } else if (kind == boolean.class) {
                return json != null && (Boolean) json;
            } else if (kind == byte[].class) {
                return json == null ? new byte[0] : Base64.getDecoder().decode((String) json);
            } else if (kind.isEnum()) {
                return constant(kind, (String) json);
            } else if (kind == String.class) {
                return json == null ? "" : (String) json;
            }
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
            throw new Misfit(" is not what it should be: " + e.getMessage());
        }
        throw new IllegalStateException("no way to read a " + type);
    }

    private static List<Object> list(Type element, Object json) throws Misfit {
        List<Object> list = new ArrayList<>();
        if (json != null) {
            if (!(json instanceof JsonArray array)) {
                throw new Misfit(" is no list");
            }
            for (Object it : array) {
                try {
                    list.add(fromJson(element, it));
                } catch (Misfit e) {
                    throw e.in("[" + list.size() + "]");
                }
            }
        }
        return list;
    }

    private static Object constant(Class<?> type, String name) throws Misfit {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new Misfit(": there is no " + type.getSimpleName() + " " + name);
    }

    private static Object record(Class<?> type, JsonObject json) throws Misfit {
        if (json == null) {
            throw new Misfit(" is missing");
        }
        Shape shape = SHAPES.get(type);
        Object[] values = new Object[shape.names.size()];
        for (int i = 0; i < values.length; i++) {
            String name = shape.names.get(i);
            try {
                values[i] = fromJson(shape.types.get(i), json.get(name));
            } catch (Misfit e) {
                throw e.in("." + name);
            }
        }
        try {
            return shape.constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Misfit(": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
