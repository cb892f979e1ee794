package dev.ballast.decide;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Memory;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** When to stop and look instead of act. Interruptions are handled under any brake. */
final class Brakes {
    /**
     * So long a loss without notices is taken for a reading error. Then it is believed as far as buying goes; taking away stays
     * forbidden until the share is back under the limit.
     */
    private static final Duration DISBELIEF = Duration.ofMinutes(3);

    enum Hold {
        NOTHING,
        /** Nothing voluntary: no drain, no termination. */
        TAKING_AWAY,
        /** Nothing but interruptions. */
        EVERYTHING
    }

    private final Draft draft;
    private final Facts facts;
    private final Memory before;

    /** @param before what was expected to go when this tick began */
    Brakes(Draft draft, Facts facts, Memory before) {
        this.draft = draft;
        this.facts = facts;
        this.before = before;
    }

    Hold check() {
        var limit = facts.settings().brakes().oldestFact();
        if (facts.observation().oldestFactAge().compareTo(limit) > 0) {
            var oldest = facts.asOf().minus(facts.observation().oldestFactAge());
            draft.note(
                    Code.FACTS_TOO_OLD,
                    "the oldest fact was read at " + oldest + ", more than " + Words.seconds(limit)
                            + " ago: nothing but interruptions is decided");
            return Hold.EVERYTHING;
        }
        return missingHosts();
    }

    private Hold missingHosts() {
        var missing = new ArrayList<String>();
        for (var id : draft.watch().hosts()) if (isGone(id) && !isExpectedToGo(id) && !isReclaimed(id)) missing.add(id);
        var present = new ArrayList<String>();
        for (var host : facts.hosts()) {
            if (!host.owned() || host.standing() == Standing.GONE) continue;
            present.add(host.id());
            if (host.standing() == Standing.DISCONNECTED && !isExpectedToGo(host.id())) missing.add(host.id());
        }
        var of = present.size() + (int) missing.stream().filter(this::isGone).count();
        var limit = facts.settings().brakes().missingShare();
        // one host out of two or three is no pattern
        if (missing.size() < 2 || missing.size() <= of * limit) {
            draft.watch().isMissingHostsNoMore();
            draft.watch().hosts(present);
            return Hold.NOTHING;
        }
        var since = draft.watch().isMissingHosts(facts.asOf());
        var believedAt = since.plus(DISBELIEF);
        var believed = !believedAt.isAfter(facts.asOf());
        var expected = new TreeSet<>(present);
        if (!believed) {
            draft.wakeAt(believedAt);
            expected.addAll(missing);
        }
        draft.watch().hosts(List.copyOf(expected));
        draft.note(Code.TOO_MANY_HOSTS_MISSING, sentence(missing, of, limit, believed) + " (since " + since + ")");
        return believed ? Hold.TAKING_AWAY : Hold.EVERYTHING;
    }

    private boolean isGone(String id) {
        return facts.host(id).map(Host::standing).orElse(Standing.GONE) == Standing.GONE;
    }

    /** EC2 itself says that it took it: the view is right. */
    private boolean isReclaimed(String id) {
        return facts.host(id).filter(Host::isReclaimed).isPresent();
    }

    private boolean isExpectedToGo(String id) {
        if (before.doomed().containsKey(id) || before.retiring().containsKey(id)) return true;
        for (var signal : facts.observation().signals()) if (signal.instanceId().equals(id)) return true;
        return false;
    }

    private static String sentence(List<String> missing, int of, double limit, boolean believed) {
        return String.format(
                Locale.ROOT,
                "%d of %d hosts are missing or unhealthy at once without notices, more than %.0f %%: %s; %s",
                missing.size(),
                of,
                limit * 100,
                Words.list(missing),
                believed ? "what is missing is bought, nothing is taken away" : "nothing but interruptions is decided");
    }
}
