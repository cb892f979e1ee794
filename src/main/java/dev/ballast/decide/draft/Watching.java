package dev.ballast.decide.draft;

import dev.ballast.model.Memory.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Since when something has been so; see {@link Watch}. */
public final class Watching {
    private Optional<Instant> shortSince;
    private Optional<Instant> surplusSince;
    private Optional<Instant> missingSince;
    private final SortedMap<String, Instant> disconnected;
    private final SortedMap<String, Instant> idle;
    private final SortedMap<String, Instant> recalled;
    private List<String> hosts;
    private Optional<Instant> disruptedAt;
    private Optional<Instant> comparedAt;

    Watching(Watch watch) {
        shortSince = watch.shortSince();
        surplusSince = watch.surplusSince();
        missingSince = watch.missingSince();
        disconnected = new TreeMap<>(watch.disconnected());
        idle = new TreeMap<>(watch.idle());
        recalled = new TreeMap<>(watch.recalled());
        hosts = watch.hosts();
        disruptedAt = watch.disruptedAt();
        comparedAt = watch.comparedAt();
    }

    Watch written() {
        return new Watch(
                shortSince, surplusSince, missingSince, disconnected, idle, recalled, hosts, disruptedAt, comparedAt);
    }

    public Optional<Instant> shortSince() {
        return shortSince;
    }

    /** @return since when */
    public Instant isShort(Instant asOf) {
        shortSince = Optional.of(shortSince.orElse(asOf));
        return shortSince.get();
    }

    public void isShortNoMore() {
        shortSince = Optional.empty();
    }

    /** @return since when */
    public Instant hasSurplus(Instant asOf) {
        surplusSince = Optional.of(surplusSince.orElse(asOf));
        return surplusSince.get();
    }

    public void hasSurplusNoMore() {
        surplusSince = Optional.empty();
    }

    /** @return since when */
    public Instant isMissingHosts(Instant asOf) {
        missingSince = Optional.of(missingSince.orElse(asOf));
        return missingSince.get();
    }

    public void isMissingHostsNoMore() {
        missingSince = Optional.empty();
    }

    public SortedMap<String, Instant> disconnected() {
        return disconnected;
    }

    public SortedMap<String, Instant> idle() {
        return idle;
    }

    public SortedMap<String, Instant> recalled() {
        return recalled;
    }

    public List<String> hosts() {
        return hosts;
    }

    public void hosts(List<String> ids) {
        hosts = List.copyOf(ids);
    }

    public Optional<Instant> disruptedAt() {
        return disruptedAt;
    }

    public void isDisrupted(Instant asOf) {
        disruptedAt = Optional.of(asOf);
    }

    public Optional<Instant> comparedAt() {
        return comparedAt;
    }

    public void isCompared(Instant asOf) {
        comparedAt = Optional.of(asOf);
    }
}
