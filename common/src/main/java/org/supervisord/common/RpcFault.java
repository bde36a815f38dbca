package org.supervisord.common;

/**
 * A call that ends with a fault. Its message is the fault string, {@code NAME} or {@code NAME:
 * detail}.
 */
public final class RpcFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** A fault whose string is its name alone. */
    public RpcFault(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** A fault whose string names what it is about. */
    public RpcFault(Fault fault, String detail) {
        super(fault.name() + ": " + detail, null, false, false);
        this.fault = fault;
    }

    /** Which fault this is. */
    public Fault fault() {
        return fault;
    }

    /** The fault string, as a client receives it. */
    public String text() {
        return getMessage();
    }
}
