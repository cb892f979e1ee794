package dev.ballast.decide.draft;

import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Memory.Refusal;
import dev.ballast.model.Memory.Rerun;
import dev.ballast.model.Memory.Resend;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Memory.SpotFleet;
import dev.ballast.model.Reason;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that one decision changes. Mutable, local to one call of {@code decide}, and the only mutable thing that its
 * parts share.
 */
public final class Draft {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String cluster;
    private final String epoch;
    private final long number;
    private final Instant asOf;
    private final List<Step> steps = new ArrayList<>();
    private final List<Reason> notes = new ArrayList<>();
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private int ordinal;

    private final SortedMap<String, Launch> launches;
    private final SortedMap<String, Doomed> doomed;
    private final SortedMap<String, Retiring> retiring;
    private final SortedMap<CapacityPool, Quarantine> quarantine;
    private final SortedMap<String, Resend> resends;
    private final SortedMap<String, Refusal> refusals;
    private final SortedMap<String, Rerun> reruns;
    private final TreeSet<String> knownTemplates;
    private final Watching watch;
    private final SortedMap<String, Quarantine> pauses;
    private final Learning learning;
    private Optional<SpotFleet> spotFleet;

    public Draft(Memory memory, String cluster, Instant asOf) {
        this.cluster = cluster;
        this.asOf = asOf;
        epoch = memory.epoch();
        number = memory.decisions() + 1;
        launches = new TreeMap<>(memory.launches());
        doomed = new TreeMap<>(memory.doomed());
        retiring = new TreeMap<>(memory.retiring());
        quarantine = new TreeMap<>(memory.quarantine());
        resends = new TreeMap<>(memory.resends());
        refusals = new TreeMap<>(memory.refusals());
        reruns = new TreeMap<>(memory.reruns());
        knownTemplates = new TreeSet<>(memory.knownTemplates());
        watch = new Watching(memory.watch());
        pauses = new TreeMap<>(memory.pauses());
        learning = new Learning(memory.experience());
        spotFleet = memory.spotFleet();
    }

    public Instant asOf() {
        return asOf;
    }

    /** Adds a new step under a token of its own. */
    public Step step(Action action, Reason reason) {
        var step = new Step(Token.of(epoch, cluster, number, ++ordinal), action, reason);
        steps.add(step);
        return step;
    }

    /** Sends a step of an earlier decision again, under its old token: what happened already does not happen twice. */
    public void again(Step step) {
        steps.add(step);
    }

    public List<Step> steps() {
        return steps;
    }

    public void note(Reason reason) {
        if (!notes.contains(reason)) notes.add(reason);
    }

    public void note(Reason.Code code, String sentence) {
        note(Reason.of(code, sentence));
    }

    public boolean hasNotes() {
        return !notes.isEmpty();
    }

    /** Asks to go on at once: this decision prepared what the next one can do. */
    public void wakeNow() {
        wakes.add(asOf);
    }

    /** Asks to be woken then. */
    public void wakeAt(Instant moment) {
        // What was due already and did not happen waits for the facts to change; a wake at once would spin.
        wakes.add(moment.isAfter(asOf) ? moment : asOf.plus(AGAIN));
    }

    /** By token. */
    public SortedMap<String, Launch> launches() {
        return launches;
    }

    public SortedMap<String, Doomed> doomed() {
        return doomed;
    }

    /** True where AWS said that it takes some instance. */
    public boolean isAnybodyNoticed() {
        return doomed.values().stream().anyMatch(one -> one.kind() == Signal.Kind.NOTICE);
    }

    /** True where AWS said that it takes this instance; a recommendation alone takes nothing away. */
    public boolean hasNotice(String instanceId) {
        var one = doomed.get(instanceId);
        return one != null && one.kind() == Signal.Kind.NOTICE;
    }

    public SortedMap<String, Retiring> retiring() {
        return retiring;
    }

    public SortedMap<CapacityPool, Quarantine> quarantine() {
        return quarantine;
    }

    /** Of what several pools share; by what it is. */
    public SortedMap<String, Quarantine> pauses() {
        return pauses;
    }

    public Learning learning() {
        return learning;
    }

    public SortedMap<String, Resend> resends() {
        return resends;
    }

    public SortedMap<String, Refusal> refusals() {
        return refusals;
    }

    public SortedMap<String, Rerun> reruns() {
        return reruns;
    }

    public TreeSet<String> knownTemplates() {
        return knownTemplates;
    }

    public Watching watch() {
        return watch;
    }

    public Optional<SpotFleet> spotFleet() {
        return spotFleet;
    }

    public void spotFleet(Optional<SpotFleet> fleet) {
        spotFleet = fleet;
    }

    /** AWS said no, or it came to nothing: not to be tried again before {@link Backoff} allows it. */
    public void refuse(String what, String code, String message) {
        refuse(what, code, message, Backoff.REFUSAL);
    }

    public void refuse(String what, String code, String message, Backoff backoff) {
        var before = refusals.get(what);
        var failures = before == null ? 1 : before.failures() + 1;
        refusals.put(what, new Refusal(asOf.plus(backoff.after(failures)), failures, code, message));
    }

    /** It works again. */
    public void accept(String what) {
        refusals.remove(what);
    }

    /** True while AWS's last no to this is too young to ask again; the moment to ask is then a wake. */
    public boolean isRefused(String what) {
        var refusal = refusals.get(what);
        if (refusal == null || !refusal.until().isAfter(asOf)) return false;
        wakeAt(refusal.until());
        return true;
    }

    public Decision decision(Instant wakeAtLatest, boolean settled) {
        wakes.add(wakeAtLatest);
        var ordered = new ArrayList<>(steps);
        ordered.sort(Comparator.comparing(step -> Urgency.of(step.action())));
        var memory = new Memory(
                epoch,
                number,
                launches,
                doomed,
                retiring,
                quarantine,
                resends,
                refusals,
                reruns,
                watch.written(),
                spotFleet,
                List.copyOf(knownTemplates),
                pauses,
                learning.written());
        return new Decision(number, asOf, ordered, notes, memory, wakes.first(), settled);
    }
}
