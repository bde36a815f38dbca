package org.supervisord.daemon.rpc;

import java.util.List;

/**
 * A call as it came in.
 *
 * @param method its full name, {@code namespace.method}
 * @param parameters as the parser gives them: Integer, Boolean, String, Double, byte[], Date,
 *     arrays of objects and maps
 */
record RpcCall(String method, List<Object> parameters) {}
