package org.supervisord.daemon;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.supervisord.config.Accounts;
import org.supervisord.config.HttpServerSettings.Access;
import org.supervisord.daemon.http.ClientHandlers;
import org.supervisord.daemon.http.HttpHandler;
import org.supervisord.daemon.http.HttpResponse;
import org.supervisord.daemon.http.HttpStatus;
import org.supervisord.daemon.log.ActivityLog;

/**
 * Who may do what at a Unix socket, by the kernel's word on who is at the other end (SO_PEERCRED,
 * unix(7)). Root and the daemon's own user may always do everything.
 */
record PeerAccess(
        Access access, Accounts accounts, HttpHandler all, HttpHandler readers, ActivityLog log)
        implements ClientHandlers {

    @Override
    public HttpHandler of(SocketChannel client) throws IOException {
        return of(client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
    }

    /** The handler for a user: a name, or a number without a name. */
    HttpHandler of(String user) {
        Optional<Accounts.Account> account = accounts.userByName(user);
        int uid = account.map(Accounts.Account::uid).orElseGet(() -> number(user));
        if (uid == 0 || uid == accounts.currentUid()) {
            return all;
        }
        List<Integer> groups = account.map(accounts::groupsOf).orElse(List.of());
        if (access.read().include(uid, groups)) {
            return readers;
        }
        if (access.full().isEmpty() || access.full().get().include(uid, groups)) {
            return all;
        }
        log.warn("refused a client of user " + user + ", who is not on the socket's list");
        return (request, responder) -> responder.respond(HttpResponse.error(HttpStatus.FORBIDDEN));
    }

    private static int number(String user) {
        return user.matches("[0-9]{1,9}") ? Integer.parseInt(user) : Integer.MAX_VALUE;
    }
}
