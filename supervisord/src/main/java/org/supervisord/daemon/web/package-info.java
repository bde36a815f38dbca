/**
 * The web page: what an operator sees and does in a browser. It reads the model, acts through the
 * methods of the interface, and speaks HTTP only by the requests and answers of {@code http}; it
 * knows nothing of sockets or of the kernel. Every page works without scripts; what scripts add is
 * served from here too, and every text goes through {@link org.supervisord.daemon.web.Html}.
 */
package org.supervisord.daemon.web;
