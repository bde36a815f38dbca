package org.supervisord.daemon.posix;

import com.sun.jna.FromNativeConverter;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ToNativeConverter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/**
 * Binds native methods to the functions of a library, as {@link Native#register(Class, String)}
 * does. That one describes the types of C by structures first, with annotations and generated code,
 * which takes a tenth of the daemon's start. Here they are those of libffi, which is a part of
 * JNA's own library.
 */
final class DirectMethods {
    private final NativeLibrary types;
    private final Map<Class<?>, Kind> kinds = new HashMap<>();

    /** How JNA hands something on: what it does with it, and libffi's description of its type. */
    private record Kind(int conversion, long type) {}

    private DirectMethods() {
        String own = System.getProperty("jnidispatch.path");
        if (own == null) {
            throw new IllegalStateException("JNA does not say which library it has loaded");
        }
        types = NativeLibrary.getInstance(own);
        // the numbers of JNA's conversions
        put(short.class, 0, "ffi_type_sint16");
        put(int.class, 0, "ffi_type_sint32");
        put(long.class, 0, "ffi_type_sint64");
        put(Pointer.class, 1, "ffi_type_pointer");
        put(String.class, 2, "ffi_type_pointer");
        put(byte[].class, 6, "ffi_type_pointer");
        put(int[].class, 9, "ffi_type_pointer");
        put(long[].class, 10, "ffi_type_pointer");
    }

    private void put(Class<?> type, int conversion, String name) {
        long address = Pointer.nativeValue(types.getGlobalVariableAddress(name));
        kinds.put(type, new Kind(conversion, address));
    }

    /**
     * Binds all native methods of a class; with a JNA that is not the one this was made for, in its
     * own way.
     *
     * @throws UnsatisfiedLinkError when the library or one of the functions does not exist
     */
    static void bind(Class<?> methods, String library) {
        try {
            bindDirectly(methods, library);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Native.register(methods, library);
        }
    }

    /**
     * The same, and nothing else when that does not work.
     *
     * @throws ReflectiveOperationException when this JNA has not what is used of it
     * @throws IllegalArgumentException when a method has a type that is not known here
     */
    static void bindDirectly(Class<?> methods, String library) throws ReflectiveOperationException {
        NativeLibrary functions = NativeLibrary.getInstance(library);
        DirectMethods direct = new DirectMethods();
        MethodHandle register = registration();
        for (Method method : methods.getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers())) {
                direct.bind(register, method, functions.getFunction(method.getName()));
            }
        }
    }

    /**
     * Not by reflection, which would look at all methods, and there are some with classes of AWT.
     */
    private static MethodHandle registration() throws ReflectiveOperationException {
        return MethodHandles.privateLookupIn(Native.class, MethodHandles.lookup())
                .findStatic(
                        Native.class,
                        "registerMethod",
                        MethodType.methodType(
                                long.class,
                                Class.class,
                                String.class,
                                String.class,
                                int[].class,
                                long[].class,
                                long[].class,
                                int.class,
                                long.class,
                                long.class,
                                Method.class,
                                long.class,
                                int.class,
                                boolean.class,
                                ToNativeConverter[].class,
                                FromNativeConverter.class,
                                String.class));
    }

    private void bind(MethodHandle register, Method method, Function function) {
        Class<?>[] parameters = method.getParameterTypes();
        int[] conversions = new int[parameters.length];
        long[] arguments = new long[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Kind kind = kind(parameters[i]);
            conversions[i] = kind.conversion();
            arguments[i] = kind.type();
        }
        Kind result = kind(method.getReturnType());
        long handle;
        try {
            handle =
                    (long)
                            register.invokeExact(
                                    (Class<?>) method.getDeclaringClass(),
                                    method.getName(),
                                    MethodType.methodType(method.getReturnType(), parameters)
                                            .toMethodDescriptorString(),
                                    conversions,
                                    arguments,
                                    arguments,
                                    result.conversion(),
                                    result.type(),
                                    result.type(),
                                    method,
                                    Pointer.nativeValue(function),
                                    function.getCallingConvention(),
                                    false,
                                    new ToNativeConverter[parameters.length],
                                    (FromNativeConverter) null,
                                    Native.getDefaultStringEncoding());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(method + " can't be bound", e);
        }
        if (handle == 0) {
            throw new IllegalStateException(method + " can't be bound");
        }
    }

    private Kind kind(Class<?> type) {
        Kind kind = kinds.get(type);
        if (kind == null) {
            throw new IllegalArgumentException(type + " can't be handed on");
        }
        return kind;
    }
}
