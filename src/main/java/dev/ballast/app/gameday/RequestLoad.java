package dev.ballast.app.gameday;

import dev.ballast.app.gameday.GameDay.Requests;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Requests that go on beside something else until it is over. */
public final class RequestLoad implements AutoCloseable {
    private final Optional<URI> url;
    private final int perSecond;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
    private final Optional<Future<Steady.Sent>> sent;

    private RequestLoad(Optional<URI> url, int perSecond, Duration most) {
        this.url = url;
        this.perSecond = perSecond;
        sent = url.map(where -> beside.submit(() -> Steady.send(where, perSecond, most, over::get)));
    }

    public static RequestLoad none() {
        return new RequestLoad(Optional.empty(), 0, Duration.ZERO);
    }

    /**
     * @param url of this machine
     * @param most after which it ends by itself
     */
    public static RequestLoad start(URI url, int perSecond, Duration most) {
        if (!isLoopback(url)) throw new IllegalArgumentException(url + " is not of this machine");
        return new RequestLoad(Optional.of(url), perSecond, most);
    }

    public static boolean isLoopback(URI url) {
        if (url.getHost() == null) return false;
        try {
            for (var address : InetAddress.getAllByName(url.getHost())) if (!address.isLoopbackAddress()) return false;
            return true;
        } catch (UnknownHostException nobody) {
            return false;
        }
    }

    /** Ends it and waits for the answers that are still to come; empty where nothing was asked. */
    public Optional<Requests> end() throws InterruptedException {
        over.set(true);
        if (sent.isEmpty()) return Optional.empty();
        try {
            var all = sent.get().get();
            return Optional.of(
                    new Requests(url.orElseThrow(), perSecond, all.requests(), all.failed(), all.failures()));
        } catch (ExecutionException broken) {
            throw new IllegalStateException("requests could not be sent", broken.getCause());
        }
    }

    @Override
    public void close() {
        over.set(true);
        beside.shutdownNow();
    }
}
