package dev.ballast.sim.wire;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Protocol;
import dev.ballast.sim.api.Retired;
import dev.ballast.sim.api.admin.Worlds;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The local cloud's endpoint: one HTTP server on loopback, a virtual thread per connection. */
public final class CloudServer implements AutoCloseable {
    /** AWS's own services take far less; EC2's user data and ECS's task definitions are kilobytes. */
    private static final int BODY_BYTES_MAX = 10 << 20;
    /** How much of a body that is too long is read and thrown away, so that the client hears the answer. */
    private static final long DISCARDED_BYTES_MAX = 256L << 20;

    /** Most answers leave in one write. */
    private static final int WRITE_BUFFER_BYTES = 64 << 10;

    private static final byte[] NOTHING = {};
    /** Its start-up lines are not for Ballast's users. Held here, because the logging system forgets loggers nobody holds. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final Supplier<Doors> doors;
    private final Admin admin;
    private final WebServer server;

    /**
     * What leads to one world.
     *
     * @param clock the world's, for the Date header
     */
    record Doors(Wire wire, Optional<MetadataDoor> metadata, InstantSource clock) {}

    private CloudServer(Supplier<Doors> doors, Admin admin, int port) {
        this.doors = doors;
        this.admin = admin;
        HELIDON.setLevel(Level.WARNING);
        DirectHandlers.Builder refusals = DirectHandlers.builder();
        Arrays.stream(DirectHandler.EventType.values())
                .forEach(type -> refusals.addHandler(type, CloudServer::unreadable));
        this.server = WebServer.builder()
                .address(loopback())
                .port(port)
                .shutdownHook(false)
                .maxPayloadSize(-1)
                .writeBufferSize(WRITE_BUFFER_BYTES)
                // An answer longer than one packet would else wait 40 ms for the client's delayed acknowledgement.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .directHandlers(refusals.build())
                .routing(routes -> routes.any(this::handle))
                .build();
    }

    /**
     * Starts serving.
     *
     * @param clock the world's, for the Date header
     * @param port 0 picks a free one
     * @throws IllegalStateException where the port is taken
     */
    public static CloudServer start(Wire wire, Admin admin, InstantSource clock, int port) {
        return start(wire, admin, Optional.empty(), clock, port);
    }

    /** The same with the metadata of instances, where there are any. */
    public static CloudServer start(
            Wire wire, Admin admin, Optional<MetadataDoor> metadata, InstantSource clock, int port) {
        Doors only = new Doors(wire, metadata, clock);
        return start(() -> only, admin, port);
    }

    /** The same for a world that another may replace: whoever is under way when that happens is answered by the new one. */
    public static CloudServer start(Worlds worlds, Admin admin, int port) {
        return start(new WorldDoors(worlds), admin, port);
    }

    private static CloudServer start(Supplier<Doors> doors, Admin admin, int port) {
        CloudServer started = new CloudServer(doors, admin, port);
        started.server.start();
        return started;
    }

    /** Such as http://127.0.0.1:4599, for --endpoint-url. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        Optional<byte[]> body = body(request);
        Call call = new Call(
                request.prologue().method().text(),
                request.prologue().uriPath().rawPath(),
                request.prologue().query().rawValue(),
                name -> request.headers().first(HeaderNames.create(name)).orElse(null),
                body.orElse(NOTHING));
        boolean last = body.isEmpty() || "close".equalsIgnoreCase(call.header("connection"));
        if (last) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        Answer answer;
        try {
            answer = body.isEmpty() ? tooLarge(call) : answer(call);
        } catch (AnswerLost lost) {
            throw new CloseConnectionException("This answer was made to be lost.");
        }
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        response.header(
                HeaderNames.DATE, Timestamps.httpDate(doors.get().clock().instant()));
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.send(answer.body());
        if (last) {
            // Helidon announces the end of the connection and leaves it to the client; clients read until it is closed.
            throw new CloseConnectionException("The last answer on this connection has been sent.");
        }
    }

    private Answer answer(Call call) {
        Optional<String> refusal = LoopbackDoor.refusal(call.header("host"), call.header("origin"));
        if (refusal.isPresent()) {
            return refused(call, AwsError.withStatus(403, "AccessDenied", refusal.get()));
        }
        while (true) {
            Doors open = doors.get();
            try {
                return answer(call, open);
            } catch (Retired retired) {
                if (doors.get() == open) {
                    return refused(
                            call, AwsError.withStatus(503, "ServiceUnavailable", "The local cloud is shutting down."));
                }
            }
        }
    }

    private Answer answer(Call call, Doors open) {
        if (open.metadata().isPresent() && MetadataDoor.leadsHere(call.path())) {
            return open.metadata().get().answer(call);
        }
        return call.path().startsWith(Admin.PREFIX)
                ? admin.answer(call)
                : open.wire().answer(call);
    }

    private static Answer tooLarge(Call call) {
        return refused(
                call,
                AwsError.withStatus(
                        413, "RequestEntityTooLarge", "The request is larger than " + BODY_BYTES_MAX + " bytes."));
    }

    private static Answer refused(Call call, AwsError error) {
        Protocol protocol = call.path().startsWith(Admin.PREFIX)
                ? Protocol.REST_JSON
                : Addressee.byHeaders(call).protocol();
        return ErrorWriter.write(error, null, protocol, "refused-at-the-door");
    }

    /** The whole body; empty where it is longer than the local cloud takes. */
    private static Optional<byte[]> body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return Optional.of(NOTHING);
        }
        long length = request.headers().contentLength().orElse(-1);
        try (InputStream content = request.content().inputStream()) {
            byte[] body =
                    length > BODY_BYTES_MAX ? null : content.readNBytes(length < 0 ? BODY_BYTES_MAX + 1 : (int) length);
            if (body != null && body.length <= BODY_BYTES_MAX) {
                return Optional.of(body);
            }
            discard(content);
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void discard(InputStream content) throws IOException {
        byte[] chunk = new byte[8192];
        long discarded = 0;
        int read;
        while (discarded < DISCARDED_BYTES_MAX && (read = content.read(chunk)) >= 0) {
            discarded += read;
        }
    }

    /** What is no HTTP that the server can read never gets as far as {@link #handle}; it is answered in AWS's form too. */
    private static DirectHandler.TransportResponse unreadable(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        AwsError error = AwsError.withStatus(
                status.code(),
                status.code() >= 500 ? "InternalFailure" : "MalformedHttpRequestException",
                "The HTTP request could not be read.");
        Answer answer = ErrorWriter.write(error, null, Protocol.QUERY, "unread");
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                .keepAlive(false)
                .entity(new String(answer.body(), StandardCharsets.UTF_8))
                .build();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
