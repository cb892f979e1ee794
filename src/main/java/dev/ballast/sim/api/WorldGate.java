package dev.ballast.sim.api;

import dev.ballast.sim.world.core.WorldTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The gate to a world on a running clock: one lock, and one virtual thread that lets what is due happen while nobody calls. Calls
 * that wait hold neither the lock nor a platform thread.
 */
public final class WorldGate implements Gate, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WorldGate.class.getName());
    private static final int SERVICE_UNAVAILABLE = 503;

    private record Waiter(Await await, Condition woken) {}

    private final CloudClock clock;
    private final WorldTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Thread stepper;
    /** What the stepper sleeps towards; null while nothing is to come. */
    private Instant nextStep;

    private boolean closed;
    private boolean retired;

    public WorldGate(CloudClock clock, WorldTime time) {
        this.clock = clock;
        this.time = time;
        clock.onChange(this::paceChanged);
        stepper = Thread.ofVirtual().name("world").start(this::step);
    }

    @Override
    public <T> T call(Function<Instant, T> attempt) {
        lock.lock();
        try {
            while (true) {
                if (retired) {
                    throw new Retired();
                }
                bringToPresent();
                try {
                    return attempt.apply(time.now());
                } catch (Await await) {
                    park(await);
                } finally {
                    wake();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stepping; calls that wait are answered with ServiceUnavailable. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sooner.signalAll();
            waiters.forEach(waiter -> waiter.woken().signal());
        } finally {
            lock.unlock();
        }
    }

    /** Another world takes this one's place: nothing happens here any more, and who waits or comes is told {@link Retired}. */
    public void retire() {
        lock.lock();
        try {
            retired = true;
        } finally {
            lock.unlock();
        }
        close();
    }

    /** An event that fails is gone from the queue; it takes neither the caller nor the events after it with it. */
    private void bringToPresent() {
        while (true) {
            try {
                time.advanceTo(clock.instant());
                return;
            } catch (RuntimeException fault) {
                LOG.log(System.Logger.Level.ERROR, "An event of the local cloud failed; the next ones go on.", fault);
            }
        }
    }

    private void park(Await await) {
        Waiter waiter = new Waiter(await, lock.newCondition());
        waiters.add(waiter);
        try {
            while (!closed) {
                long nanos = clock.nanosUntil(await.until());
                if (nanos == 0 || await.ready()) {
                    return;
                }
                waiter.woken().await(nanos, TimeUnit.NANOSECONDS);
            }
            if (retired) {
                throw new Retired();
            }
            throw AwsError.withStatus(SERVICE_UNAVAILABLE, "ServiceUnavailable", "The local cloud is shutting down.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AwsError.withStatus(SERVICE_UNAVAILABLE, "ServiceUnavailable", "The local cloud is shutting down.");
        } finally {
            waiters.remove(waiter);
        }
    }

    private void wake() {
        for (Waiter waiter : waiters) {
            if (waiter.await().ready()) {
                waiter.woken().signal();
            }
        }
        Instant next = time.nextEventAt().orElse(null);
        if (next != null && (nextStep == null || next.isBefore(nextStep))) {
            sooner.signal();
        }
    }

    private void step() {
        lock.lock();
        try {
            while (!closed) {
                bringToPresent();
                nextStep = null;
                wake();
                nextStep = time.nextEventAt().orElse(null);
                sooner.await(nextStep == null ? CloudClock.NEVER : clock.nanosUntil(nextStep), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void paceChanged() {
        lock.lock();
        try {
            sooner.signalAll();
            waiters.forEach(waiter -> waiter.woken().signal());
        } finally {
            lock.unlock();
        }
    }
}
