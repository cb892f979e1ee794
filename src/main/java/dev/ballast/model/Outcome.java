package dev.ballast.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;

/** What the world answered to an action. These are the expected answers; a broken transport is {@link Unknown}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Outcome.PartlyDone.class, name = "partly-done"),
    @JsonSubTypes.Type(value = Outcome.NoCapacity.class, name = "no-capacity"),
    @JsonSubTypes.Type(value = Outcome.Throttled.class, name = "throttled"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown")
})
public sealed interface Outcome {
    /**
     * @param created ids of what now exists because of this action (fleet id, queue URL); launched instances beside it
     */
    record Done(List<String> created, List<Launched> launched) implements Outcome {
        public Done {
            created = List.copyOf(created);
            launched = List.copyOf(launched);
        }
    }

    /** Some of it; what is missing stands in {@code failures}. */
    record PartlyDone(List<Launched> launched, List<Failure> failures) implements Outcome {
        public PartlyDone {
            launched = List.copyOf(launched);
            failures = List.copyOf(failures);
        }
    }

    /** Nothing, because there is none. */
    record NoCapacity(List<Failure> failures) implements Outcome {
        public NoCapacity {
            failures = List.copyOf(failures);
        }
    }

    record Throttled(Duration retryAfter) implements Outcome {}

    /** AWS said no, and will say no again: the request is wrong or not allowed. */
    record Refused(String code, String message) implements Outcome {}

    /** Sent, but no answer came: it may have happened. Sending it again with the same token settles it. */
    record Unknown(String message) implements Outcome {}

    record Launched(String instanceId, CapacityPool pool) {}

    /** @param what a pool, or the id of the one thing that failed in a batch */
    record Failure(String what, String code, String message) {}

    Done DONE = new Done(List.of(), List.of());

    static Done created(String id) {
        return new Done(List.of(id), List.of());
    }

    static Done launched(List<Launched> instances) {
        return new Done(List.of(), instances);
    }

    /** True where sending the same step again is the right next move. */
    default boolean isOpen() {
        return this instanceof Throttled || this instanceof Unknown;
    }
}
