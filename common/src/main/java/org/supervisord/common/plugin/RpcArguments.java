package org.supervisord.common.plugin;

import java.util.List;
import org.supervisord.common.RpcFault;

/**
 * The parameters of a call, counted from 0, by what a method takes them for. What can't be taken
 * for it ends the call with the fault INCORRECT_PARAMETERS.
 */
public interface RpcArguments {
    /** How many were given. */
    int count();

    /** A parameter as it came: Integer, Boolean, String, Double, byte[], Date, List or Map. */
    Object value(int index);

    /** A text; base64 is taken for the text that it holds. */
    String text(int index) throws RpcFault;

    /** A whole number; one that is written as a text will do. */
    int integer(int index) throws RpcFault;

    /** A truth value that may be left out; whatever is 0 or empty is false. */
    boolean bool(int index, boolean otherwise);

    /** A list. */
    List<Object> list(int index) throws RpcFault;
}
