package dev.ballast.loop;

import dev.ballast.act.Actor;
import dev.ballast.decide.Decide;
import dev.ballast.decide.draft.Asked;
import dev.ballast.decide.facts.Join;
import dev.ballast.journal.Journal;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Observation;
import dev.ballast.model.Reason;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer;
import dev.ballast.observe.Observer.Look;
import dev.ballast.observe.SignalSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One tick of the way of data: observe, decide, record, act, record. It reads the clock once a tick and makes no choice. When a
 * tick happens is the business of whoever calls it: {@link Runner} on a clock that runs, a simulation on one that jumps. Not
 * thread-safe.
 */
public final class Loop {
    private final Observer observer;
    private final SignalSource signals;
    private final Actor actor;
    private final Journal journal;
    private final InstantSource clock;
    private final Supplier<Settings> settings;
    private final Digest digest = new Digest();
    private final Join join = new Join();

    private Memory memory;
    /** Empty until this process has decided once. */
    private Optional<Decided> last = Optional.empty();

    private List<Answered> outcomes;
    private List<Signal> unrecorded = new ArrayList<>();
    private List<Reason> lastNotes = List.of();

    /** @param settings that it was decided with */
    private record Decided(Observation on, Settings settings, Decision decision) {
        /** What is settled stays so until something changes or its own wake is due; a clock that was set back counts as due. */
        boolean holdsFor(Observation observation, Settings wanted) {
            return decision.settled()
                    && observation.asOf().isBefore(decision.nextWake())
                    && !observation.asOf().isBefore(decision.asOf())
                    && observation.outcomes().isEmpty()
                    && observation.tellsTheSameAs(on)
                    && wanted.equals(settings);
        }
    }

    /**
     * Takes up where the journal ends.
     *
     * @param settings asked once a tick: the file may change, or a person may scale
     */
    public Loop(
            Observer observer,
            SignalSource signals,
            Actor actor,
            Journal journal,
            InstantSource clock,
            Supplier<Settings> settings) {
        this.observer = observer;
        this.signals = signals;
        this.actor = actor;
        this.journal = journal;
        this.clock = clock;
        this.settings = settings;
        memory = journal.lastMemory().orElseGet(() -> Memory.fresh(journal.epoch()));
        outcomes = journal.lastOutcomes();
    }

    /** @return true where any of it was new, so that a signal tick is due */
    public boolean hear(List<Signal> arrived) {
        unrecorded.addAll(arrived);
        return observer.hear(arrived);
    }

    /**
     * What to read now, for whichever thread has the time: it needs nothing of the loop's, and the loop may hear, decide and act
     * meanwhile. One at a time.
     *
     * @return throws {@link CloudUnreachable}
     */
    public Supplier<Look> nextLook() {
        var wanted = settings.get();
        var at = clock.instant();
        return () -> observer.look(wanted, at);
    }

    /** Reads the world and decides everything. */
    public Tick tick() {
        return tick(nextLook().get());
    }

    /** Decides everything on what was seen, unless it tells the same as before and there is nothing to add. */
    public Tick tick(Look seen) {
        var wanted = seen.settings();
        var observation = observer.assemble(seen, clock.instant(), outcomes);
        if (last.filter(decided -> decided.holdsFor(observation, wanted)).isEmpty())
            return carryOut(observation, wanted);
        // what was heard told nothing that the recorded decision does not know
        acknowledge();
        return ticked(observation, last.get().decision(), List.of());
    }

    /** Decides interruptions on the last facts without reading; before the first read it is a full tick. */
    public Tick signalTick() {
        var recalled = observer.recall(clock.instant(), outcomes);
        return recalled.isPresent() ? carryOut(recalled.get(), settings.get()) : tick();
    }

    /**
     * Records and sends what a person asked for, beside whatever is under way. It is no decision: memory and what the next one is
     * told stay as they are.
     */
    public Answered ask(Action action, String why) {
        var step = Asked.step(action, why, settings.get().cluster(), memory, clock.instant());
        journal.appendAsked(memory.decisions(), clock.instant(), step);
        var answers = new ArrayList<Answered>();
        actor.perform(List.of(step), answered -> {
            journal.append(memory.decisions(), answered);
            answers.add(answered);
        });
        return answers.getFirst();
    }

    private static Tick ticked(Observation observation, Decision decision, List<Answered> answers) {
        var read = observation.asOf().plus(Observer.CLUSTER_EVERY);
        return new Tick(
                observation, decision, answers, read.isBefore(decision.nextWake()) ? read : decision.nextWake());
    }

    private Tick carryOut(Observation observation, Settings wanted) {
        var decision = Decide.decide(observation, wanted, memory, join);
        last = Optional.of(new Decided(observation, wanted, decision));
        if (isNews(decision, observation)) {
            journal.append(decision, digest.of(observation));
            memory = decision.memory();
            lastNotes = decision.notes();
        }
        outcomes = new ArrayList<>();
        actor.perform(decision.steps(), answered -> {
            journal.append(decision.number(), answered);
            outcomes.add(answered);
        });
        // after the steps: a message that nobody needs any more has time
        acknowledge();
        return ticked(observation, decision, List.copyOf(outcomes));
    }

    private void acknowledge() {
        if (unrecorded.isEmpty()) return;
        signals.acknowledge(unrecorded);
        unrecorded = new ArrayList<>();
    }

    /** A tick that changes nothing, says nothing new and learned nothing is not worth a row: a quiet night would fill the journal. */
    private boolean isNews(Decision decision, Observation observation) {
        return !decision.steps().isEmpty()
                || !observation.outcomes().isEmpty()
                || !decision.notes().equals(lastNotes)
                || !decision.memory().tellsTheSameAs(memory);
    }
}
