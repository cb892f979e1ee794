package dev.ballast.sim.world.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** EventBridge of one account, all regions. Events reach their targets about half a second later. */
public final class EventBridge {
    /** @param group of a FIFO queue, empty where the target names none */
    record Delivered(String queueArn, String body, Optional<String> group) implements WorldEvent {}

    /** AWS gives half a second as the typical latency. */
    private static final long LATENCY_LEAST_MILLIS = 200;

    private static final long LATENCY_MOST_MILLIS = 800;

    final Ids ids;
    final String accountId;
    private final WorldTime time;
    private final Draws draws;
    private final Sqs sqs;
    private final Map<String, EventBuses> regions = new TreeMap<>();
    private EventTroubles troubles = EventTroubles.NONE;

    public EventBridge(WorldTime time, Draws draws, Ids ids, String accountId, Sqs sqs) {
        this.time = time;
        this.draws = draws;
        this.ids = ids;
        this.accountId = accountId;
        this.sqs = sqs;
        time.on(Delivered.class, event -> sqs.byArn(event.queueArn()).ifPresent(queue -> arrive(queue, event)));
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    /** A region exists from the first time somebody asks for it. */
    public EventBuses region(String name) {
        return regions.computeIfAbsent(name, missing -> new EventBuses(this, missing));
    }

    /** Says from now on what goes wrong with events. */
    public void troubledBy(EventTroubles who) {
        troubles = who;
    }

    EventTroubles troubles() {
        return troubles;
    }

    WorldTime time() {
        return time;
    }

    /** A FIFO queue takes an event only in a group, and only where it tells messages apart by itself. */
    private void arrive(Queue queue, Delivered event) {
        var fifo = queue.settings().fifo();
        if (fifo.isEmpty()) queue.send(Post.of(event.body()));
        else if (event.group().isPresent() && fifo.get().identity() == Fifo.Identity.OF_BODY)
            queue.send(Post.of(event.body()).in(event.group().get(), ids.uuid()));
    }

    /** The event's text is what it is now. Nothing arrives where the target is no queue of this account, or its policy does not let EventBridge in. */
    void deliver(Rule rule, Rule.Target target, ObjectNode event, Duration later) {
        var queue = sqs.byArn(target.arn());
        if (queue.isEmpty()
                || !QueuePolicy.letsEventBridgeSend(queue.get().settings().policy(), rule.arn(), accountId)) return;
        var latency =
                Duration.ofMillis(draws.stream("eventbridge").nextLong(LATENCY_LEAST_MILLIS, LATENCY_MOST_MILLIS + 1));
        time.schedule(
                latency.plus(later),
                new Delivered(target.arn(), target.input().orElseGet(event::toString), target.messageGroup()));
    }
}
