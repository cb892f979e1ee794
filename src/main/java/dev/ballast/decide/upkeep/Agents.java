package dev.ballast.decide.upkeep;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Agents without a connection. They lose it several times an hour normally, so only a long silence counts. */
public final class Agents {
    /** Nobody can start, stop or drain a task there for so long: the host is as good as lost. */
    private static final Duration LOST = Duration.ofMinutes(10);

    private Agents() {}

    /** Keeps count of silences; to be called at every full look, whatever brake holds. */
    public static void watch(Draft draft, Facts facts) {
        var silences = draft.watch().disconnected();
        silences.keySet()
                .removeIf(id -> facts.host(id)
                        .flatMap(host -> host.registration())
                        .filter(one -> !one.agentConnected())
                        .isEmpty());
        for (var host : facts.hosts())
            if (host.registration().filter(one -> !one.agentConnected()).isPresent())
                silences.putIfAbsent(host.id(), draft.asOf());
    }

    public static void retireLost(Draft draft, Facts facts) {
        for (var host : facts.hosts(Standing.DISCONNECTED)) {
            var since = draft.watch().disconnected().get(host.id());
            if (since == null || draft.retiring().containsKey(host.id())) continue;
            var lostAt = since.plus(LOST);
            if (lostAt.isAfter(draft.asOf())) draft.wakeAt(lostAt);
            else if (host.owned()) retire(draft, host.id());
            else
                draft.note(
                        Code.AGENT_LOST,
                        host + " is silent since " + since + " and is not Ballast's to end: its agent needs a person");
        }
    }

    private static void retire(Draft draft, String id) {
        draft.retiring()
                .put(id, new Retiring(draft.asOf(), Code.AGENT_LOST, Optional.empty(), Optional.<Instant>empty()));
    }
}
