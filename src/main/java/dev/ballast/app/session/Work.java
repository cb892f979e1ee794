package dev.ballast.app.session;

import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.model.Action;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The loop in the foreground, as long as a command needs it. Ctrl-C lets the tick under way finish, so that nothing is left between a
 * call and its record.
 */
public final class Work implements AutoCloseable {
    /** A tick is a few calls; whoever presses Ctrl-C waits no longer than this. */
    private static final int LAST_TICK_SECONDS_MAX = 30;

    private final Session session;
    private final AutoCloseable lock;
    private final Loop loop;
    private final PrintWriter progress;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread onInterrupt = new Thread(this::finishTick, "ctrl-c");
    private volatile Drive drive;
    private volatile boolean stopping;

    Work(Session session, AutoCloseable lock, Loop loop, PrintWriter progress) {
        this.session = session;
        this.lock = lock;
        this.loop = loop;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /**
     * Sends what a person asked for, recorded like any decision.
     *
     * @throws Refusal when it was not done
     */
    public void ask(Action action, String why) {
        Session.insist(loop.ask(action, why).outcome());
    }

    /**
     * Runs the loop until the watcher has seen enough.
     *
     * @throws InterruptedException when a person ended it
     */
    public void run(Drive.Watcher watcher) throws InterruptedException {
        drive = session.ports().drive(loop);
        if (!stopping) drive.run(watcher);
        if (stopping) throw new InterruptedException("ended by Ctrl-C");
    }

    private void finishTick() {
        stopping = true;
        progress.println("\nfinishing what is under way; run the same command again to go on");
        progress.flush();
        if (drive != null) drive.stop();
        try {
            finished.await(LAST_TICK_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (Exception ignored) {
            // the operating system gives the lock back with the process
        }
        finished.countDown();
        if (!stopping) Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }
}
