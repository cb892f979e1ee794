package dev.ballast.decide.draft;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience;
import dev.ballast.model.Experience.Auto;
import dev.ballast.model.Experience.Caution;
import dev.ballast.model.Experience.History;
import dev.ballast.model.Experience.Starting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the cluster learns from its own instances; see {@link Experience}. */
public final class Learning {
    private final List<Duration> coldStarts;
    private final SortedMap<String, Starting> starting;
    private final SortedMap<CapacityPool, History> pools;
    private Optional<Auto> auto;
    private Caution caution;

    Learning(Experience experience) {
        coldStarts = new ArrayList<>(experience.coldStarts());
        starting = new TreeMap<>(experience.starting());
        pools = new TreeMap<>(experience.pools());
        auto = experience.auto();
        caution = experience.caution();
    }

    Experience written() {
        return new Experience(coldStarts, starting, pools, auto, caution);
    }

    /** Oldest first. */
    public List<Duration> coldStarts() {
        return coldStarts;
    }

    public SortedMap<String, Starting> starting() {
        return starting;
    }

    public SortedMap<CapacityPool, History> pools() {
        return pools;
    }

    public Caution caution() {
        return caution;
    }

    public void caution(Caution now) {
        caution = now;
    }

    public Optional<Auto> auto() {
        return auto;
    }

    public void auto(Optional<Auto> now) {
        auto = now;
    }
}
