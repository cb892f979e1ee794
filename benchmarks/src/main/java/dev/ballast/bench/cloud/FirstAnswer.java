package dev.ballast.bench.cloud;

import dev.ballast.bench.load.Recorded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One request on a bare socket, so that no client's own start is counted. */
final class FirstAnswer {
    private static final byte[] END = "</DescribeInstancesResponse>".getBytes(StandardCharsets.US_ASCII);

    private FirstAnswer() {}

    /** @throws IOException unless the answer is a whole DescribeInstances */
    static void await(URI server, Recorded request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream().write(request.bytes());
            var answer = new StringBuilder();
            var buffer = new byte[8192];
            var end = new String(END, StandardCharsets.US_ASCII);
            while (answer.indexOf(end) < 0) {
                var count = socket.getInputStream().read(buffer);
                if (count < 0) throw new IOException("no answer: " + answer);
                answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
