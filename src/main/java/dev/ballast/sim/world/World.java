package dev.ballast.sim.world;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Tail;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Rules;
import dev.ballast.sim.world.ec2.Reclaim;
import dev.ballast.sim.world.ec2.Scarcity;
import dev.ballast.sim.world.ec2.fleet.Fleets;
import dev.ballast.sim.world.ecs.Ec2Hosts;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsSettings;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.events.Ec2Events;
import dev.ballast.sim.world.events.EcsEvents;
import dev.ballast.sim.world.events.FleetEvents;
import dev.ballast.sim.world.faults.FaultStorm;
import dev.ballast.sim.world.faults.Faults;
import dev.ballast.sim.world.faults.Storminess;
import dev.ballast.sim.world.faults.ThrottleRules;
import dev.ballast.sim.world.faults.Throttles;
import dev.ballast.sim.world.fis.Fis;
import dev.ballast.sim.world.market.Market;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.Sqs;
import dev.ballast.sim.world.secrets.Secrets;
import dev.ballast.sim.world.ssm.Parameter;
import dev.ballast.sim.world.ssm.Ssm;
import java.time.Instant;

/** One account's cloud, all of it: its time, its draws, and the services that stand on them. One writer. */
public final class World {
    /**
     * @param ec2 how unknown ids are met and how long boots take
     * @param market what moves prices and takes spot instances back
     * @param throttles how fast calls may come
     * @param storminess how much goes wrong by itself
     */
    public record Rules(
            Ec2Rules ec2, EcsSettings ecs, MarketRules market, ThrottleRules throttles, Storminess storminess) {
        public static final Rules DEFAULT = new Rules(Ec2Rules.DEFAULT, EcsSettings.DEFAULT);

        /** With a calm market, AWS's throttles, and nothing that goes wrong by itself. */
        public Rules(Ec2Rules ec2, EcsSettings ecs) {
            this(ec2, ecs, MarketRules.CALM, ThrottleRules.AWS, Storminess.NONE);
        }

        /** As a regime has it: where capacity may be short, boots, registrations and pulls may be slow, too. */
        public static Rules of(Regime regime) {
            var tail = regime == Regime.CALM ? Tail.NONE : Tail.LONG;
            return new Rules(
                    Ec2Rules.DEFAULT.with(Ec2Rules.Timings.DEFAULT.with(tail)),
                    EcsSettings.DEFAULT.with(tail),
                    MarketRules.of(regime),
                    ThrottleRules.AWS,
                    Storminess.NONE);
        }

        public Rules with(Ec2Rules other) {
            return new Rules(other, ecs, market, throttles, storminess);
        }

        public Rules with(EcsSettings other) {
            return new Rules(ec2, other, market, throttles, storminess);
        }

        public Rules with(MarketRules other) {
            return new Rules(ec2, ecs, other, throttles, storminess);
        }

        public Rules with(ThrottleRules other) {
            return new Rules(ec2, ecs, market, other, storminess);
        }

        public Rules with(Storminess other) {
            return new Rules(ec2, ecs, market, throttles, other);
        }
    }

    private final WorldTime time;
    private final Draws draws;
    private final Ids ids;
    private final Ec2 ec2;
    private final Reclaim reclaim;
    private final Fleets fleets;
    private final Ecs ecs;
    private final Sqs sqs;
    private final EventBridge eventBridge;
    private final Ssm ssm;
    private final Elb elb;
    private final Secrets secrets;
    private final Fis fis;
    private final Faults faults;
    private final FaultStorm storm;
    private final Throttles throttles;

    /** @param seed of every draw in this world */
    public World(long seed, Instant start, Rules rules) {
        time = new WorldTime(start);
        draws = new Draws(seed);
        ids = new Ids(draws);
        ec2 = new Ec2(time, draws, ids, new Market(draws, time, rules.market()), rules.ec2());
        reclaim = new Reclaim(time, ec2);
        var scarcity = new Scarcity(time, draws, ec2);
        fleets = new Fleets(time, draws, ids, ec2);
        ecs = new Ecs(time, draws, ids, rules.ec2().accountId(), rules.ecs());
        sqs = new Sqs(time, ids, rules.ec2().accountId());
        eventBridge = new EventBridge(time, draws, ids, rules.ec2().accountId(), sqs);
        ssm = new Ssm(time, ec2);
        ec2.resolveImagesBy((region, name) -> ssm.region(region).find(name).map(Parameter::value));
        elb = new Elb(time, draws, ids, ec2, ecs);
        secrets = new Secrets(time, ids, rules.ec2().accountId());
        fis = new Fis(time, draws, ids, ec2);
        faults = new Faults(time, draws, ec2, ecs, elb);
        eventBridge.troubledBy(faults);
        storm = new FaultStorm(time, draws, rules.storminess(), faults, ec2, ecs);
        throttles = new Throttles(time, rules.throttles());
        ec2.listen(scarcity);
        ecs.hostedBy((region, id) -> ec2.instance(id)
                .filter(instance -> instance.region().equals(region) && instance.state() != InstanceState.TERMINATED)
                .map(Ec2Hosts::machine));
        ec2.listen(new Ec2Hosts(ecs, rules.ec2().unknownIds()));
        ec2.listen(new Ec2Events(eventBridge, rules.ec2().accountId()));
        fleets.listen(new FleetEvents(eventBridge, rules.ec2().accountId()));
        ecs.listen(new EcsEvents(eventBridge, ecs, time));
    }

    public WorldTime time() {
        return time;
    }

    public Draws draws() {
        return draws;
    }

    public Ids ids() {
        return ids;
    }

    public Ec2 ec2() {
        return ec2;
    }

    /** Takes spot instances away on demand. */
    public Reclaim reclaim() {
        return reclaim;
    }

    public Fleets fleets() {
        return fleets;
    }

    public Ecs ecs() {
        return ecs;
    }

    public Sqs sqs() {
        return sqs;
    }

    public EventBridge eventBridge() {
        return eventBridge;
    }

    public Elb elb() {
        return elb;
    }

    public Secrets secrets() {
        return secrets;
    }

    public Fis fis() {
        return fis;
    }

    /** What was made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** What goes wrong by itself. */
    public FaultStorm storm() {
        return storm;
    }

    /** How fast calls may come. */
    public Throttles throttles() {
        return throttles;
    }

    public Ssm ssm() {
        return ssm;
    }

    public String accountId() {
        return ec2.rules().accountId();
    }
}
