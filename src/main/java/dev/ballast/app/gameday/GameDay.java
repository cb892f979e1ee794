package dev.ballast.app.gameday;

import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.model.CapacityPool;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a loss did to the cluster. Steps count from the notice, in the cloud's time; what is seen at a look is as late as the look, some
 * seconds.
 *
 * @param fullStrength from the notice until every service served as before without what was taken; empty where it was not seen
 */
public record GameDay(
        String what,
        List<HostCourse> hosts,
        List<ServiceCourse> services,
        Optional<Duration> fullStrength,
        Optional<Requests> requests,
        Optional<Comparison> comparison) {
    /**
     * What happened to one instance, and when; empty where it did not, or was not seen.
     *
     * @param noticeSeen the notice had arrived
     * @param firstCall a call for its sake had been decided
     * @param drained its container instance drains
     * @param empty no service task runs there any more
     * @param gone EC2 has taken it
     */
    public record HostCourse(
            String instanceId,
            CapacityPool pool,
            Optional<Duration> noticeSeen,
            Optional<Duration> firstCall,
            Optional<Duration> drained,
            Optional<Duration> empty,
            Optional<Duration> gone) {}

    /**
     * How one service fared.
     *
     * @param lowest the fewest tasks that were seen serving at once
     * @param displaced tasks that served on what was taken
     * @param lost of these, how many ended with their host, or by a stop of Ballast's, while fewer than desired served
     * @param cutShort of these, how many were still ending when their host went
     */
    public record ServiceCourse(
            String name, int desired, int minimum, int before, int lowest, int displaced, int lost, int cutShort) {
        /** It is not the loss that made it fall where it stood lower before. */
        boolean fellBelowMinimum() {
            return lowest < Math.min(minimum, before);
        }
    }

    /** @param failures by what came instead of a 200 */
    public record Requests(URI url, int perSecond, int sent, int failed, Map<String, Integer> failures) {}

    public GameDay {
        hosts = List.copyOf(hosts);
        services = List.copyOf(services);
    }

    public GameDay with(Optional<Requests> asked, Optional<Comparison> compared) {
        return new GameDay(what, hosts, services, fullStrength, asked, compared);
    }

    /** What a cluster that is kept does not suffer; empty where all held. */
    public List<String> broken() {
        var broken = new ArrayList<String>();
        for (var service : services) {
            if (service.lost() > 0)
                broken.add("service " + service.name() + " lost " + Wording.count(service.lost(), "task")
                        + " without a healthy replacement");
            if (service.fellBelowMinimum())
                broken.add("service " + service.name() + " was seen with " + service.lowest() + " serving, of at least "
                        + service.minimum());
        }
        requests.filter(some -> some.failed() > 0)
                .ifPresent(
                        some -> broken.add(Wording.count(some.failed(), "request") + " of " + some.sent() + " failed"));
        return broken;
    }

    /** For people. */
    public String text() {
        var text = new StringBuilder("Game day: " + what + ", " + Wording.count(hosts.size(), "instance") + "\n\n");
        text.append(steps());
        if (!services.isEmpty()) text.append('\n').append(serviceTable());
        text.append("\nfull strength    ")
                .append(fullStrength
                        .map(after -> Wording.of(after) + " after the notice")
                        .orElse("not seen"))
                .append('\n');
        requests.ifPresent(some -> text.append("requests failed  ")
                .append(some.failed())
                .append(" of ")
                .append(some.sent())
                .append(" at ")
                .append(some.perSecond())
                .append("/s")
                .append(some.failed() == 0 ? "" : ": " + some.failures())
                .append('\n'));
        comparison.ifPresent(some -> text.append('\n').append(some.text()));
        return text.toString();
    }

    private Table steps() {
        var table = new Table("STEP", "HOSTS", "FIRST", "MEDIAN", "LAST");
        step(table, "notice seen", HostCourse::noticeSeen);
        step(table, "first call", HostCourse::firstCall);
        step(table, "drained", HostCourse::drained);
        step(table, "empty", HostCourse::empty);
        step(table, "gone", HostCourse::gone);
        return table;
    }

    private void step(Table table, String name, Function<HostCourse, Optional<Duration>> of) {
        var times = hosts.stream()
                .flatMap(host -> of.apply(host).stream())
                .sorted(Comparator.naturalOrder())
                .toList();
        if (times.isEmpty()) table.row(name, 0, "-", "-", "-");
        else
            table.row(
                    name,
                    times.size(),
                    Wording.of(times.getFirst()),
                    Wording.of(times.get(times.size() / 2)),
                    Wording.of(times.getLast()));
    }

    private Table serviceTable() {
        var table = new Table("SERVICE", "DESIRED", "MINIMUM", "LOWEST SEEN", "DISPLACED", "LOST", "CUT SHORT");
        for (var service : services)
            table.row(
                    service.name(),
                    service.desired(),
                    service.minimum(),
                    service.lowest(),
                    service.displaced(),
                    service.lost(),
                    service.cutShort());
        return table;
    }
}
