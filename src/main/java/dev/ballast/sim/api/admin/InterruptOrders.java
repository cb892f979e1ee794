package dev.ballast.sim.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.model.CapacityPool;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Reclaim.Manner;
import dev.ballast.sim.world.ecs.EcsInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code POST /_ballast/interrupt}: spot instances are taken away, all that are meant, or none. */
public final class InterruptOrders {
    private static final List<String> KINDS = List.of("notice", "rebalance", "without-notice");
    private static final Body.Range NOTICE_SECONDS = new Body.Range(0, 3600, "a whole number from 0 to 3600");
    private static final Body.Range SHARE = new Body.Range(Double.MIN_VALUE, 1, "a number above 0 and at most 1");

    private final Worlds worlds;

    public InterruptOrders(Worlds worlds) {
        this.worlds = worlds;
    }

    /** @param interrupted in the order in which they were launched, or as they were named */
    public record Answer(List<String> interrupted) {}

    /** Exactly one of these is said. */
    private record Meant(
            Optional<List<String>> ids, Optional<CapacityPool> pool, Optional<String> zone, Optional<Double> share) {
        int said() {
            return (ids.isPresent() ? 1 : 0)
                    + (pool.isPresent() ? 1 : 0)
                    + (zone.isPresent() ? 1 : 0)
                    + (share.isPresent() ? 1 : 0);
        }
    }

    public Answer answer(JsonNode json) {
        var body = new Body(json);
        var ids = body.texts("instanceIds");
        var type = body.text("instanceType");
        var where = body.text("zone");
        var pool = body.parsed("pool", "TYPE/ZONE such as m5.large/eu-west-1a", CapacityPool::of)
                .or(() -> type.flatMap(name -> where.map(one -> CapacityPool.spot(name, one))));
        var zone = pool.isPresent() ? Optional.<String>empty() : where;
        var share = body.number("share", SHARE);
        var cluster = body.text("cluster");
        var region = body.text("region");
        var kind = body.word("kind", KINDS).orElse(KINDS.getFirst());
        var seconds = body.whole("noticeSeconds", NOTICE_SECONDS);
        if (body.has("instanceType") && !body.has("zone")) body.violates("'instanceType' needs 'zone'");
        if (body.has("pool") && (body.has("instanceType") || body.has("zone")))
            body.violates("'pool' says type and zone already");
        if (share.isPresent() && cluster.isEmpty()) body.violates("'share' needs 'cluster'");
        if (cluster.isPresent() && !body.has("share")) body.violates("'cluster' needs 'share'");
        if (region.isPresent() && !body.has("share")) body.violates("'region' needs 'share'");
        if (seconds.isPresent() && !kind.equals("notice")) body.violates("'noticeSeconds' is for kind notice");
        var meant = new Meant(ids.map(InterruptOrders::distinct), pool, zone, share);
        if (meant.said() > 1 || meant.said() == 0 && !saysOne(body))
            body.violates("exactly one of instanceIds, pool, zone, and share must say which instances are meant");
        body.settle();
        var manner = switch (kind) {
            case "rebalance" -> new Manner.Rebalance();
            case "without-notice" -> new Manner.WithoutNotice();
            default ->
                seconds.<Manner>map(lead -> new Manner.Notice(Duration.ofSeconds(lead)))
                        .orElse(Manner.NOTICE);
        };
        var live = worlds.current();
        return live.gate()
                .call(now -> live.deeds().order("interrupt", json.toString(), now, () -> {
                    var taken = instances(live.world(), meant, cluster, region);
                    live.world().reclaim().instances(taken, manner);
                    return new Answer(taken);
                }));
    }

    private static List<String> distinct(List<String> ids) {
        return List.copyOf(new LinkedHashSet<>(ids));
    }

    /** One was said, but is unreadable: that has its own sentence. */
    private static boolean saysOne(Body body) {
        return body.has("instanceIds") || body.has("pool") || body.has("zone") || body.has("share");
    }

    private static List<String> instances(World world, Meant meant, Optional<String> cluster, Optional<String> region) {
        if (meant.ids().isPresent()) return meant.ids().get();
        if (meant.share().isPresent())
            return drawn(world, meant.share().get(), hosts(world, cluster.orElseThrow(), region));
        var which = meant.pool()
                .map(pool -> all(world, instance -> instance.pool().equals(pool)))
                .orElseGet(() -> all(
                        world, instance -> instance.zone().equals(meant.zone().orElseThrow())));
        if (which.isEmpty())
            throw nothing("there is no running spot instance in "
                    + meant.pool()
                            .map(CapacityPool::toString)
                            .orElseGet(() -> meant.zone().orElseThrow()));
        return which;
    }

    private static List<String> all(World world, Predicate<Ec2Instance> which) {
        return world.ec2().regions().stream()
                .flatMap(region -> region.instances().stream())
                .filter(instance -> isSpot(instance) && which.test(instance))
                .map(Ec2Instance::id)
                .toList();
    }

    private static boolean isSpot(Ec2Instance instance) {
        return instance.spot().isPresent() && instance.state().isAlive();
    }

    /** The cluster's spot instances that have registered. */
    private static List<String> hosts(World world, String cluster, Optional<String> region) {
        var found = world.ecs().regions().stream()
                .filter(one -> region.map(one.name()::equals).orElse(true))
                .flatMap(one -> one.findCluster(cluster).stream())
                .filter(one -> one.isActive())
                .toList();
        if (found.isEmpty()) throw nothing("there is no cluster " + cluster);
        if (found.size() > 1) throw nothing("there is a cluster " + cluster + " in several regions; say which");
        var hosts = found.getFirst().instances().stream()
                .map(EcsInstance::instanceId)
                .filter(id ->
                        world.ec2().instance(id).filter(InterruptOrders::isSpot).isPresent())
                .toList();
        if (hosts.isEmpty()) throw nothing("the cluster " + cluster + " has no running spot instance");
        return hosts;
    }

    /** The nearest whole number to the share, and at least one. */
    private static List<String> drawn(World world, double share, List<String> from) {
        var left = new ArrayList<>(from);
        var count = Math.max(1, Math.round(share * from.size()));
        var draws = world.draws().stream("interrupt");
        var drawn = new ArrayList<String>();
        while (drawn.size() < count) drawn.add(left.remove(draws.nextInt(left.size())));
        return List.copyOf(drawn);
    }

    private static AwsError nothing(String sentence) {
        return AwsError.refused(
                "ResourceNotFoundException", Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".");
    }
}
