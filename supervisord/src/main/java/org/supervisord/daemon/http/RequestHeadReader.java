package org.supervisord.daemon.http;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestParser;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the heads of the requests of one connection, with HttpCore's parser and a few refusals of
 * our own where it is lenient.
 */
final class RequestHeadReader {
    private static final Http1Config CONFIG =
            Http1Config.custom()
                    .setMaxLineLength(HttpLimits.LINE_BYTES)
                    .setMaxHeaderCount(HttpLimits.FIELDS)
                    .build();
    private static final Pattern WITH_AUTHORITY = Pattern.compile("(?i)https?://[^/?#]*");

    /** Its characters are bytes, those of names in UTF-8 among them. */
    private static final Pattern REQUEST_LINE = Pattern.compile("[!-~]+ \\S+ HTTP/[0-9]\\.[0-9]");

    /** How many heads with passwords are kept for each connection. */
    private static final int OWN = 4;

    private final InputBuffer input;
    private final HttpLimits limits;
    private final RawTargets targets = new RawTargets();
    private final DefaultHttpRequestParser<BasicHttpRequest> parser =
            new DefaultHttpRequestParser<>(CONFIG, new StrictLines(), targets);
    private boolean begun;

    /** Those of all clients. */
    private final KnownHeads known;

    /** Those with passwords: how long it takes to compare them must tell other clients nothing. */
    private final KnownHeads own = new KnownHeads(OWN);

    RequestHeadReader(InputBuffer input, HttpLimits limits, KnownHeads known) {
        this.known = known;
        this.input = input;
        this.limits = limits;
    }

    /** The next head, once it is there in full. */
    Optional<RequestHead> read() throws Refusal {
        if (begun) {
            // the bytes of its first part may be gone
            return parse();
        }
        if (!hasBegun()) {
            return Optional.empty();
        }
        Optional<RequestHead> head = known.read(input);
        if (head.isEmpty()) {
            head = own.read(input);
        }
        if (head.isEmpty()) {
            int length = input.length();
            head = parse();
            if (head.isPresent()) {
                boolean isSecret = head.get().headers().first("Authorization").isPresent();
                (isSecret ? own : known).add(head, input, length - input.length());
            }
        }
        return head;
    }

    private Optional<RequestHead> parse() throws Refusal {
        if (!begun) {
            input.allowLines(limits.headBytes());
            begun = true;
        }
        BasicHttpRequest message;
        try {
            message = parser.parse(input, false);
        } catch (RequestHeaderFieldsTooLargeException e) {
            throw new Refusal(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, e.getMessage());
        } catch (UnsupportedHttpVersionException e) {
            throw new Refusal(HttpStatus.HTTP_VERSION_NOT_SUPPORTED, e.getMessage());
        } catch (HttpException | IOException | IllegalArgumentException e) {
            // the last one is what the parser says to HTTP/1.-1
            throw new Refusal(HttpStatus.BAD_REQUEST, e.getMessage());
        }
        if (message == null) {
            return Optional.empty();
        }
        parser.reset();
        begun = false;
        return Optional.of(checked(message));
    }

    /**
     * Whether something of the next head has come. Empty lines before it are no part of it: some
     * clients send them behind a body. Source: RFC 9112 §2.2.
     */
    boolean hasBegun() {
        return begun || input.hasMoreThanEmptyLines();
    }

    /** Whether a part of a head was read, and the rest has not come yet. */
    boolean hasPart() {
        return begun && input.hasReadLines(limits.headBytes());
    }

    private RequestHead checked(BasicHttpRequest message) throws Refusal {
        String method = message.getMethod();
        String target = targets.last;
        HttpVersion version = version(message.getVersion());
        List<Headers.Field> fields = new ArrayList<>();
        for (Header header : message.getHeaders()) {
            String value = header.getValue() == null ? "" : header.getValue();
            if (!Syntax.isToken(header.getName())) {
                throw new Refusal(HttpStatus.BAD_REQUEST, "bad header field");
            }
            fields.add(new Headers.Field(header.getName(), value));
        }
        if (!Syntax.isToken(method)) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "bad method");
        }
        Headers headers = new Headers(fields);
        List<String> hosts = headers.all("Host");
        if (hosts.size() > 1 || !hosts.isEmpty() && !Syntax.isHost(hosts.get(0))) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "doubtful Host");
        }
        String resource = withoutAuthority(target);
        int mark = resource.indexOf('?');
        String path = mark < 0 ? resource : resource.substring(0, mark);
        Optional<String> query =
                mark < 0 ? Optional.empty() : Optional.of(resource.substring(mark + 1));
        return new RequestHead(
                method + " " + target + " " + version,
                method,
                PercentCoding.decode(path),
                query,
                version,
                headers,
                BodyLength.of(version, headers, limits.bodyBytes()));
    }

    /** Servers have to understand what is meant for proxies. Source: RFC 9112 §3.2.2. */
    private static String withoutAuthority(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        Matcher authority = WITH_AUTHORITY.matcher(target);
        if (!authority.lookingAt()) {
            return target;
        }
        String rest = target.substring(authority.end());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static HttpVersion version(ProtocolVersion version) throws Refusal {
        if (version == null || version.getMajor() != 1) {
            throw new Refusal(HttpStatus.HTTP_VERSION_NOT_SUPPORTED, "version " + version);
        }
        return version.getMinor() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    /**
     * Takes request lines in their one form only: HttpCore takes any blanks between their parts.
     */
    private static final class StrictLines extends LazyLineParser {
        @Override
        public RequestLine parseRequestLine(CharArrayBuffer line) throws ParseException {
            if (!REQUEST_LINE.matcher(line).matches()) {
                throw new ParseException("bad request line");
            }
            return super.parseRequestLine(line);
        }
    }

    /** Keeps targets as they were sent: HttpCore takes {@code //a/b} for a host and a path. */
    private static final class RawTargets implements HttpRequestFactory<BasicHttpRequest> {
        private String last;

        @Override
        public BasicHttpRequest newHttpRequest(String method, String target) {
            last = target;
            return new BasicHttpRequest(method, "/");
        }

        @Override
        public BasicHttpRequest newHttpRequest(String method, URI target) {
            return newHttpRequest(method, target.toString());
        }
    }
}
