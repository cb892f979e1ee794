package dev.ballast.sim.world.ec2;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A spot instance request: of its own, or behind an instance that RunInstances or a fleet bought. */
public final class SpotRequest {
    private final String id;
    private final Asked asked;
    private final Instant createdAt;
    private final SortedMap<String, String> tags = new TreeMap<>();

    State state = State.OPEN;
    Status status = Status.PENDING_EVALUATION;
    Instant updatedAt;
    Ec2Instance instance;

    /**
     * @param parameters what to launch
     * @param fleetId of the fleet that made it, else empty
     */
    public record Asked(LaunchParameters parameters, LaunchParameters.SpotOptions terms, String fleetId) {}

    /** EC2's words for where a request stands. */
    public enum State {
        OPEN,
        ACTIVE,
        CLOSED,
        CANCELLED,
        FAILED,
        DISABLED;

        public String ec2Name() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why it stands there, in EC2's words. */
    public enum Status {
        PENDING_EVALUATION("Your Spot request has been submitted for review, and is pending evaluation."),
        FULFILLED("Your Spot request is fulfilled."),
        CAPACITY_NOT_AVAILABLE("There is no Spot capacity available that matches your request."),
        PRICE_TOO_LOW("Your Spot request price is lower than the minimum required Spot request fulfillment price."),
        BAD_PARAMETERS("Your Spot request failed due to bad parameters."),
        SCHEDULE_EXPIRED("Your Spot request expired before it was fulfilled."),
        CANCELED_BEFORE_FULFILLMENT("Your Spot request is canceled before it was fulfilled."),
        REQUEST_CANCELED_AND_INSTANCE_RUNNING("Your Spot request is canceled, but your instance is still running."),
        MARKED_FOR_TERMINATION("Your Spot Instance is marked for termination."),
        MARKED_FOR_STOP("Your Spot Instance is marked for stop."),
        INSTANCE_TERMINATED_NO_CAPACITY(
                "Your Spot Instance was terminated because there is no Spot capacity available."),
        INSTANCE_TERMINATED_BY_USER("Your Spot Instance was terminated due to user-initiated termination."),
        INSTANCE_STOPPED_NO_CAPACITY("Your Spot Instance was stopped because there is no Spot capacity available."),
        INSTANCE_STOPPED_BY_USER("Your Spot Instance was stopped due to user-initiated stop.");

        private final String message;

        Status(String message) {
            this.message = message;
        }

        public String ec2Name() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public String message() {
            return message;
        }
    }

    SpotRequest(String id, Asked asked, Instant createdAt) {
        this.id = id;
        this.asked = asked;
        this.createdAt = createdAt;
        updatedAt = createdAt;
        tags.putAll(asked.parameters().tagging().spotRequest());
    }

    public String id() {
        return id;
    }

    public LaunchParameters parameters() {
        return asked.parameters();
    }

    public LaunchParameters.SpotOptions terms() {
        return asked.terms();
    }

    public String fleetId() {
        return asked.fleetId();
    }

    public Instant createdAt() {
        return createdAt;
    }

    public State state() {
        return state;
    }

    public Status status() {
        return status;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public Optional<Ec2Instance> instance() {
        return Optional.ofNullable(instance);
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }

    void to(State newState, Status newStatus, Instant now) {
        state = newState;
        status = newStatus;
        updatedAt = now;
    }
}
