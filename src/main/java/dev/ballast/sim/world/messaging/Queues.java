package dev.ballast.sim.world.messaging;

import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One region's queues, by name. */
public final class Queues {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private static final int LONGEST_NAME = 80;
    private static final String FIFO_ENDING = ".fifo";

    /** For so long the name of a deleted queue cannot be used again. */
    private static final Duration NAME_RESTS = Duration.ofSeconds(60);

    private final Sqs sqs;
    private final String region;
    private final SortedMap<String, Queue> byName = new TreeMap<>();
    private final SortedMap<String, Instant> deletedAt = new TreeMap<>();

    Queues(Sqs sqs, String region) {
        this.sqs = sqs;
        this.region = region;
    }

    public Collection<Queue> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<Queue> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws Refused QueueDoesNotExist */
    public Queue queue(String name) {
        return find(name).orElseThrow(() -> new Refused("QueueDoesNotExist", "The specified queue does not exist."));
    }

    /**
     * Idempotent with equal settings.
     *
     * @throws Refused InvalidParameterValue, QueueNameExists with other settings, QueueDeletedRecently
     */
    public Queue create(String name, Queue.Settings settings, Map<String, String> tags) {
        checkName(name, settings);
        var known = byName.get(name);
        if (known != null) {
            if (!known.settings().equals(settings))
                throw new Refused(
                        "QueueNameExists",
                        "A queue already exists with the same name and a different value for one of its attributes");
            return known;
        }
        var deleted = deletedAt.get(name);
        if (deleted != null && deleted.plus(NAME_RESTS).isAfter(sqs.now()))
            throw new Refused(
                    "QueueDeletedRecently",
                    "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
        var arn = "arn:aws:sqs:" + region + ":" + sqs.accountId + ":" + name;
        var queue = new Queue(sqs, region, name, arn, settings);
        queue.tags(tags);
        byName.put(name, queue);
        return queue;
    }

    private static void checkName(String name, Queue.Settings settings) {
        var fifo = settings.fifo().isPresent();
        var plain = fifo && name.endsWith(FIFO_ENDING) ? name.substring(0, name.length() - FIFO_ENDING.length()) : name;
        if (fifo
                && (plain.length() == name.length()
                        || name.length() > LONGEST_NAME
                        || !NAME.matcher(plain).matches()))
            throw new Refused(
                    "InvalidParameterValue",
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with"
                            + " .fifo suffix and be 1 to 80 in length.");
        if (!fifo && !NAME.matcher(name).matches())
            throw new Refused(
                    "InvalidParameterValue",
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }

    public void delete(Queue queue) {
        byName.remove(queue.name());
        deletedAt.put(queue.name(), sqs.now());
    }
}
