package org.supervisord.common;

import java.util.Optional;

/** Why a call was refused: the fault codes of the XML-RPC interface. */
public enum Fault {
    UNKNOWN_METHOD(1),
    INCORRECT_PARAMETERS(2),
    BAD_ARGUMENTS(3),
    SIGNATURE_UNSUPPORTED(4),
    SHUTDOWN_STATE(6),
    BAD_NAME(10),
    BAD_SIGNAL(11),
    NO_FILE(20),
    NOT_EXECUTABLE(21),
    FAILED(30),
    ABNORMAL_TERMINATION(40),
    SPAWN_ERROR(50),
    ALREADY_STARTED(60),
    NOT_RUNNING(70),
    SUCCESS(80),
    ALREADY_ADDED(90),
    STILL_RUNNING(91),
    CANT_REREAD(92),

    /** Of our own: whoever calls may look, but change nothing. */
    READ_ONLY(403);

    private final int code;

    Fault(int code) {
        this.code = code;
    }

    /** The number sent as {@code faultCode}. */
    public int code() {
        return code;
    }

    /**
     * The fault with this code.
     *
     * @return empty for a number that is no fault of this interface
     */
    public static Optional<Fault> ofCode(int code) {
        for (Fault fault : values()) {
            if (fault.code == code) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
