package dev.ballast.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.AbortedException;

/** Independent calls at the same time, few enough that a describe bucket of 100 is never emptied by one read. */
final class Together {
    static final int MOST_AT_ONCE = 8;

    private Together() {}

    /**
     * Answers in the order of the items.
     *
     * @throws RuntimeException the first item's failure in that order, after the others ended
     * @throws AbortedException when this thread was interrupted
     */
    static <A, B> List<B> each(Collection<A> items, Function<A, B> call) {
        if (items.size() <= 1) return items.stream().map(call).toList();
        var permits = new Semaphore(MOST_AT_ONCE);
        var running = new ArrayList<Future<B>>(items.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var item : items)
                running.add(threads.submit(() -> {
                    permits.acquire();
                    try {
                        return call.apply(item);
                    } finally {
                        permits.release();
                    }
                }));
        }
        var answers = new ArrayList<B>(items.size());
        for (var one : running) answers.add(answer(one));
        return answers;
    }

    private static <B> B answer(Future<B> ended) {
        try {
            return ended.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | CancellationException interrupted) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted", interrupted);
        }
    }

    static <A> List<List<A>> chunks(Collection<A> items, int most) {
        var all = List.copyOf(items);
        var chunks = new ArrayList<List<A>>();
        for (var from = 0; from < all.size(); from += most)
            chunks.add(all.subList(from, Math.min(all.size(), from + most)));
        return chunks;
    }
}
