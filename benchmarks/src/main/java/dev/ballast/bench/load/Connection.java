package dev.ballast.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's connection: one request under way at a time, kept open unless the server closes it. */
final class Connection {
    private final Selector selector;
    private final InetSocketAddress server;
    private final Answers answers = new Answers();
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer unsent;
    private Recorded request;
    private long sentAt;

    Connection(Selector selector, int port) throws IOException {
        this.selector = selector;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        connect();
    }

    private void connect() throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** @param bytes the request's, with its token */
    void send(Recorded next, byte[] bytes) throws IOException {
        if (!channel.isOpen()) connect();
        request = next;
        unsent = ByteBuffer.wrap(bytes);
        sentAt = System.nanoTime();
        goOn();
    }

    /** Sends what the socket did not take at once. */
    void goOn() throws IOException {
        channel.write(unsent);
        key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /**
     * Reads what is there.
     *
     * @return whether the request has its answer
     * @throws IOException where the connection ends in the middle of one
     */
    boolean read(ByteBuffer buffer) throws IOException {
        while (true) {
            buffer.clear();
            var count = channel.read(buffer);
            if (count == 0) return false;
            if (count < 0) {
                channel.close();
                if (answers.end()) return true;
                throw new IOException("the server closed the connection in the middle of " + request.operation());
            }
            if (answers.take(buffer.flip())) {
                if (answers.closing()) channel.close();
                return true;
            }
        }
    }

    Recorded request() {
        return request;
    }

    int status() {
        return answers.status();
    }

    long nanosSinceSent(long now) {
        return now - sentAt;
    }

    void close() throws IOException {
        channel.close();
    }
}
