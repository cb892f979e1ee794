package dev.ballast.sim.api.admin;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code GET /_ballast/state}: all that is in the live world, at one moment. Reading it changes nothing, not even a draw: a region that
 * nobody has asked for does not come into being here.
 */
public final class State {
    private static final List<String> PARAMETERS = List.of("service", "region", "bodies");
    /** Services that keep something. */
    private static final List<Service> KEEPING = List.of(
            Service.EC2,
            Service.ECS,
            Service.ELASTIC_LOAD_BALANCING,
            Service.SQS,
            Service.EVENTBRIDGE,
            Service.SSM,
            Service.SECRETS_MANAGER,
            Service.FIS);

    private final Worlds worlds;
    private final Secrecy secrecy;

    public State(Worlds worlds, Secrecy secrecy) {
        this.worlds = worlds;
        this.secrecy = secrecy;
    }

    /** JSON that is already written. */
    public record Written(byte[] json) {}

    /** @param regions empty: all */
    private record Asked(Set<String> services, Optional<Set<String>> regions, Bodies bodies) {
        boolean of(Service service) {
            return services.contains(service.signingName());
        }
    }

    /** Whether the bodies of messages are told. */
    enum Bodies {
        LEFT_OUT,
        TOLD
    }

    /** @throws AwsError ValidationException with all that is wrong with the query */
    public Written answer(Map<String, String> query) {
        var asked = asked(query);
        var live = worlds.current();
        return live.gate().call(now -> new Written(write(live, asked, now)));
    }

    private static Asked asked(Map<String, String> query) {
        var wrong = new ArrayList<String>();
        query.keySet().stream()
                .filter(name -> !PARAMETERS.contains(name))
                .forEach(name ->
                        wrong.add("there is no parameter '" + name + "', only " + String.join(", ", PARAMETERS)));
        var known = KEEPING.stream().map(Service::signingName).toList();
        var services = list(query, "service").orElseGet(() -> new LinkedHashSet<>(known));
        services.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> wrong.add("there is no service '" + name + "', only " + String.join(", ", known)));
        var bodies = query.getOrDefault("bodies", "false");
        if (!bodies.equals("true") && !bodies.equals("false")) wrong.add("'bodies' must be true or false");
        if (!wrong.isEmpty()) throw AwsError.refused("ValidationException", String.join("; ", wrong) + ".");
        return new Asked(services, list(query, "region"), bodies.equals("true") ? Bodies.TOLD : Bodies.LEFT_OUT);
    }

    private static Optional<Set<String>> list(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name))
                .map(text -> new LinkedHashSet<>(Arrays.asList(text.split("\\s*,\\s*"))));
    }

    private byte[] write(LiveWorld live, Asked asked, Instant now) {
        var world = live.world();
        var text = new StateText();
        text.say("world", live.id());
        text.say("seed", live.seed());
        text.say("accountId", live.accountId());
        text.say(
                "clock",
                new Facts()
                        .say("now", now)
                        .say("start", live.start())
                        .say("speed", live.clock().speed())
                        .say("paused", live.clock().paused())
                        .say("nextEventAt", world.time().nextEventAt())
                        .said());
        text.say("secrets", secrecy.name().toLowerCase(Locale.ROOT));
        text.list("faults", world.faults().all(), fault -> {
            var facts = new Facts();
            FaultOrders.shown(fault).forEach(facts::say);
            return facts;
        });
        if (asked.of(Service.EC2)) market(text, world, asked, now);
        text.object("regions", () -> {
            for (var region : regions(world))
                if (asked.regions().map(wanted -> wanted.contains(region)).orElse(true))
                    text.object(region, () -> region(text, world, region, asked));
        });
        return text.end();
    }

    private static void market(StateText text, World world, Asked asked, Instant now) {
        var pools = world.ec2().market().touched().stream()
                .filter(standing -> asked.regions()
                        .map(wanted -> wanted.contains(regionOf(standing.pool().zone())))
                        .orElse(true))
                .toList();
        text.list(
                "market",
                pools,
                standing -> new Facts()
                        .say("pool", standing.pool())
                        .say(
                                "usdPerHour",
                                world.ec2().market().price(standing.pool(), now).toBigDecimal())
                        .say("limit", standing.limit())
                        .say("taken", standing.taken())
                        .say("available", standing.available())
                        .say("withdrawn", standing.withdrawn()));
    }

    private static String regionOf(String zone) {
        return zone.substring(0, zone.length() - 1);
    }

    private void region(StateText text, World world, String name, Asked asked) {
        if (asked.of(Service.EC2)) Ec2State.write(text, world, name, secrecy);
        if (asked.of(Service.ECS)) EcsState.write(text, world, name, secrecy);
        if (asked.of(Service.ELASTIC_LOAD_BALANCING)) AroundState.balancers(text, world, name);
        if (asked.of(Service.SQS)) AroundState.queues(text, world, name, asked.bodies());
        if (asked.of(Service.EVENTBRIDGE)) AroundState.rules(text, world, name, secrecy);
        if (asked.of(Service.SSM)) AroundState.parameters(text, world, name, secrecy);
        if (asked.of(Service.SECRETS_MANAGER)) AroundState.secrets(text, world, name);
        if (asked.of(Service.FIS)) AroundState.experiments(text, world, name);
    }

    private static Collection<String> regions(World world) {
        var names = new TreeSet<String>();
        world.ec2().regions().forEach(region -> names.add(region.name()));
        world.ecs().regions().forEach(region -> names.add(region.name()));
        names.addAll(world.elb().regionNames());
        names.addAll(world.sqs().regionNames());
        names.addAll(world.eventBridge().regionNames());
        names.addAll(world.ssm().regionNames());
        names.addAll(world.secrets().regionNames());
        names.addAll(world.fis().regionNames());
        return names;
    }
}
