package dev.ballast.sim.world.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The world's time and what is still to come. Time moves only by {@link #advanceTo}; events of the same moment happen in the
 * order in which they were scheduled. Not thread-safe: one writer.
 */
public final class WorldTime {
    /** An event with its moment; {@code order} breaks ties. */
    public record Scheduled(Instant at, long order, WorldEvent event) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            var byMoment = at.compareTo(other.at);
            return byMoment != 0 ? byMoment : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Scheduled> pending = new PriorityQueue<>();
    private final Map<Class<?>, Consumer<WorldEvent>> handlers = new LinkedHashMap<>();
    private Instant now;
    private long scheduled;

    public WorldTime(Instant start) {
        now = start;
    }

    public Instant now() {
        return now;
    }

    /** Says who makes events of this kind happen; each kind has exactly one handler. */
    public <E extends WorldEvent> void on(Class<E> kind, Consumer<E> handler) {
        var before = handlers.put(kind, event -> handler.accept(kind.cast(event)));
        if (before != null) throw new IllegalStateException(kind.getName() + " has two handlers");
    }

    /** An event whose moment has passed happens at the next advance, without turning time back. */
    public void schedule(Instant at, WorldEvent event) {
        if (!handlers.containsKey(event.getClass()))
            throw new IllegalStateException(event.getClass().getName() + " has no handler");
        pending.add(new Scheduled(at, scheduled++, event));
    }

    public void schedule(Duration fromNow, WorldEvent event) {
        schedule(now.plus(fromNow), event);
    }

    /** When the next thing happens by itself, empty where nothing will. */
    public Optional<Instant> nextEventAt() {
        return Optional.ofNullable(pending.peek()).map(Scheduled::at);
    }

    /**
     * Lets everything up to and including {@code moment} happen, also what those events schedule, and sets the time to it.
     * A moment in the past changes nothing.
     */
    public void advanceTo(Instant moment) {
        while (!pending.isEmpty() && !pending.peek().at().isAfter(moment)) {
            var next = pending.poll();
            if (next.at().isAfter(now)) now = next.at();
            handlers.get(next.event().getClass()).accept(next.event());
        }
        if (moment.isAfter(now)) now = moment;
    }

    /** All that is to come, in order; for saving. */
    public List<Scheduled> pending() {
        var inOrder = new ArrayList<>(pending);
        inOrder.sort(null);
        return inOrder;
    }
}
