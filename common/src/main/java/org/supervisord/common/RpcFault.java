package org.supervisord.common;

/**
 * A call that ends with a fault. Its message is the fault string, {@code NAME} or {@code NAME:
 * detail}.
 */
public final class RpcFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final int code;

    /** A fault whose string is its name alone. */
    public RpcFault(Fault fault) {
        this(fault, fault.code(), fault.name());
    }

    /** A fault whose string names what it is about. */
    public RpcFault(Fault fault, String detail) {
        this(fault, fault.code(), fault.name() + ": " + detail);
    }

    private RpcFault(Fault fault, int code, String text) {
        super(text, null, false, false);
        this.fault = fault;
        this.code = code;
    }

    /**
     * The fault of a code; one of a plug-in's own counts as FAILED where codes are not looked at.
     */
    public static RpcFault of(int code, String text) {
        return new RpcFault(Fault.ofCode(code).orElse(Fault.FAILED), code, text);
    }

    /** Which fault this is. */
    public Fault fault() {
        return fault;
    }

    /** The number sent as {@code faultCode}. */
    public int code() {
        return code;
    }

    /** The fault string, as a client receives it. */
    public String text() {
        return getMessage();
    }
}
