package dev.ballast.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the ends of HTTP/1.1 answers in what a connection reads, without keeping their bodies: by Content-Length, by chunks, or
 * by the end of the connection.
 */
final class Answers {
    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILER,
        TO_THE_END
    }

    private static final int HEAD_BYTES_MAX = 64 << 10;

    private final byte[] line = new byte[HEAD_BYTES_MAX];
    private int length;
    private Part part = Part.HEAD;
    private long left;
    private int status;
    private boolean closing;

    /** Status of the last whole answer. */
    int status() {
        return status;
    }

    /** Whether the server closes the connection behind this answer. */
    boolean closing() {
        return closing;
    }

    /**
     * Takes what has been read.
     *
     * @return whether an answer is complete with it; the next one begins at the buffer's position
     */
    boolean take(ByteBuffer read) {
        while (read.hasRemaining()) {
            switch (part) {
                case HEAD -> {
                    if (headEnds(read.get()) && head()) return true;
                }
                case BODY -> {
                    if (skip(read)) return done();
                }
                case CHUNK_SIZE -> {
                    if (lineEnds(read.get())) chunk();
                }
                case CHUNK -> {
                    if (skip(read)) part = Part.CHUNK_SIZE;
                }
                case TRAILER -> {
                    if (lineEnds(read.get())) {
                        var empty = length == 0;
                        length = 0;
                        if (empty) return done();
                    }
                }
                case TO_THE_END -> read.position(read.limit());
            }
        }
        return false;
    }

    /** The connection has ended. @return whether that completes an answer */
    boolean end() {
        return part == Part.TO_THE_END && done();
    }

    private boolean skip(ByteBuffer read) {
        var skipped = (int) Math.min(left, read.remaining());
        read.position(read.position() + skipped);
        left -= skipped;
        return left == 0;
    }

    private boolean headEnds(byte next) {
        add(next);
        return next == '\n' && length >= 4 && line[length - 3] == '\n';
    }

    private boolean lineEnds(byte next) {
        if (next == '\n') return true;
        if (next != '\r') add(next);
        return false;
    }

    private void add(byte next) {
        if (length == line.length) throw new IllegalStateException("an answer's head is longer than " + length);
        line[length++] = next;
    }

    /** @return whether there is no body to come */
    private boolean head() {
        var head = new String(line, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        length = 0;
        status = Integer.parseInt(head.substring(9, 12));
        var size = header(head, "content-length");
        var chunked = header(head, "transfer-encoding").contains("chunked");
        closing = header(head, "connection").contains("close") || size.isEmpty() && !chunked;
        left = size.isEmpty() ? 0 : Long.parseLong(size);
        if (!size.isEmpty() && left == 0) return done();
        part = chunked ? Part.CHUNK_SIZE : size.isEmpty() ? Part.TO_THE_END : Part.BODY;
        return false;
    }

    private static String header(String head, String name) {
        var at = head.indexOf("\r\n" + name + ":");
        if (at < 0) return "";
        var from = at + name.length() + 3;
        return head.substring(from, head.indexOf('\r', from)).strip();
    }

    /** A chunk's data is followed by an empty line, which is no size. */
    private void chunk() {
        if (length == 0) return;
        var size = new String(line, 0, length, StandardCharsets.ISO_8859_1).split(";", 2)[0].strip();
        length = 0;
        left = Long.parseLong(size, 16);
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
    }

    private boolean done() {
        part = Part.HEAD;
        return true;
    }
}
