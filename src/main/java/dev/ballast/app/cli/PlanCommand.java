package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.HourlyCost;
import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.Step;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "What 'ballast up' would change now, why, and what it costs.",
            "Reads only; changes and records nothing.",
            "--pools names every pool that the settings allow: what is bought of it, or why nothing is, and how much dearer",
            "or cheaper it is for what the tasks need than the dearest that is bought (or runs, where nothing is bought)."
        })
final class PlanCommand extends ClusterCommand {
    /** The plan as a program reads it. */
    record Plan(
            List<PlannedStep> steps,
            List<String> notes,
            HourlyCost before,
            HourlyCost after,
            Optional<List<PlannedPool>> pools) {}

    record PlannedStep(String action, String because, List<String> ratherThan) {}

    /** @param difference of its price for what the tasks need, 0.1 is a tenth dearer */
    record PlannedPool(
            CapacityPool pool,
            int now,
            int then,
            BigDecimal usdPerHour,
            Optional<Double> difference,
            PoolChoice.Verdict verdict,
            String why) {}

    @Option(names = "--pools", description = "name every pool with its price and why it is bought of or not")
    private boolean everyPool;

    @Override
    void check() {
        cloud.requireFile();
    }

    @Override
    int call(Session session) {
        session.requireSettings();
        var seen = session.observe();
        var foresight = session.foresee(seen);
        var decisions = foresight.decisions();
        var steps = decisions.stream()
                .flatMap(decision -> decision.steps().stream())
                .toList();
        var cluster = session.place().cluster();
        var before = seen.owned(cluster).stream().map(Instance::pool).toList();
        var after = poolsAfter(seen.owned(cluster), decisions.getLast(), steps);
        var plan = new Plan(
                steps.stream()
                        .map(step -> new PlannedStep(
                                Wording.of(step.action()),
                                step.reason().sentence(),
                                step.reason().alternatives()))
                        .toList(),
                decisions.getLast().notes().stream()
                        .map(note -> note.sentence())
                        .toList(),
                HourlyCost.ofPools(before, seen.offers().value()),
                HourlyCost.ofPools(after, seen.offers().value()),
                everyPool ? Optional.of(planned(foresight.pools(), before, after)) : Optional.empty());
        if (output.isJson()) {
            Output.json(out(), plan);
            return ExitStatus.OK;
        }
        out().println(session.place());
        for (var step : plan.steps()) {
            out().println("\n" + step.action());
            out().println("    because " + step.because());
            for (var alternative : step.ratherThan()) out().println("    rather than " + alternative);
        }
        if (plan.steps().isEmpty()) out().println("\nnothing to change");
        for (var note : plan.notes()) out().println("    " + note);
        if (plan.pools().isPresent()) printEvery(plan.pools().get());
        else printPools(before, after, seen);
        out().println("\nbefore  " + plan.before() + "\nafter   " + plan.after());
        out().flush();
        return ExitStatus.OK;
    }

    private static List<PlannedPool> planned(
            List<PoolChoice> choices, List<CapacityPool> before, List<CapacityPool> after) {
        var now = counted(before);
        var then = counted(after);
        return choices.stream()
                .map(choice -> new PlannedPool(
                        choice.pool(),
                        now.getOrDefault(choice.pool(), 0),
                        then.getOrDefault(choice.pool(), 0),
                        choice.price().toBigDecimal(),
                        choice.difference().map(one -> Math.round(one * 10_000) / 10_000.0),
                        choice.verdict(),
                        choice.why()))
                .toList();
    }

    private static Map<CapacityPool, Integer> counted(List<CapacityPool> pools) {
        var counts = new TreeMap<CapacityPool, Integer>();
        for (var pool : pools) counts.merge(pool, 1, Integer::sum);
        return counts;
    }

    private void printEvery(List<PlannedPool> pools) {
        var table = new Table("POOL", "NOW", "THEN", "PRICE", "DIFFERENCE", "WHY");
        for (var one : pools)
            table.row(
                    one.pool(),
                    one.now(),
                    one.then(),
                    UsdPerHour.of(one.usdPerHour()),
                    one.difference()
                            .map(share -> String.format(Locale.ROOT, "%+.1f %%", 100 * share))
                            .orElse("-"),
                    one.why());
        out().print("\n" + table);
    }

    private void printPools(List<CapacityPool> before, List<CapacityPool> after, Observation seen) {
        var now = counted(before);
        var then = counted(after);
        var all = new TreeSet<>(now.keySet());
        all.addAll(then.keySet());
        var table = new Table("POOL", "NOW", "THEN", "PRICE", "ON DEMAND");
        for (var pool : all) {
            var offer = seen.offers().value().stream()
                    .filter(candidate -> candidate.pool().equals(pool))
                    .findFirst();
            table.row(
                    pool,
                    now.getOrDefault(pool, 0),
                    then.getOrDefault(pool, 0),
                    offer.map(known -> known.price().toString()).orElse("-"),
                    offer.map(known -> known.onDemandPrice().toString()).orElse("-"));
        }
        if (!table.isEmpty()) out().print("\n" + table);
    }

    /** What stays, and what is launched; an instance that is being emptied is gone then. */
    private static List<CapacityPool> poolsAfter(List<Instance> owned, Decision last, List<Step> steps) {
        var pools = new ArrayList<CapacityPool>();
        for (var instance : owned)
            if (!last.memory().retiring().containsKey(instance.instanceId())
                    && !last.memory().doomed().containsKey(instance.instanceId())) pools.add(instance.pool());
        for (var step : steps)
            if (step.action() instanceof Action.LaunchInstances launch)
                for (var offer : launch.offers()) for (var i = 0; i < launch.each(); i++) pools.add(offer.pool());
        return pools;
    }
}
