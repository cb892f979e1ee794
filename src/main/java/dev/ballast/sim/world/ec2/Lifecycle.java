package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes instances from state to state, and tells the listeners. */
final class Lifecycle {
    /** How long DescribeInstances still shows a terminated instance. */
    static final Duration SHOWN_AFTER_END = Duration.ofHours(1);

    record Running(String instanceId, int life) implements WorldEvent {}

    record Booted(String instanceId, int life) implements WorldEvent {}

    record Stopped(String instanceId, int life) implements WorldEvent {}

    record Terminated(String instanceId) implements WorldEvent {}

    record Interrupted(String instanceId, int life) implements WorldEvent {}

    record Forgotten(String instanceId) implements WorldEvent {}

    private final WorldTime time;
    private final Draws.Stream draws;
    private final Market market;
    private final Ec2Rules.Timings timings;
    private final Ec2 ec2;
    private final List<InstanceListener> listeners = new ArrayList<>();

    Lifecycle(WorldTime time, Draws draws, Market market, Ec2 ec2) {
        this.time = time;
        this.draws = draws.stream("ec2/boot");
        this.market = market;
        this.timings = ec2.rules().timings();
        this.ec2 = ec2;
        time.on(Running.class, event -> inLife(event.instanceId(), event.life(), this::running));
        time.on(Booted.class, event -> inLife(event.instanceId(), event.life(), this::booted));
        time.on(Stopped.class, event -> inLife(event.instanceId(), event.life(), this::stopped));
        time.on(Interrupted.class, event -> inLife(event.instanceId(), event.life(), this::interrupted));
        time.on(Terminated.class, event -> ec2.instance(event.instanceId()).ifPresent(this::terminated));
        time.on(Forgotten.class, event -> ec2.instance(event.instanceId()).ifPresent(ec2::forget));
    }

    void listen(InstanceListener listener) {
        listeners.add(listener);
    }

    /** The launch was accepted: capacity is taken, the instance stands in its region as pending. */
    void launched(Ec2Instance instance) {
        tell(listener -> listener.stateChanged(instance, InstanceState.PENDING));
        begin(instance);
    }

    private void begin(Ec2Instance instance) {
        var running = timings.running().draw(draws);
        var booted = timings.booted().draw(draws);
        time.schedule(running, new Running(instance.id(), instance.life));
        time.schedule(booted.compareTo(running) > 0 ? booted : running, new Booted(instance.id(), instance.life));
    }

    private void running(Ec2Instance instance) {
        if (instance.state() == InstanceState.PENDING) to(instance, InstanceState.RUNNING);
    }

    private void booted(Ec2Instance instance) {
        if (instance.state() != InstanceState.RUNNING) return;
        instance.booted = true;
        tell(listener -> listener.booted(instance));
    }

    /** From pending, running, stopping or stopped; an instance that is already ending stays as it is. */
    void terminate(Ec2Instance instance, StateReason reason) {
        switch (instance.state()) {
            case SHUTTING_DOWN, TERMINATED -> {}
            case STOPPED -> {
                instance.reason = reason;
                terminated(instance);
            }
            case PENDING, RUNNING, STOPPING -> {
                instance.reason = reason;
                instance.booted = false;
                to(instance, InstanceState.SHUTTING_DOWN);
                tell(listener -> listener.stopping(instance));
                time.schedule(timings.shuttingDown().draw(draws), new Terminated(instance.id()));
            }
        }
    }

    private void terminated(Ec2Instance instance) {
        if (instance.state() == InstanceState.TERMINATED) return;
        if (instance.state() != InstanceState.STOPPED) market.giveBack(instance.pool(), 1);
        instance.subnet().giveBack(instance.privateIp());
        ec2.detachVolumes(instance);
        addresses(instance).ended(instance);
        instance.publicIp = null;
        to(instance, InstanceState.TERMINATED);
        tell(listener -> listener.terminated(instance));
        time.schedule(SHOWN_AFTER_END, new Forgotten(instance.id()));
    }

    void stop(Ec2Instance instance, StateReason reason) {
        if (!instance.state().isAlive()) return;
        instance.reason = reason;
        instance.booted = false;
        to(instance, InstanceState.STOPPING);
        tell(listener -> listener.stopping(instance));
        time.schedule(timings.stopping().draw(draws), new Stopped(instance.id(), instance.life));
    }

    private void stopped(Ec2Instance instance) {
        if (instance.state() != InstanceState.STOPPING) return;
        market.giveBack(instance.pool(), 1);
        instance.publicIp = addresses(instance).of(instance).orElse(null);
        to(instance, InstanceState.STOPPED);
    }

    private Addresses addresses(Ec2Instance instance) {
        return ec2.region(instance.region()).addresses();
    }

    /** The caller has taken the capacity again. */
    void start(Ec2Instance instance) {
        instance.life++;
        instance.reason = StateReason.LAUNCHING;
        instance.startedAt = time.now();
        instance.notice = null;
        instance.rebalanceAt = null;
        to(instance, InstanceState.PENDING);
        begin(instance);
    }

    /** Gives its notice, two minutes where EC2 keeps its word; a second one for the same instance changes nothing. Hibernation starts at once. */
    void announce(Ec2Instance instance, InterruptionNotice.Action action, Duration notice) {
        if (instance.option() != PurchaseOption.SPOT || !instance.state().isAlive() || instance.notice != null) return;
        var lead = action == InterruptionNotice.Action.HIBERNATE ? Duration.ZERO : notice;
        var said = new InterruptionNotice(action, time.now(), time.now().plus(lead));
        instance.notice = said;
        tell(listener -> listener.interruptionNotice(instance, said));
        time.schedule(said.at(), new Interrupted(instance.id(), instance.life));
    }

    private void interrupted(Ec2Instance instance) {
        takeAway(instance, instance.notice.action());
    }

    /** At once; nobody is told before. */
    void takeAway(Ec2Instance instance, InterruptionNotice.Action action) {
        if (!instance.state().isAlive()) return;
        switch (action) {
            case TERMINATE -> terminate(instance, StateReason.SPOT);
            case STOP, HIBERNATE -> stop(instance, StateReason.SPOT_STOP);
        }
    }

    void recommendRebalance(Ec2Instance instance) {
        if (instance.option() != PurchaseOption.SPOT || !instance.state().isAlive() || instance.rebalanceAt != null)
            return;
        instance.rebalanceAt = time.now();
        tell(listener -> listener.rebalanceRecommended(instance));
    }

    private void to(Ec2Instance instance, InstanceState state) {
        var before = instance.state;
        instance.state = state;
        instance.changedAt = time.now();
        tell(listener -> listener.stateChanged(instance, before));
    }

    private void inLife(String instanceId, int life, Consumer<Ec2Instance> happens) {
        ec2.instance(instanceId).filter(instance -> instance.life == life).ifPresent(happens);
    }

    private void tell(Consumer<InstanceListener> what) {
        for (var listener : List.copyOf(listeners)) what.accept(listener);
    }
}
