package dev.ballast.bench.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP request as the AWS SDK sent it, head and body.
 *
 * @param tokenAt where in the bytes the idempotency token stands, {@link Token#LENGTH} long, -1 without one. A request with a
 *     token is sent with another one each time: with the same one the second would only be told the first one's answer
 */
public record Recorded(String operation, byte[] bytes, int tokenAt) {
    /** The token that a recorded request carries where each replay writes its own. */
    public static final class Token {
        public static final String PLACEHOLDER = "replayed-00000000-0000-0000-000000000000";
        public static final int LENGTH = PLACEHOLDER.length();

        private Token() {}
    }

    public static Recorded of(String operation, byte[] bytes) {
        return new Recorded(
                operation, bytes, new String(bytes, StandardCharsets.ISO_8859_1).indexOf(Token.PLACEHOLDER));
    }

    static void write(List<Recorded> requests, Path file) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(requests.size());
            for (var request : requests) {
                out.writeUTF(request.operation);
                out.writeInt(request.bytes.length);
                out.write(request.bytes);
                out.writeInt(request.tokenAt);
            }
        }
    }

    static List<Recorded> read(Path file) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            var requests = new ArrayList<Recorded>();
            for (var left = in.readInt(); left > 0; left--) {
                var operation = in.readUTF();
                var bytes = new byte[in.readInt()];
                in.readFully(bytes);
                requests.add(new Recorded(operation, bytes, in.readInt()));
            }
            return requests;
        }
    }
}
