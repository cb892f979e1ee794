package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Tail;
import java.time.Duration;

/**
 * How fast this ECS is. Where AWS publishes no number the span is ours, chosen from what users report.
 *
 * @param agentStart from a booted host to its registration
 * @param reconnect how long an agent without its cluster waits before it tries again; ecs-init waits 15 s at most
 * @param eni attaching or detaching a task's network interface (awsvpc)
 * @param firstPull pulling an image that the host does not have
 * @param laterPull checking an image that it has
 * @param start from the pulled image to the running container
 * @param exit from SIGTERM to the end of a container that handles it
 * @param settled how long a task without a health check and a load balancer must have been RUNNING before it counts as healthy:
 *     the API reference for minimumHealthyPercent says 40 s
 * @param schedulerPause how long the service scheduler lets changes gather before it looks at a service
 * @param backOff what the scheduler does when no host has room
 * @param launchesPerMinute how many tasks one service may start in a minute; 500 is AWS's quota for EC2
 * @param stoppedKept how long a STOPPED task can still be described; about an hour on AWS
 */
public record EcsSettings(
        Between agentStart,
        Between reconnect,
        Between eni,
        Between firstPull,
        Between laterPull,
        Between start,
        Between exit,
        Duration settled,
        Duration schedulerPause,
        BackOff backOff,
        int launchesPerMinute,
        Duration stoppedKept) {

    /**
     * After {@code attempts} failed placements in a row, {@code between} apart, the next try comes {@code pause} later, whatever
     * registers meanwhile.
     */
    public record BackOff(int attempts, Duration between, Between pause) {}

    public static final EcsSettings DEFAULT = new EcsSettings(
            Between.seconds(3, 8),
            Between.seconds(1, 15),
            Between.seconds(1, 3),
            Between.seconds(4, 15),
            Between.millis(200, 900),
            Between.millis(500, 2500),
            Between.millis(200, 4000),
            Duration.ofSeconds(40),
            Duration.ofSeconds(1),
            new BackOff(3, Duration.ofSeconds(25), Between.seconds(300, 900)),
            500,
            Duration.ofHours(1));

    public EcsSettings withBackOff(BackOff other) {
        return new EcsSettings(
                agentStart,
                reconnect,
                eni,
                firstPull,
                laterPull,
                start,
                exit,
                settled,
                schedulerPause,
                other,
                launchesPerMinute,
                stoppedKept);
    }

    /** The usual attempts, and then always this pause; with none the scheduler tries every {@link #schedulerPause}. */
    public EcsSettings restingFor(Duration pause) {
        return pause.isZero()
                ? withoutBackOff(schedulerPause)
                : withBackOff(new BackOff(backOff.attempts(), backOff.between(), Between.exactly(pause)));
    }

    /** Tries again after {@code pause} for ever, as if AWS had no back-off. */
    public EcsSettings withoutBackOff(Duration pause) {
        return withBackOff(new BackOff(Integer.MAX_VALUE, pause, Between.exactly(pause)));
    }

    /** Registrations, pulls and starts that may take much longer. */
    public EcsSettings with(Tail tail) {
        return new EcsSettings(
                agentStart.with(tail),
                reconnect,
                eni,
                firstPull.with(tail),
                laterPull,
                start.with(tail),
                exit,
                settled,
                schedulerPause,
                backOff,
                launchesPerMinute,
                stoppedKept);
    }

    public EcsSettings withLaunchesPerMinute(int most) {
        return new EcsSettings(
                agentStart,
                reconnect,
                eni,
                firstPull,
                laterPull,
                start,
                exit,
                settled,
                schedulerPause,
                backOff,
                most,
                stoppedKept);
    }
}
