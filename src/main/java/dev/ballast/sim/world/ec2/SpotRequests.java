package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.SpotRequest.State;
import dev.ballast.sim.world.ec2.SpotRequest.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fulfils spot instance requests, and keeps them true to what happens to their instances. */
final class SpotRequests implements InstanceListener {
    /** An open request is looked at this often. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(15);
    /** The first look comes this soon after the request. */
    private static final Duration FIRST_TRY = Duration.ofSeconds(2);
    /** Closed requests stay visible this long. */
    private static final Duration SHOWN_AFTER_END = Duration.ofHours(4);

    record Tried(String region, String requestId) implements WorldEvent {}

    record Forgotten(String region, String requestId) implements WorldEvent {}

    private final WorldTime time;
    private final Ec2 ec2;

    SpotRequests(WorldTime time, Ec2 ec2) {
        this.time = time;
        this.ec2 = ec2;
        time.on(
                Tried.class,
                event -> request(event.region(), event.requestId())
                        .ifPresent(request -> attempt(event.region(), request)));
        time.on(
                Forgotten.class,
                event -> request(event.region(), event.requestId())
                        .filter(request -> request.state() != State.OPEN && request.state() != State.ACTIVE)
                        .ifPresent(request -> ec2.region(event.region()).forget(request)));
        ec2.listen(this);
    }

    private Optional<SpotRequest> request(String region, String id) {
        return ec2.region(region).spotRequest(id);
    }

    List<SpotRequest> submit(Region region, SpotRequest.Asked asked, int count) {
        var submitted = new ArrayList<SpotRequest>();
        for (var at = 0; at < count; at++) {
            var request = new SpotRequest(ec2.newSpotRequestId(), asked, time.now());
            region.add(request);
            submitted.add(request);
            time.schedule(FIRST_TRY, new Tried(region.name(), request.id()));
        }
        return submitted;
    }

    private void attempt(String regionName, SpotRequest request) {
        if (request.state() != State.OPEN) return;
        if (request.terms().validUntil().filter(end -> !end.isAfter(time.now())).isPresent()) {
            close(regionName, request, State.CLOSED, Status.SCHEDULE_EXPIRED);
            return;
        }
        if (request.instance != null) {
            restart(regionName, request);
            return;
        }
        var region = ec2.region(regionName);
        var offer =
                new Launch.SpotOffer(request.fleetId(), request.terms(), Optional.of(request), request.parameters());
        try {
            ec2.launch(region.launches().settle(request.parameters(), Optional.of(offer), ""), 1, 1);
        } catch (Refused refused) {
            switch (refused.code()) {
                case "InsufficientInstanceCapacity", "InsufficientFreeAddressesInSubnet" ->
                    again(regionName, request, Status.CAPACITY_NOT_AVAILABLE);
                case "SpotMaxPriceTooLow" -> again(regionName, request, Status.PRICE_TOO_LOW);
                default -> close(regionName, request, State.FAILED, Status.BAD_PARAMETERS);
            }
        }
    }

    /** An instance that EC2 stopped for lack of capacity runs on as soon as there is some. */
    private void restart(String region, SpotRequest request) {
        try {
            ec2.start(request.instance);
        } catch (Refused noCapacity) {
            again(region, request, Status.INSTANCE_STOPPED_NO_CAPACITY);
        }
    }

    private void again(String region, SpotRequest request, Status why) {
        request.to(State.OPEN, why, time.now());
        time.schedule(BETWEEN_TRIES, new Tried(region, request.id()));
    }

    /** Fulfilled requests keep their instance: cancelling ends the request, not what it bought. */
    void cancel(Region region, SpotRequest request) {
        switch (request.state()) {
            case OPEN -> close(region.name(), request, State.CANCELLED, Status.CANCELED_BEFORE_FULFILLMENT);
            case ACTIVE, DISABLED ->
                request.to(State.CANCELLED, Status.REQUEST_CANCELED_AND_INSTANCE_RUNNING, time.now());
            case CLOSED, CANCELLED, FAILED -> {}
        }
    }

    private void close(String region, SpotRequest request, State state, Status why) {
        request.to(state, why, time.now());
        time.schedule(SHOWN_AFTER_END, new Forgotten(region, request.id()));
    }

    private Optional<SpotRequest> of(Ec2Instance instance) {
        return instance.spot().flatMap(terms -> request(instance.region(), terms.requestId()));
    }

    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        of(instance)
                .filter(request -> request.state() == State.ACTIVE)
                .ifPresent(request -> request.to(
                        State.ACTIVE,
                        notice.action() == InterruptionNotice.Action.TERMINATE
                                ? Status.MARKED_FOR_TERMINATION
                                : Status.MARKED_FOR_STOP,
                        time.now()));
    }

    @Override
    public void terminated(Ec2Instance instance) {
        of(instance).ifPresent(request -> {
            var why = instance.stateReason().equals(StateReason.SPOT)
                    ? Status.INSTANCE_TERMINATED_NO_CAPACITY
                    : Status.INSTANCE_TERMINATED_BY_USER;
            if (request.state() == State.CANCELLED) {
                close(instance.region(), request, State.CANCELLED, why);
            } else if (request.terms().persistent()) {
                request.instance = null;
                again(instance.region(), request, why);
            } else {
                close(instance.region(), request, State.CLOSED, why);
            }
        });
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        if (instance.state() == InstanceState.STOPPED)
            of(instance).filter(request -> request.state() == State.ACTIVE).ifPresent(request -> {
                if (instance.stateReason().equals(StateReason.SPOT_STOP)) {
                    again(instance.region(), request, Status.INSTANCE_STOPPED_NO_CAPACITY);
                } else {
                    request.to(State.DISABLED, Status.INSTANCE_STOPPED_BY_USER, time.now());
                }
            });
        if (instance.state() == InstanceState.PENDING && before == InstanceState.STOPPED)
            of(instance).ifPresent(request -> request.to(State.ACTIVE, Status.FULFILLED, time.now()));
    }
}
