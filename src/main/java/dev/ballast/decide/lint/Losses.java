package dev.ballast.decide.lint;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.decide.lint.Weakness.Level;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Constraint;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What every service would lack right after each loss: of a capacity pool, of a zone. */
final class Losses {
    /** {@code attribute:ecs.availability-zone == eu-west-1a}, or {@code in [eu-west-1a]}; not {@code != …}. */
    private static final Pattern BOUND_TO_ZONE =
            Pattern.compile("ecs\\.availability-zone\\s*(==|equals|in\\b|=~)", Pattern.CASE_INSENSITIVE);

    private final Facts facts;
    private final Remedies says;
    private final Survive survive;
    private final List<Weakness> found = new ArrayList<>();

    Losses(Facts facts, Remedies says) {
        this.facts = facts;
        this.says = says;
        survive = facts.settings().capacity().survive();
    }

    /**
     * What one loss does to one service.
     *
     * @param group the pool or zone
     * @param hit tasks that stand there
     * @param homeless of these, for how many no room is left elsewhere
     */
    private record Hit(String group, int hit, int homeless) {
        private static final Comparator<Hit> WORSE =
                Comparator.comparing(Hit::isTotal).thenComparing(Hit::homeless);

        boolean isTotal() {
            return homeless == hit;
        }
    }

    List<Weakness> weaknesses() {
        for (var service : facts.wants().services()) boundToZone(service);
        worst(host -> host.pool().zone(), facts.hosts()).forEach(this::zone);
        var spot = facts.hosts().stream()
                .filter(host -> host.pool().option() == PurchaseOption.SPOT)
                .toList();
        worst(host -> host.pool().toString(), spot).forEach(this::pool);
        return found;
    }

    private static boolean isBoundToZone(Constraint constraint) {
        return BOUND_TO_ZONE.matcher(constraint.expression()).find();
    }

    private void boundToZone(Service service) {
        for (var constraint : service.constraints())
            if (service.scheduling() == Scheduling.REPLICA && isBoundToZone(constraint))
                found.add(Lint.of(
                        service,
                        Rule.NO_ROOM_IN_ANOTHER_ZONE,
                        Level.ERROR,
                        "its placement constraint binds it to a zone, whatever room the others have",
                        List.of(new Change(
                                "placementConstraints",
                                constraint.expression(),
                                "none, or placementStrategy spread over attribute:ecs.availability-zone",
                                says.updateService(service, "--placement-constraints '[]'")))));
    }

    private void zone(Service service, Hit hit) {
        // said already, with the reason
        if (service.constraints().stream().anyMatch(Losses::isBoundToZone)) return;
        var level = survive == Survive.ZONE ? Level.ERROR : hit.isTotal() ? Level.WARNING : Level.NOTE;
        found.add(Lint.of(
                service,
                Rule.NO_ROOM_IN_ANOTHER_ZONE,
                level,
                because("zone " + hit.group(), hit),
                survive == Survive.ZONE ? List.of() : List.of(says.survive(Survive.ZONE))));
    }

    private void pool(Service service, Hit hit) {
        var asked = survive != Survive.NONE;
        found.add(Lint.of(
                service,
                Rule.NO_ROOM_AFTER_A_LOSS,
                asked ? Level.WARNING : Level.NOTE,
                because("pool " + hit.group(), hit),
                asked ? List.of() : List.of(says.survive(Survive.POOL))));
    }

    private static String because(String group, Hit hit) {
        return "if " + group + " is lost, " + hit.homeless() + " of the " + Words.count(hit.hit(), "task") + " there "
                + (hit.homeless() == 1 ? "finds" : "find") + " no room elsewhere and "
                + (hit.homeless() == 1 ? "waits" : "wait") + " for a new host";
    }

    /** For each service the loss that leaves most of its tasks without room; those that every loss leaves whole are absent. */
    private Map<Service, Hit> worst(Function<Host, String> group, Collection<Host> lost) {
        SortedMap<String, List<Host>> groups = new TreeMap<>();
        for (var host : lost)
            if (host.standing().counts())
                groups.computeIfAbsent(group.apply(host), name -> new ArrayList<>())
                        .add(host);
        var services = facts.wants().services();
        var worst = new LinkedHashMap<Service, Hit>();
        groups.forEach((name, hosts) -> {
            var displaced = displaced(hosts);
            var homeless = Spread.leftOfEach(displaced, rooms(hosts));
            for (var i = 0; i < displaced.size(); i++)
                if (homeless.get(i) > 0)
                    worst.merge(
                            services.get(displaced.get(i).service()),
                            new Hit(name, displaced.get(i).count(), homeless.get(i)),
                            BinaryOperator.maxBy(Hit.WORSE));
        });
        return worst;
    }

    /** Service by service. */
    private List<Batch> displaced(List<Host> hosts) {
        var batches = new ArrayList<Batch>();
        for (var host : hosts) batches.addAll(facts.batches(host));
        batches.sort(Comparator.comparingInt(Batch::service));
        return Spread.together(batches);
    }

    private List<Room> rooms(List<Host> lost) {
        var rooms = new ArrayList<Room>();
        for (var host : facts.hosts())
            if (!lost.contains(host)) facts.room(host).ifPresent(rooms::add);
        return rooms;
    }
}
