package dev.ballast.loop;

import dev.ballast.model.Signal;
import dev.ballast.observe.ChangeSource;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer.Look;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs a {@link Loop} on a clock that runs by itself. Its threads: one listens to each source of signals, one looks at the world when the loop asks
 * it to, and the caller's decides and acts on what the two bring it. So a notice waits neither for a look, which takes seconds in a large
 * cluster, nor a look for the acts.
 */
public final class Runner implements Drive {
    /** How long one long poll lasts; SQS allows 20 s. */
    private static final Duration LISTEN = Duration.ofSeconds(20);
    /** After a failed look, doubling up to {@link #LONGEST_PAUSE}: an outage of AWS is not made worse. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /**
     * A look that took long is followed by as long a rest, up to this: looking without a rest would leave AWS's read buckets empty and
     * the machine busy, while notices come.
     */
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);

    /** Where ECS says that something changed; a deployment says so many times a second. */
    private static final Duration CHANGES_EVERY = Duration.ofSeconds(5);

    private static final Duration CHANGES_REST = Duration.ofSeconds(1);

    private final Loop loop;
    private final List<SignalSource> sources;
    private final ChangeSource changes;
    private final InstantSource clock;
    private final UnaryOperator<Duration> wallTime;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private volatile boolean stopped;

    /** The loop's thread's alone. */
    private Optional<Thread> looking = Optional.empty();

    private Optional<Look> seen = Optional.empty();
    private boolean heardAnew;
    private boolean hasSeen;
    private Instant nextLook;
    private Instant restUntil;
    private Instant lookedAt;
    /** Since the last look began. */
    private boolean changed;

    private Duration pause = FIRST_PAUSE;

    /** What wakes the loop. */
    private sealed interface News {
        record Heard(List<Signal> signals) implements News {}

        record Seen(Look look) implements News {}

        record Unseen(CloudUnreachable why) implements News {}

        /** A look met something that it must not: the caller ends by it. */
        record Broken(RuntimeException why) implements News {}

        record Changed() implements News {}

        record Stop() implements News {}
    }

    /**
     * @param sources each is listened to by a thread of its own: none waits for another
     * @param changes bring the next look forward
     * @param wallTime how long a duration of the world lasts here: the same on AWS, shorter on an accelerated local cloud
     */
    public Runner(
            Loop loop,
            List<SignalSource> sources,
            ChangeSource changes,
            InstantSource clock,
            UnaryOperator<Duration> wallTime) {
        this.loop = loop;
        this.sources = List.copyOf(sources);
        this.changes = changes;
        this.clock = clock;
        this.wallTime = wallTime;
    }

    @Override
    public void run(Watcher watcher) throws InterruptedException {
        var listeners = new ArrayList<Thread>();
        for (var source : sources) listeners.add(listener("signals", () -> hear(source)));
        listeners.add(listener("changes", this::awaitChange));
        try {
            nextLook = clock.instant();
            restUntil = nextLook;
            lookedAt = nextLook;
            while (!stopped) {
                awaitNews(watcher);
                var tick = tick();
                if (tick.isEmpty()) continue;
                scheduleLook(tick.get().nextWake());
                watcher.ticked(tick.get());
                if (watcher.isEnough(tick.get())) return;
            }
        } finally {
            stopped = true;
            end(listeners);
        }
    }

    /** Until something came, or it is time to look. */
    private void awaitNews(Watcher watcher) throws InterruptedException {
        if (looking.isEmpty() && seen.isEmpty() && !clock.instant().isBefore(nextLook)) startLook();
        var one = looking.isPresent() ? news.take() : news.poll(untilNextLook().toNanos(), TimeUnit.NANOSECONDS);
        for (; one != null; one = news.poll()) take(one, watcher);
    }

    private void take(News one, Watcher watcher) {
        switch (one) {
            case News.Heard heard -> heardAnew |= loop.hear(heard.signals());
            case News.Seen look -> {
                looking = Optional.empty();
                seen = Optional.of(look.look());
                restUntil = restAfter(look.look().at());
                pause = FIRST_PAUSE;
            }
            case News.Unseen unseen -> {
                looking = Optional.empty();
                watcher.unreachable(unseen.why());
                nextLook = clock.instant().plus(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
            case News.Broken broken -> {
                looking = Optional.empty();
                throw broken.why();
            }
            case News.Changed change -> {
                changed = true;
                scheduleLook(nextLook);
            }
            case News.Stop stop -> {}
        }
    }

    /**
     * What was heard comes first: it has two minutes, and what was seen has until the next look. Before the first look there is nothing to
     * decide on.
     */
    private Optional<Tick> tick() {
        if (heardAnew && hasSeen) {
            heardAnew = false;
            return Optional.of(loop.signalTick());
        }
        if (seen.isEmpty()) return Optional.empty();
        hasSeen = true;
        heardAnew = false;
        var look = seen;
        seen = Optional.empty();
        return look.map(loop::tick);
    }

    private void scheduleLook(Instant wake) {
        var soon = lookedAt.plus(CHANGES_EVERY);
        var due = changed && soon.isBefore(wake) ? soon : wake;
        nextLook = due.isBefore(restUntil) ? restUntil : due;
    }

    private Duration untilNextLook() {
        if (seen.isPresent()) return Duration.ZERO;
        var left = wallTime.apply(Duration.between(clock.instant(), nextLook));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Instant restAfter(Instant begun) {
        var now = clock.instant();
        var took = Duration.between(begun, now);
        return now.plus(took.compareTo(LONGEST_REST) < 0 ? took : LONGEST_REST);
    }

    private void startLook() {
        changed = false;
        lookedAt = clock.instant();
        var look = loop.nextLook();
        looking = Optional.of(Thread.ofVirtual().name("look").start(() -> news.add(look(look))));
    }

    private static News look(Supplier<Look> look) {
        try {
            return new News.Seen(look.get());
        } catch (CloudUnreachable unreachable) {
            return new News.Unseen(unreachable);
        } catch (RuntimeException broken) {
            return new News.Broken(broken);
        }
    }

    /** Whoever comes after uses the same ports, which take one reader at a time, and the same loop, which is to know what was heard. */
    private void end(List<Thread> listeners) throws InterruptedException {
        listeners.forEach(Thread::interrupt);
        looking.ifPresent(Thread::interrupt);
        for (var listener : listeners) listener.join();
        if (looking.isPresent()) looking.get().join();
        looking = Optional.empty();
        for (var one = news.poll(); one != null; one = news.poll())
            if (one instanceof News.Heard(var arrived)) loop.hear(arrived);
    }

    private Thread listener(String name, Runnable once) {
        return Thread.ofVirtual().name(name).start(() -> {
            while (!stopped && !Thread.currentThread().isInterrupted()) listen(once);
        });
    }

    private void listen(Runnable once) {
        try {
            once.run();
        } catch (CloudUnreachable unreachable) {
            // The looks read the same cloud and report it; here it only must not spin.
            rest(FIRST_PAUSE);
        }
    }

    private void hear(SignalSource source) {
        var arrived = source.receive(LISTEN);
        if (!arrived.isEmpty()) news.add(new News.Heard(arrived));
    }

    /** One message is as much news as a hundred, and each costs the machine time that a notice may be waiting for. */
    private void awaitChange() {
        if (!changes.await(LISTEN)) return;
        news.add(new News.Changed());
        rest(CHANGES_REST);
    }

    private void rest(Duration time) {
        try {
            Thread.sleep(wallTime.apply(time));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        news.add(new News.Stop());
    }
}
