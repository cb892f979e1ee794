package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters drawn by a seed, which every failure names. */
class RandomClustersTest {
    private static final int CLUSTERS_A_BATCH = 60;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void afterThePlanEverythingPacksAlsoWithoutAnyOnePool(int batch) {
        for (var seed = batch * CLUSTERS_A_BATCH; seed < (batch + 1) * CLUSTERS_A_BATCH; seed++) {
            var given = drawn(new Random(seed));
            var decision = given.decide();
            assertThat(new Survival(given, decision).unsafe())
                    .as("seed %d: lost pools that leave tasks without a place", seed)
                    .isEmpty();
            var total = actions(decision, LaunchInstances.class).stream()
                    .mapToInt(LaunchInstances::total)
                    .sum();
            assertThat(given.hosts.size() + total)
                    .as("seed %d: instances", seed)
                    .isGreaterThanOrEqualTo(given.settings.capacity().target().amount());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void inAnyWeatherNothingIsDoubledNothingUndoesItselfAndAtLastAllIsWhole(int batch) {
        for (var seed = batch * CLUSTERS_A_BATCH; seed < (batch + 1) * CLUSTERS_A_BATCH; seed++) new Storm(seed).blow();
    }

    private static Given drawn(Random random) {
        var given = Given.cluster().target(random.nextInt(12)).survive(Survive.POOL);
        var pools = given.offers.stream()
                .map(offer -> offer.pool().toString())
                .filter(pool -> !pool.endsWith("on-demand"))
                .map(pool -> pool.replace("eu-west-1", ""))
                .toList();
        var hosts = random.nextInt(14);
        for (var i = 10; i < 10 + hosts; i++) given.host("i-" + i, pools.get(random.nextInt(pools.size())));
        var services = 1 + random.nextInt(5);
        for (var i = 0; i < services; i++)
            given.service("s" + i, random.nextInt(9))
                    .needing(128 << random.nextInt(4), 256 << random.nextInt(4))
                    .healthy(List.of(50, 100).get(random.nextInt(2)), 200);
        given.schedulerRuns();
        return given;
    }

    /** A cluster under notices, lost answers, dry pools and changing wishes; then calm. */
    static final class Storm {
        private final int seed;
        private final Random random;
        private final Given given;
        private Consumer<Decision> watcher;
        private final TreeMap<String, Step> sent = new TreeMap<>();

        Storm(int seed) {
            this.seed = seed;
            random = new Random(seed);
            given = drawn(random);
            if (seed % 2 == 1) given.consolidating();
        }

        void blow() {
            blow(decision -> {});
        }

        /** @param told every decision */
        void blow(Consumer<Decision> told) {
            watcher = told;
            for (var tick = 0; tick < 40; tick++) {
                happen();
                decide(random.nextInt(4) == 0 ? Scope.SIGNALS_ONLY : Scope.FULL, true);
                given.later(Duration.ofSeconds(1 + random.nextInt(40)));
            }
            calm();
        }

        private void happen() {
            switch (random.nextInt(8)) {
                case 0 -> anyHost().ifPresent(id -> given.notice(id));
                case 1 -> given.target(random.nextInt(12));
                case 2 -> anyService().desired = random.nextInt(9);
                case 3, 4 -> given.everythingRegisters();
                default -> {}
            }
            passDeadlines();
            given.schedulerRuns();
        }

        private void passDeadlines() {
            for (var signal : List.copyOf(given.signals))
                if (!signal.deadline().isAfter(given.now)) {
                    given.end(signal.instanceId());
                    given.signals.remove(signal);
                }
        }

        private Optional<String> anyHost() {
            var alive = given.hosts.values().stream()
                    .filter(host -> host.state == InstanceState.RUNNING)
                    .map(host -> host.id)
                    .toList();
            return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(random.nextInt(alive.size())));
        }

        private GivenService anyService() {
            return List.copyOf(given.services.values()).get(random.nextInt(given.services.size()));
        }

        private Decision decide(Scope scope, boolean faults) {
            var before = given.memory;
            var observation = given.observation(scope);
            var once = Decide.decide(observation, given.settings, before);
            assertThat(Decide.decide(observation, given.settings, before))
                    .as("seed %d: the same input again", seed)
                    .isEqualTo(once);
            var decision = given.decide(scope);
            check(decision);
            watcher.accept(decision);
            for (var step : decision.steps()) answer(step, faults);
            return decision;
        }

        private void check(Decision decision) {
            var launches = !actions(decision, LaunchInstances.class).isEmpty();
            for (var step : decision.steps()) {
                var old = sent.putIfAbsent(step.token(), step);
                assertThat(old == null || old.equals(step))
                        .as("seed %d: token %s means two things", seed, step.token())
                        .isTrue();
                assertThat(step.reason().sentence()).as("seed %d", seed).isNotBlank();
                var givesBack = old == null && !(step.action() instanceof Action.ActivateInstances);
                if (launches && givesBack)
                    assertThat(step.reason().code())
                            .as("seed %d: given back and bought in one decision: %s", seed, decision.steps())
                            .isNotEqualTo(Code.SURPLUS);
                if (step.action() instanceof Action.TerminateInstances terminate)
                    for (var id : terminate.instanceIds())
                        assertThat(given.tasks.values())
                                .as("seed %d: tasks on %s, which is terminated", seed, id)
                                .noneMatch(task -> task.host.id.equals(id));
                if (step.action() instanceof Action.DrainInstances drain)
                    assertThat(drain.containerInstanceArns()).hasSizeLessThanOrEqualTo(10);
            }
            assertThat(decision.nextWake()).as("seed %d", seed).isAfterOrEqualTo(given.now);
        }

        private void answer(Step step, boolean faults) {
            switch (faults ? random.nextInt(10) : 9) {
                case 0 -> given.answer(step, new Outcome.Unknown("lost before"));
                case 1 -> {
                    given.carryOut(step);
                    given.answer(step, new Outcome.Unknown("lost after"));
                }
                case 2 -> given.answer(step, new Outcome.Throttled(Duration.ofSeconds(1 + random.nextInt(10))));
                case 3 ->
                    given.answer(
                            step,
                            step.action() instanceof LaunchInstances
                                    ? new Outcome.NoCapacity(List.of())
                                    : given.carryOut(step));
                default -> given.answer(step, given.carryOut(step));
            }
        }

        private void calm() {
            Decision decision = null;
            for (var tick = 0; tick < 400; tick++) {
                passDeadlines();
                given.everythingRegisters();
                given.schedulerRuns();
                decision = decide(Scope.FULL, false);
                if (decision.settled()) break;
                given.now = decision.nextWake().isAfter(given.now) ? decision.nextWake() : given.now.plusSeconds(1);
            }
            assertThat(decision.settled())
                    .as(
                            "seed %d: settled, but %s, notes %s, memory %s",
                            seed, decision.steps(), decision.notes(), decision.memory())
                    .isTrue();
            assertThat(new Survival(given, decision).unsafe())
                    .as("seed %d: survives in the end", seed)
                    .isEmpty();
            var staying = new TreeSet<String>();
            for (var host : given.hosts.values()) if (host.state == InstanceState.RUNNING) staying.add(host.id);
            assertThat(staying.size())
                    .as("seed %d: instances in the end", seed)
                    .isGreaterThanOrEqualTo(given.settings.capacity().target().amount());
            assertThat(decision.memory().launches()).as("seed %d", seed).isEmpty();
        }
    }
}
