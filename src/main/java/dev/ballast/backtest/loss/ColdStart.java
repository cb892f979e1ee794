package dev.ballast.backtest.loss;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Tail;
import dev.ballast.sim.world.ec2.Ec2Rules;
import dev.ballast.sim.world.ec2.Ec2Rules.Span;
import dev.ballast.sim.world.ec2.Ec2Rules.Timings;
import dev.ballast.sim.world.ecs.Between;
import dev.ballast.sim.world.ecs.EcsSettings;
import java.time.Duration;

/**
 * From the launch call to a healthy replacement task, drawn evenly for each host. What differs from host to host is the boot; the rest
 * of it is the same for all.
 */
public record ColdStart(Duration shortest, Duration longest) {
    static final Duration REGISTRATION = Duration.ofSeconds(5);
    static final Duration PULL = Duration.ofSeconds(10);
    static final Duration START = Duration.ofSeconds(2);
    /** Between two health checks of a load balancer, of which two make a target healthy. */
    static final Duration CHECK = Duration.ofSeconds(5);

    /** From a registered host to a task that its scheduler starts there: somebody must see the one, and ECS the other. */
    private static final Duration PLACEMENT = Duration.ofSeconds(3);

    public ColdStart {
        if (shortest.compareTo(afterBoot()) <= 0 || longest.compareTo(shortest) < 0)
            throw new IllegalArgumentException("a cold start lasts longer than the "
                    + afterBoot().toSeconds() + " s that follow a boot, and not from " + shortest.toSeconds() + " to "
                    + longest.toSeconds() + " s");
    }

    public static ColdStart seconds(long shortest, long longest) {
        return new ColdStart(Duration.ofSeconds(shortest), Duration.ofSeconds(longest));
    }

    private static Duration afterBoot() {
        return REGISTRATION.plus(PLACEMENT).plus(PULL).plus(START).plus(CHECK.multipliedBy(2));
    }

    /** A world that is as fast as that, and otherwise as AWS is, its scheduler's back-off included. */
    World.Rules rules() {
        var usual = Timings.DEFAULT;
        var boot = new Span(shortest.minus(afterBoot()), longest.minus(afterBoot()), Tail.NONE);
        var timings = new Timings(usual.running(), boot, usual.shuttingDown(), usual.stopping());
        var ecs = EcsSettings.DEFAULT;
        return World.Rules.DEFAULT
                .with(Ec2Rules.DEFAULT.with(timings))
                .with(new EcsSettings(
                        Between.exactly(REGISTRATION),
                        ecs.reconnect(),
                        ecs.eni(),
                        Between.exactly(PULL),
                        ecs.laterPull(),
                        Between.exactly(START),
                        ecs.exit(),
                        ecs.settled(),
                        ecs.schedulerPause(),
                        ecs.backOff(),
                        ecs.launchesPerMinute(),
                        ecs.stoppedKept()));
    }
}
