package dev.ballast.observe;

import dev.ballast.model.Instance;
import dev.ballast.model.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What AWS has said about instances that are still there, one signal an instance: duplicates and late arrivals change
 * nothing, a rebalance recommendation is upgraded by a notice and never the other way round. Every world goes through here, so every
 * world exercises it.
 */
public final class Signals {
    private static final Comparator<Signal> OLDEST_FIRST =
            Comparator.comparing(Signal::at).thenComparing(Signal::instanceId);

    private final Map<String, Signal> byInstance = new TreeMap<>();

    /** @return true where anything was new, so that a tick is worth its while */
    public boolean add(Collection<Signal> arrived) {
        var news = false;
        for (var signal : arrived) {
            var known = byInstance.get(signal.instanceId());
            if (known != null && known.kind().compareTo(signal.kind()) >= 0) continue;
            byInstance.put(signal.instanceId(), signal);
            news = true;
        }
        return news;
    }

    /**
     * Forgets signals about instances that EC2 shows as gone, or no longer shows at all although the signal is older than
     * the listing.
     */
    public void forgetGone(List<Instance> listed, Instant listedAt) {
        var alive = new HashSet<String>();
        var shown = new HashSet<String>();
        for (var instance : listed) {
            shown.add(instance.instanceId());
            if (instance.state().isAlive()) alive.add(instance.instanceId());
        }
        byInstance
                .values()
                .removeIf(signal -> shown.contains(signal.instanceId())
                        ? !alive.contains(signal.instanceId())
                        : signal.deadline().isBefore(listedAt));
    }

    /** Oldest first. */
    public List<Signal> all() {
        var signals = new ArrayList<>(byInstance.values());
        signals.sort(OLDEST_FIRST);
        return signals;
    }
}
