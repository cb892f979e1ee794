package dev.ballast.sim.world.messaging;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** SQS of one account, all regions: standard queues, at least once and in no promised order. */
public final class Sqs {
    /** @param turn the message's turn that this is; void after another one */
    record MessageAppears(String region, String queue, String messageId, int turn) implements WorldEvent {}

    final WorldTime time;
    final Ids ids;
    final String accountId;
    private final Map<String, Queues> regions = new TreeMap<>();

    public Sqs(WorldTime time, Ids ids, String accountId) {
        this.time = time;
        this.ids = ids;
        this.accountId = accountId;
        time.on(
                MessageAppears.class,
                event -> region(event.region())
                        .find(event.queue())
                        .ifPresent(queue -> queue.appears(event.messageId(), event.turn())));
    }

    /** A region exists from the first time somebody asks for it. */
    public Queues region(String name) {
        return regions.computeIfAbsent(name, missing -> new Queues(this, missing));
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    public Collection<Queues> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    /** In whichever region the ARN names; empty where there is none. */
    public Optional<Queue> byArn(String arn) {
        var parts = arn.split(":", -1);
        if (parts.length != 6 || !parts[2].equals("sqs") || !parts[4].equals(accountId)) return Optional.empty();
        return region(parts[3]).find(parts[5]);
    }

    /** All queues whose messages that nobody could handle go to this one. */
    public List<Queue> sourcesOf(Queue deadLetters) {
        var sources = new ArrayList<Queue>();
        for (var queues : regions.values())
            for (var queue : queues.all())
                if (queue.settings().redrive().map(Queue.Redrive::deadLetterArn).equals(Optional.of(deadLetters.arn())))
                    sources.add(queue);
        return sources;
    }

    Instant now() {
        return time.now();
    }
}
