package dev.ballast.decide;

import dev.ballast.decide.Brakes.Hold;
import dev.ballast.decide.answers.Answers;
import dev.ballast.decide.answers.Forget;
import dev.ballast.decide.answers.Resends;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Join;
import dev.ballast.decide.interrupt.Notices;
import dev.ballast.decide.interrupt.Rebalances;
import dev.ballast.decide.interrupt.Reruns;
import dev.ballast.decide.interrupt.Timelines;
import dev.ballast.decide.market.ColdStarts;
import dev.ballast.decide.market.Interruptions;
import dev.ballast.decide.market.ZoneScores;
import dev.ballast.decide.plan.BackToSpot;
import dev.ballast.decide.plan.Consolidation;
import dev.ballast.decide.plan.Lack;
import dev.ballast.decide.plan.Planner;
import dev.ballast.decide.plan.Premium;
import dev.ballast.decide.plan.Probes;
import dev.ballast.decide.plan.Recall;
import dev.ballast.decide.plan.Surplus;
import dev.ballast.decide.plan.Survival;
import dev.ballast.decide.plan.YoungPools;
import dev.ballast.decide.retire.Retirement;
import dev.ballast.decide.retire.SecondThoughts;
import dev.ballast.decide.retire.TakeDown;
import dev.ballast.decide.upkeep.Agents;
import dev.ballast.decide.upkeep.Leftovers;
import dev.ballast.decide.upkeep.Registrations;
import dev.ballast.model.Decision;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Mode;
import dev.ballast.model.Signal;
import dev.ballast.template.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The one entry: everything known goes in, everything to be done comes out. Pure: the same observation, settings and memory
 * give the same decision in every process.
 *
 * <p>In this order: answers to earlier steps; signals; brakes; what leaves; drains and stops of what AWS takes; what is
 * missing; what is too much. Every part sees what the parts before it decided, through one {@link Draft}.
 */
public final class Decide {
    /** ECS shows a drain that was taken back in its next listing. */
    private static final Duration RECALL_SEEN = Duration.ofSeconds(30);

    private final Join join;
    private final Observation observation;
    private final Settings settings;
    private final Memory before;
    private final Draft draft;
    private final boolean full;
    private Optional<Planner> planner = Optional.empty();

    /** @param pools what was made of each pool that the settings name; none while the cluster is taken down */
    public record Explained(Decision decision, List<PoolChoice> pools) {}

    private Decide(Observation observation, Settings settings, Memory before, Join join) {
        this.join = join;
        this.observation = observation;
        this.settings = settings.at(observation.asOf());
        this.before = before;
        draft = new Draft(before, settings.cluster(), observation.asOf());
        full = observation.scope() == Scope.FULL;
    }

    public static Decision decide(Observation observation, Settings settings, Memory memory) {
        return decide(observation, settings, memory, new Join());
    }

    /** @param join the same from one decision to the next saves time, and changes nothing else */
    public static Decision decide(Observation observation, Settings settings, Memory memory, Join join) {
        return new Decide(observation, settings, memory, join).decide();
    }

    /** The same decision, and what it made of each pool. */
    public static Explained explain(Observation observation, Settings settings, Memory memory) {
        var decide = new Decide(observation, settings, memory, new Join());
        var decision = decide.decide();
        return new Explained(decision, decide.planner.map(Planner::choices).orElse(List.of()));
    }

    private Decision decide() {
        Answers.fold(draft, observation);
        Forget.overtaken(draft, observation);
        draft.watch().recalled().values().removeIf(at -> at.plus(RECALL_SEEN).isBefore(observation.asOf()));
        var seen = join.facts(observation, settings, draft.launches())
                .recalling(draft.watch().recalled().keySet());
        // a timeline ends with its host: whose notice was known has to be asked before
        if (full) Interruptions.unnoticed(draft, seen);
        Notices.fold(draft, seen);
        if (full) Interruptions.stand(draft, seen);
        ColdStarts.measure(draft, seen);
        if (full) ZoneScores.tell(draft, seen);
        seen = Survival.choose(draft, seen);
        return settings.mode() == Mode.TAKE_DOWN ? takeDown(seen) : keep(seen);
    }

    private Decision keep(Facts seen) {
        var hold = full ? new Brakes(draft, seen, before).check() : Hold.EVERYTHING;
        var free = hold == Hold.NOTHING;
        var template = template();
        if (full) Agents.watch(draft, seen);
        if (free) retire(seen, template);
        var mayBuy = hold != Hold.EVERYTHING || draft.isAnybodyNoticed();
        Recall.fromTakeDown(draft, seen);
        if (mayBuy) Consolidation.reconsider(draft, seen, leaving());
        var returning = mayBuy ? Recall.surplus(draft, seen, leaving()) : List.<String>of();
        Resends.send(draft, seen, settings.mode(), free ? Resends.Which.ALL : Resends.Which.WITHOUT_VOLUNTARY);
        var leaving = leaving();
        returning.forEach(leaving::remove);
        var facts = seen.recalling(draft.watch().recalled().keySet())
                .recalling(returning)
                .without(leaving);
        for (var minimum : settings.capacity().minimums())
            draft.wakeAt(minimum.window().nextEdge(observation.asOf()));
        var demand = Demand.of(facts);
        var planner = new Planner(facts, demand, draft, template);
        this.planner = Optional.of(planner);
        var enough = mayBuy && planner.buyWhatIsMissing();
        // what is bought now is on its way, which a timeline waits for
        new Timelines(draft, facts, demand).advance();
        Reruns.start(draft, facts);
        if (full) Premium.account(draft, seen);
        var surplus = false;
        if (free) {
            surplus = giveBack(facts, enough, template, planner.lack());
            new Retirement(draft, facts, demand).advance(enough);
            Probes.send(draft, seen, template);
        }
        return new Closing(draft, facts, planner.unsafe())
                .with(planner.headroom())
                .close(enough && free && !surplus);
    }

    /** Who must go, or would better: each is replaced first where its place is needed. */
    private void retire(Facts seen, Optional<LaunchTemplateSpec> template) {
        Registrations.check(draft, seen, template);
        Agents.retireLost(draft, seen);
        SecondThoughts.have(draft, seen);
        Rebalances.retire(draft, seen);
        YoungPools.retire(draft, seen);
        new Leftovers(draft, seen).clear();
    }

    /** @return true where there is more than is needed */
    private boolean giveBack(Facts facts, boolean enough, Optional<LaunchTemplateSpec> template, Optional<Lack> lack) {
        // with something on its way in, or a host that AWS takes, there is not too much of anything
        if (!enough || !facts.isComplete() || draft.isAnybodyNoticed()) {
            draft.watch().hasSurplusNoMore();
            return false;
        }
        if (new Surplus(facts, draft, template, lack).retire()) return true;
        BackToSpot.retire(draft, facts);
        new Consolidation(facts, draft, template).retire();
        return false;
    }

    private Decision takeDown(Facts seen) {
        Resends.send(draft, seen, Mode.TAKE_DOWN, full ? Resends.Which.ALL : Resends.Which.WITHOUT_VOLUNTARY);
        var demand = Demand.of(seen);
        if (full) {
            Agents.watch(draft, seen);
            new Leftovers(draft, seen).deregister();
            TakeDown.retireAll(draft, seen);
            new Retirement(draft, seen, demand).advance(true);
            TakeDown.stopTasks(draft, seen);
        }
        return new Closing(draft, seen, new TreeSet<>()).close(full);
    }

    private TreeSet<String> leaving() {
        var leaving = new TreeSet<>(draft.retiring().keySet());
        draft.doomed().forEach((id, doomed) -> {
            if (doomed.kind() == Signal.Kind.NOTICE) leaving.add(id);
        });
        return leaving;
    }

    private Optional<LaunchTemplateSpec> template() {
        var image = observation.image().value();
        if (image.isEmpty()) return Optional.empty();
        var composed = Template.tryToCompose(settings, image.get());
        for (var flaw : composed.flaws()) draft.note(Code.NO_OFFER, "no instance can be made: " + flaw);
        return composed.template();
    }
}
