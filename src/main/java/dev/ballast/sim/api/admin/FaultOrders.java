package dev.ballast.sim.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Calls;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.Events;
import dev.ballast.sim.world.faults.Fault;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;

/** {@code /_ballast/faults}: what goes wrong is listed, begun and ended. */
public final class FaultOrders {
    private static final String ALL = "all";
    private static final String STORM = "storm";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration DELAY_MAX = Duration.ofHours(1);
    private static final Duration OFFSET_MAX = Duration.ofHours(24);
    private static final Body.Range SHARE = new Body.Range(Double.MIN_VALUE, 1, "a number above 0 and at most 1");
    private static final Body.Range COUNT = new Body.Range(1, 1_000_000, "a whole number from 1 to 1000000");
    private static final Body.Range INSTANCES = new Body.Range(0, 1_000_000, "a whole number from 0 to 1000000");
    private static final Body.Range STATUS = new Body.Range(400, 599, "an HTTP status from 400 to 599");
    private static final String PULL_FAILURE =
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref";

    private final Worlds worlds;

    public FaultOrders(Worlds worlds) {
        this.worlds = worlds;
    }

    /** What {@code kind} says; in the words of the API. */
    private static final List<String> KINDS = List.of(
            "capacity",
            "capacity-restored",
            "zone-away",
            "agents-disconnected",
            "agents-connected",
            "boots-never-register",
            "image-pulls-fail",
            "api-error",
            "slow-answers",
            "lost-answers",
            "late-events",
            "doubled-events",
            "lost-events",
            "wrong-clock");

    public Map<String, Object> list() {
        var live = worlds.current();
        return live.gate().call(now -> all(live.world()));
    }

    public Map<String, Object> answer(JsonNode json) {
        var body = new Body(json);
        var live = worlds.current();
        if (body.has("clear")) {
            var which = body.text("clear");
            body.settle();
            return ordered(live, json, () -> clear(live.world(), which.orElseThrow()));
        }
        var kind = body.word("kind", KINDS);
        if (kind.isEmpty()) {
            if (!body.has("kind")) body.violates("'kind' or 'clear' must say what is meant");
            // Without it nobody knows which keys belong here.
            throw refusedFor(body, json);
        }
        return switch (kind.get()) {
            case "capacity-restored" -> {
                var pool = pool(body);
                body.settle();
                yield ordered(live, json, () -> {
                    live.world().faults().restore(pool.orElseThrow());
                    return all(live.world());
                });
            }
            case "agents-connected" -> {
                var ids = required(body, "instanceIds", body.texts("instanceIds"));
                body.settle();
                yield ordered(live, json, () -> {
                    live.world().faults().connect(registered(live.world(), ids.orElseThrow()));
                    return all(live.world());
                });
            }
            default -> {
                var what = what(kind.get(), body, live);
                var length = body.duration("duration", LONGEST);
                body.settle();
                yield ordered(live, json, () -> {
                    if (what.orElseThrow() instanceof What.AgentsDisconnected agents)
                        registered(live.world(), agents.instanceIds());
                    return Map.of("fault", shown(live.world().faults().begin(what.orElseThrow(), length)));
                });
            }
        };
    }

    private static Map<String, Object> ordered(LiveWorld live, JsonNode json, Supplier<Map<String, Object>> work) {
        return live.gate().call(now -> live.deeds().order("faults", json.toString(), now, work));
    }

    private static AwsError refusedFor(Body body, JsonNode json) {
        json.fieldNames().forEachRemaining(body::expects);
        try {
            body.settle();
        } catch (AwsError refused) {
            return refused;
        }
        throw new IllegalStateException("a body without kind was settled");
    }

    private static Map<String, Object> all(World world) {
        return Map.of(
                "faults", world.faults().all().stream().map(FaultOrders::shown).toList());
    }

    private static Map<String, Object> clear(World world, String which) {
        var faults = world.faults();
        if (which.equals(ALL)) {
            faults.endAll();
        } else if (which.equals(STORM)) {
            world.storm().subside();
        } else {
            if (faults.find(which).isEmpty())
                throw AwsError.refused("ResourceNotFoundException", "There is no fault " + which + ", or it is over.");
            faults.end(which);
        }
        return all(world);
    }

    private static List<String> registered(World world, Iterable<String> instanceIds) {
        var found = new ArrayList<String>();
        for (var id : instanceIds) {
            if (world.ecs().regions().stream()
                    .noneMatch(region -> region.hosts().of(id).isPresent()))
                throw AwsError.refused(
                        "ResourceNotFoundException",
                        "The instance " + id + " is no container instance of any cluster.");
            found.add(id);
        }
        return found;
    }

    private static Optional<What> what(String kind, Body body, LiveWorld live) {
        return switch (kind) {
            case "capacity" -> {
                var pool = pool(body);
                var instances = body.whole("instances", INSTANCES).orElse(0);
                yield pool.map(one -> new What.Capacity(one, instances));
            }
            case "zone-away" -> required(body, "zone", zone(body)).map(What.ZoneAway::new);
            case "agents-disconnected" ->
                required(body, "instanceIds", body.texts("instanceIds"))
                        .map(ids -> new What.AgentsDisconnected(new TreeSet<>(ids)));
            case "boots-never-register" ->
                Optional.of(new What.BootsNeverRegister(zone(body), type(body), chance(body)));
            case "image-pulls-fail" ->
                Optional.of(new What.PullsFail(
                        body.text("image"), body.text("reason").orElse(PULL_FAILURE), chance(body)));
            case "api-error" -> {
                var calls = calls(body, live);
                var code = required(body, "code", body.text("code"));
                var message = body.text("message");
                var status = body.whole("status", STATUS);
                var chance = chance(body);
                yield code.map(said -> {
                    var known = ErrorCodes.of(said);
                    return new What.ApiError(
                            calls,
                            new What.Refusal(said, message.orElse(known.message()), status.orElse(known.status())),
                            chance);
                });
            }
            case "slow-answers" -> {
                var calls = calls(body, live);
                var delay = required(body, "delay", body.duration("delay", DELAY_MAX));
                var chance = chance(body);
                yield delay.map(length -> new What.SlowAnswer(calls, length, chance));
            }
            case "lost-answers" -> Optional.of(new What.LostAnswer(calls(body, live), chance(body)));
            case "late-events" -> {
                var events = events(body);
                var delay = required(body, "delay", body.duration("delay", DELAY_MAX));
                var chance = chance(body);
                yield delay.map(length -> new What.LateEvents(events, length, chance));
            }
            case "doubled-events" -> {
                var events = events(body);
                var apart = body.duration("delay", DELAY_MAX).orElse(Duration.ZERO);
                yield Optional.of(new What.DoubledEvents(events, apart, chance(body)));
            }
            case "lost-events" -> Optional.of(new What.LostEvents(events(body), chance(body)));
            case "wrong-clock" -> {
                var events = events(body);
                yield required(body, "offset", body.offset("offset", OFFSET_MAX))
                        .map(ahead -> new What.WrongClock(events, ahead));
            }
            default -> throw new IllegalStateException("no such kind: " + kind);
        };
    }

    private static <T> Optional<T> required(Body body, String name, Optional<T> value) {
        if (!body.has(name)) body.violates("'" + name + "' is missing");
        return value;
    }

    private static Optional<CapacityPool> pool(Body body) {
        var pool = required(
                body,
                "pool",
                body.parsed(
                        "pool",
                        "TYPE/ZONE such as m5.large/eu-west-1a, with /on-demand behind it where it is not spot",
                        CapacityPool::of));
        pool.filter(one -> InstanceCatalogue.find(one.instanceType()).isEmpty())
                .ifPresent(one -> body.violates("there is no instance type " + one.instanceType()));
        pool.filter(one -> !isZone(one.zone())).ifPresent(one -> body.violates("there is no zone " + one.zone()));
        return pool;
    }

    private static Optional<String> type(Body body) {
        var type = body.text("instanceType");
        type.filter(one -> InstanceCatalogue.find(one).isEmpty())
                .ifPresent(one -> body.violates("there is no instance type " + one));
        return type;
    }

    private static Optional<String> zone(Body body) {
        var zone = body.text("zone");
        zone.filter(one -> !isZone(one)).ifPresent(one -> body.violates("there is no zone " + one));
        return zone;
    }

    /** Every region here has the zones a, b and c. */
    private static boolean isZone(String name) {
        return name.matches("[a-z]{2}(-[a-z]+)+-[0-9][abc]");
    }

    private static Chance chance(Body body) {
        var share = body.number("share", SHARE).orElse(1.0);
        var count = body.whole("count", COUNT);
        return new Chance(share, count.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    private static Calls calls(Body body, LiveWorld live) {
        var service = body.text("service");
        var operation = body.text("operation");
        var region = body.text("region");
        var services = live.services();
        var meant = services.entrySet().stream()
                .filter(entry ->
                        service.map(entry.getKey().signingName()::equals).orElse(true))
                .map(Map.Entry::getValue)
                .toList();
        if (meant.isEmpty())
            body.violates("there is no service '" + service.orElseThrow() + "', only "
                    + String.join(
                            ", ",
                            services.keySet().stream()
                                    .map(one -> one.signingName())
                                    .toList()));
        else
            operation
                    .filter(name -> meant.stream().noneMatch(one -> has(one, name)))
                    .ifPresent(name -> body.violates("the local cloud has no operation '" + name + "'"
                            + service.map(one -> " of " + one).orElse("")));
        return new Calls(service, operation, region);
    }

    private static Events events(Body body) {
        return new Events(body.text("source"), body.text("detailType"), body.text("region"));
    }

    private static boolean has(Operations operations, String name) {
        return operations.named(name).isPresent();
    }

    /** A fault in the words in which it is ordered, with what became of it. */
    static Map<String, Object> shown(Fault fault) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", fault.id());
        switch (fault.what()) {
            case What.Capacity capacity -> {
                shown.put("kind", "capacity");
                shown.put("pool", capacity.pool().toString());
                shown.put("instances", capacity.instances());
            }
            case What.ZoneAway away -> {
                shown.put("kind", "zone-away");
                shown.put("zone", away.zone());
            }
            case What.AgentsDisconnected agents -> {
                shown.put("kind", "agents-disconnected");
                shown.put("instanceIds", agents.instanceIds());
            }
            case What.BootsNeverRegister boots -> {
                shown.put("kind", "boots-never-register");
                boots.zone().ifPresent(zone -> shown.put("zone", zone));
                boots.instanceType().ifPresent(type -> shown.put("instanceType", type));
                show(boots.chance(), shown);
            }
            case What.PullsFail pulls -> {
                shown.put("kind", "image-pulls-fail");
                pulls.image().ifPresent(image -> shown.put("image", image));
                shown.put("reason", pulls.reason());
                show(pulls.chance(), shown);
            }
            case What.ApiError error -> {
                shown.put("kind", "api-error");
                show(error.calls(), shown);
                shown.put("code", error.refusal().code());
                shown.put("message", error.refusal().message());
                shown.put("status", error.refusal().status());
                show(error.chance(), shown);
            }
            case What.SlowAnswer slow -> {
                shown.put("kind", "slow-answers");
                show(slow.calls(), shown);
                shown.put("delay", slow.delay().toString());
                show(slow.chance(), shown);
            }
            case What.LostAnswer lost -> {
                shown.put("kind", "lost-answers");
                show(lost.calls(), shown);
                show(lost.chance(), shown);
            }
            case What.LateEvents late -> {
                shown.put("kind", "late-events");
                show(late.events(), shown);
                shown.put("delay", late.delay().toString());
                show(late.chance(), shown);
            }
            case What.DoubledEvents doubled -> {
                shown.put("kind", "doubled-events");
                show(doubled.events(), shown);
                if (!doubled.apart().isZero())
                    shown.put("delay", doubled.apart().toString());
                show(doubled.chance(), shown);
            }
            case What.LostEvents lost -> {
                shown.put("kind", "lost-events");
                show(lost.events(), shown);
                show(lost.chance(), shown);
            }
            case What.WrongClock clock -> {
                shown.put("kind", "wrong-clock");
                show(clock.events(), shown);
                shown.put("offset", clock.ahead().toString());
            }
        }
        shown.put("since", fault.since().toString());
        fault.until().ifPresent(end -> shown.put("until", end.toString()));
        shown.put("hits", fault.hits());
        return shown;
    }

    private static void show(Calls calls, Map<String, Object> shown) {
        calls.service().ifPresent(service -> shown.put("service", service));
        calls.operation().ifPresent(operation -> shown.put("operation", operation));
        calls.region().ifPresent(region -> shown.put("region", region));
    }

    private static void show(Events events, Map<String, Object> shown) {
        events.source().ifPresent(source -> shown.put("source", source));
        events.detailType().ifPresent(type -> shown.put("detailType", type));
        events.region().ifPresent(region -> shown.put("region", region));
    }

    private static void show(Chance chance, Map<String, Object> shown) {
        shown.put("share", chance.share());
        chance.times().ifPresent(times -> shown.put("count", times));
    }
}
