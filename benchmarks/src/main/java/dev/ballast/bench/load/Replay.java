package dev.ballast.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The generator's process: sends recorded requests in turn over a few connections to a port on loopback, each connection its next
 * request when the last one is answered. One thread and one selector, so that it costs the server as little of the machine as
 * it can; the bytes are made beforehand and the answers' bodies are counted, not kept. Its one line of output is a {@link Tally}.
 */
public final class Replay {
    private static final int READ_BYTES = 256 << 10;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

    private final List<Recorded> requests;
    private final Load load;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Map<Integer, Integer> refused = new TreeMap<>();
    private int[] micros = new int[1 << 16];
    private int counted;
    private int sent;

    private Replay(List<Recorded> requests, Load load) {
        this.requests = requests;
        this.load = load;
    }

    /** @param words port, file of requests, connections, warm-up and measured time in milliseconds, most requests */
    public static void main(String... words) throws IOException {
        var requests = Recorded.read(Path.of(words[1]));
        var load = new Load(
                Integer.parseInt(words[2]),
                Duration.ofMillis(Long.parseLong(words[3])),
                Duration.ofMillis(Long.parseLong(words[4])),
                Integer.parseInt(words[5]));
        var tally = new Replay(requests, load).run(Integer.parseInt(words[0]));
        System.out.println(JsonMapper.builder().build().writeValueAsString(tally));
    }

    private Tally run(int port) throws IOException {
        try (var selector = Selector.open()) {
            var begin = System.nanoTime();
            var from = begin + load.warmUp().toNanos();
            var to = from + load.measured().toNanos();
            var last = from;
            for (var i = 0; i < load.connections(); i++) send(new Connection(selector, port));
            var open = load.connections();
            while (open > 0) {
                selector.select(LAST_ANSWERS.toMillis());
                if (System.nanoTime() > to + LAST_ANSWERS.toNanos())
                    throw new IOException(open + " requests have no answer after " + LAST_ANSWERS);
                for (var key : selector.selectedKeys()) {
                    var connection = (Connection) key.attachment();
                    if (key.isWritable()) connection.goOn();
                    if (!key.isReadable() || !connection.read(buffer)) continue;
                    var now = System.nanoTime();
                    if (connection.status() != 200) refused.merge(connection.status(), 1, Integer::sum);
                    if (now < from && 2 * sent >= load.requestsMost()) {
                        from = now;
                        to = from + load.measured().toNanos();
                    }
                    if (now >= from && now < to) {
                        count(connection.nanosSinceSent(now));
                        last = now;
                    }
                    if (now < to && sent < load.requestsMost()) {
                        send(connection);
                    } else {
                        connection.close();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
            // Where the requests ran out before the time did, the time ends with them.
            var seconds = ((sent < load.requestsMost() ? to : last) - from) / 1e9;
            return new Tally(counted, seconds, percentile(0.50), percentile(0.99), refused);
        }
    }

    private void send(Connection connection) throws IOException {
        var request = requests.get(sent++ % requests.size());
        connection.send(request, request.tokenAt() < 0 ? request.bytes() : withToken(request, sent));
    }

    private static byte[] withToken(Recorded request, int number) {
        var bytes = request.bytes().clone();
        var digits = "%012d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        var run = "%08x".formatted((int) ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(run, 0, bytes, request.tokenAt() + "replayed-".length(), run.length);
        System.arraycopy(digits, 0, bytes, request.tokenAt() + Recorded.Token.LENGTH - digits.length, digits.length);
        return bytes;
    }

    private void count(long nanos) {
        if (counted == micros.length) micros = Arrays.copyOf(micros, 2 * counted);
        micros[counted++] = (int) Math.min(nanos / 1000, Integer.MAX_VALUE);
    }

    private double percentile(double share) {
        if (counted == 0) return 0;
        var sorted = Arrays.copyOf(micros, counted);
        Arrays.sort(sorted);
        return sorted[Math.min(counted - 1, (int) (share * counted))] / 1000.0;
    }
}
