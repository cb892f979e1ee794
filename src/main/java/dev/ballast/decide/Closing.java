package dev.ballast.decide;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Mode;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether everything stands, what is said when nothing is to be done, and when to look again. */
final class Closing {
    /** While something is under way. */
    private static final Duration BUSY = Duration.ofSeconds(15);

    /** While all is well: a safety net, since whatever changes is decided on when it is read. */
    private static final Duration QUIET = Duration.ofMinutes(15);

    private final Draft draft;
    private final Facts facts;

    private final Set<String> unsafe;
    private String headroom = "";

    /** @param unsafe groups whose loss would leave tasks without a place */
    Closing(Draft draft, Facts facts, Set<String> unsafe) {
        this.draft = draft;
        this.facts = facts;
        this.unsafe = unsafe;
    }

    /** @param words for the room that is kept for tasks still to come */
    Closing with(Optional<String> words) {
        headroom = words.map(room -> room + ", ").orElse("");
        return this;
    }

    /** @param enough true where nothing is missing, too much, or held */
    Decision close(boolean enough) {
        var takeDown = facts.settings().mode() == Mode.TAKE_DOWN;
        var settled = enough && draft.steps().isEmpty() && (takeDown ? isDown() : isUp());
        if (settled) sayThatAllIsWell(takeDown);
        if (facts.observation().scope() == Scope.SIGNALS_ONLY) return draft.decision(draft.asOf(), false);
        if (!settled && demandIsWaitingForPools()) wakeForQuarantines();
        return draft.decision(draft.asOf().plus(settled ? QUIET : BUSY), settled);
    }

    private boolean isUp() {
        return facts.isComplete()
                && facts.hosts(Standing.DISCONNECTED).isEmpty()
                && draft.doomed().values().stream().noneMatch(doomed -> doomed.kind() == Signal.Kind.NOTICE)
                && draft.retiring().isEmpty()
                && draft.resends().isEmpty()
                && draft.reruns().isEmpty();
    }

    private boolean isDown() {
        if (draft.spotFleet().isPresent()
                || !draft.launches().isEmpty()
                || !draft.resends().isEmpty()) return false;
        for (var host : facts.hosts()) if (host.owned() && host.standing() != Standing.GONE) return false;
        return true;
    }

    private boolean demandIsWaitingForPools() {
        return draft.watch().shortSince().isPresent();
    }

    private void wakeForQuarantines() {
        for (Quarantine quarantine : draft.quarantine().values())
            if (quarantine.until().isAfter(draft.asOf())) draft.wakeAt(quarantine.until());
        for (Quarantine pause : draft.pauses().values())
            if (pause.until().isAfter(draft.asOf())) draft.wakeAt(pause.until());
    }

    private void sayThatAllIsWell(boolean takeDown) {
        if (takeDown) {
            draft.note(Code.TAKE_DOWN, "nothing is left of the cluster's instances");
            return;
        }
        var own = 0;
        var tasks = 0;
        for (var host : facts.hosts(Standing.STAYING)) {
            if (host.owned()) own++;
            tasks += facts.movable(host).size();
        }
        draft.note(
                Code.WHOLE,
                "nothing to do: " + Words.count(own, "instance") + " for a target of " + facts.target() + ", "
                        + Words.count(tasks, "service task") + " with " + roomPercent() + " % room, " + headroom
                        + survival());
    }

    private String survival() {
        if (!unsafe.isEmpty()) return "would not survive the loss of " + Words.list(unsafe);
        var auto = draft.learning().auto();
        if (auto.isPresent()) return "auto " + auto.get().why();
        return switch (facts.settings().capacity().survive()) {
            case POOL, AUTO -> "survives the loss of any one pool";
            case ZONE -> "survives the loss of any one zone";
            case NONE -> "no spare is kept for a loss";
        };
    }

    /** What is free of CPU or of memory, whichever is scarcer. */
    private long roomPercent() {
        long cpu = 0, cpuFree = 0, memory = 0, memoryFree = 0;
        for (Host host : facts.hosts(Standing.STAYING)) {
            var registration = host.registration().orElseThrow();
            cpu += registration.registered().cpuUnits();
            cpuFree += registration.remaining().cpuUnits();
            memory += registration.registered().memoryMib();
            memoryFree += registration.remaining().memoryMib();
        }
        if (cpu == 0 || memory == 0) return 0;
        return Math.min(100 * cpuFree / cpu, 100 * memoryFree / memory);
    }
}
