package dev.ballast.sim.api.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.sim.world.messaging.Fifo;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Queue.Redrive;
import dev.ballast.sim.world.messaging.Queue.Settings;
import dev.ballast.sim.world.messaging.Sqs;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A queue's attributes as texts, as CreateQueue takes and GetQueueAttributes gives them. */
final class QueueAttributes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Attributes that are kept and shown, and change nothing here. */
    private static final Set<String> KEPT =
            Set.of("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "RedriveAllowPolicy");

    private static final List<String> FIFO_ONLY =
            List.of("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit");

    private static final Set<String> SHOWN_ONLY = Set.of(
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
            "CreatedTimestamp",
            "LastModifiedTimestamp",
            "QueueArn");

    private QueueAttributes() {}

    /** The settings with what is given changed. */
    static Settings read(Map<String, String> given, Settings before) {
        var kept = new LinkedHashMap<>(before.asGiven());
        given.forEach((name, value) -> {
            if (KEPT.contains(name)) kept.put(name, value);
            else if (!isUnderstood(name)) throw unknown(name);
        });
        return new Settings(
                seconds(given, "VisibilityTimeout", 0, 43_200, before.visibility()),
                seconds(given, "DelaySeconds", 0, 900, before.delay()),
                seconds(given, "ReceiveMessageWaitTimeSeconds", 0, 20, before.patience()),
                seconds(given, "MessageRetentionPeriod", 60, 1_209_600, before.retention()),
                number(given, "MaximumMessageSize", 1024, 1 << 20, before.maximumBytes()),
                redrive(given.get("RedrivePolicy"), before.redrive()),
                policy(given.get("Policy"), before.policy()),
                fifo(given, before.fifo()),
                kept);
    }

    /** FIFO or standard is settled when a queue is made; on a standard queue the rest of these names are unknown. */
    private static Optional<Fifo> fifo(Map<String, String> given, Optional<Fifo> before) {
        var asked = given.get("FifoQueue");
        if (asked != null && !asked.equals("true")) {
            if (asked.equals("false")) throw unknown("FifoQueue");
            throw invalid("FifoQueue");
        }
        if (asked == null && before.isEmpty()) {
            for (var name : FIFO_ONLY) if (given.containsKey(name)) throw unknown(name);
            return before;
        }
        var known = before.orElse(Fifo.DEFAULT);
        return Optional.of(new Fifo(
                switch (given.get("ContentBasedDeduplication")) {
                    case null -> known.identity();
                    case "true" -> Fifo.Identity.OF_BODY;
                    case "false" -> Fifo.Identity.GIVEN;
                    default -> throw invalid("ContentBasedDeduplication");
                },
                switch (given.get("DeduplicationScope")) {
                    case null -> known.scope();
                    case "queue" -> Fifo.Scope.QUEUE;
                    case "messageGroup" -> Fifo.Scope.GROUP;
                    default -> throw invalid("DeduplicationScope");
                },
                switch (given.get("FifoThroughputLimit")) {
                    case null -> known.throughput();
                    case "perQueue" -> "perQueue";
                    case "perMessageGroupId" -> "perMessageGroupId";
                    default -> throw invalid("FifoThroughputLimit");
                }));
    }

    private static dev.ballast.sim.api.AwsError unknown(String name) {
        return SqsErrors.of("InvalidAttributeName", "Unknown Attribute " + name + ".");
    }

    private static boolean isUnderstood(String name) {
        return switch (name) {
            case "VisibilityTimeout",
                    "DelaySeconds",
                    "ReceiveMessageWaitTimeSeconds",
                    "MessageRetentionPeriod",
                    "MaximumMessageSize",
                    "RedrivePolicy",
                    "Policy",
                    "FifoQueue",
                    "ContentBasedDeduplication",
                    "DeduplicationScope",
                    "FifoThroughputLimit" -> true;
            default -> false;
        };
    }

    private static Duration seconds(Map<String, String> given, String name, int least, int most, Duration otherwise) {
        return Duration.ofSeconds(number(given, name, least, most, (int) otherwise.toSeconds()));
    }

    private static int number(Map<String, String> given, String name, int least, int most, int otherwise) {
        var text = given.get(name);
        if (text == null) return otherwise;
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException notANumber) {
            throw invalid(name);
        }
        throw invalid(name);
    }

    private static dev.ballast.sim.api.AwsError invalid(String name) {
        return SqsErrors.of("InvalidAttributeValue", "Invalid value for the parameter " + name + ".");
    }

    private static Optional<Redrive> redrive(String text, Optional<Redrive> otherwise) {
        if (text == null) return otherwise;
        if (text.isEmpty()) return Optional.empty();
        try {
            var json = JSON.readTree(text);
            if (!json.isObject()) throw badRedrive(text, "Redrive policy is not a valid JSON map.");
            for (var member : List.of("deadLetterTargetArn", "maxReceiveCount"))
                if (json.path(member).isMissingNode())
                    throw badRedrive(text, "Redrive policy does not contain mandatory attribute: " + member + ".");
            var most = json.path("maxReceiveCount").asInt(0);
            if (most < 1 || most > 1000)
                throw badRedrive(
                        text,
                        "Invalid value for maxReceiveCount: "
                                + json.path("maxReceiveCount").asText()
                                + ", valid values are from 1 to 1000 both inclusive.");
            return Optional.of(new Redrive(json.path("deadLetterTargetArn").asText(), most));
        } catch (JsonProcessingException notJson) {
            throw badRedrive(text, "Redrive policy is not a valid JSON map.");
        }
    }

    private static dev.ballast.sim.api.AwsError badRedrive(String text, String reason) {
        return SqsErrors.invalidValue(text, "RedrivePolicy", reason);
    }

    /** @throws dev.ballast.sim.api.AwsError where dead letters would go to no queue, or to one of the other kind */
    static void checkRedrive(Settings settings, Sqs sqs, String text) {
        if (text == null || settings.redrive().isEmpty()) return;
        var target = sqs.byArn(settings.redrive().get().deadLetterArn())
                .orElseThrow(() -> badRedrive(text, "Dead letter target does not exist."));
        if (target.settings().fifo().isPresent() != settings.fifo().isPresent())
            throw badRedrive(text, "Dead-letter queue must be same type of queue as the source.");
    }

    private static String policy(String text, String otherwise) {
        if (text == null) return otherwise;
        if (text.isEmpty()) return "";
        try {
            if (!JSON.readTree(text).isObject()) throw invalid("Policy");
            return text;
        } catch (JsonProcessingException notJson) {
            throw invalid("Policy");
        }
    }

    /** Those that were asked for, where they have a value. */
    static Map<String, String> write(Queue queue, Collection<String> asked) {
        var all = all(queue);
        if (asked.contains("All")) return all;
        var shown = new LinkedHashMap<String, String>();
        for (var name : asked) {
            if (!isUnderstood(name) && !KEPT.contains(name) && !SHOWN_ONLY.contains(name)) throw unknown(name);
            if (all.containsKey(name)) shown.put(name, all.get(name));
        }
        return shown;
    }

    private static Map<String, String> all(Queue queue) {
        var settings = queue.settings();
        var counts = queue.counts();
        var all = new LinkedHashMap<String, String>();
        all.put("QueueArn", queue.arn());
        all.put("ApproximateNumberOfMessages", Integer.toString(counts.visible()));
        all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(counts.inFlight()));
        all.put("ApproximateNumberOfMessagesDelayed", Integer.toString(counts.delayed()));
        all.put("CreatedTimestamp", Long.toString(queue.createdAt().getEpochSecond()));
        all.put("LastModifiedTimestamp", Long.toString(queue.changedAt().getEpochSecond()));
        all.put("VisibilityTimeout", Long.toString(settings.visibility().toSeconds()));
        all.put("MaximumMessageSize", Integer.toString(settings.maximumBytes()));
        all.put("MessageRetentionPeriod", Long.toString(settings.retention().toSeconds()));
        all.put("DelaySeconds", Long.toString(settings.delay().toSeconds()));
        all.put(
                "ReceiveMessageWaitTimeSeconds",
                Long.toString(settings.patience().toSeconds()));
        if (!settings.policy().isEmpty()) all.put("Policy", settings.policy());
        settings.redrive()
                .ifPresent(redrive -> all.put(
                        "RedrivePolicy",
                        JSON.createObjectNode()
                                .put("deadLetterTargetArn", redrive.deadLetterArn())
                                .put("maxReceiveCount", redrive.maxReceiveCount())
                                .toString()));
        settings.fifo().ifPresent(fifo -> {
            all.put("FifoQueue", "true");
            all.put("ContentBasedDeduplication", Boolean.toString(fifo.identity() == Fifo.Identity.OF_BODY));
            all.put("DeduplicationScope", fifo.scope().text());
            all.put("FifoThroughputLimit", fifo.throughput());
        });
        all.put("SqsManagedSseEnabled", Boolean.toString(!settings.asGiven().containsKey("KmsMasterKeyId")));
        all.putAll(settings.asGiven());
        return all;
    }
}
