package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.OnDemand;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Step;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever the market answers, the fallback stays under its cap and its share. */
class BoundsTest {
    private static final int SEEDS = 60;
    private static final int TICKS = 60;

    @Test
    void neverAboveACap() {
        var bought = 0;
        for (var seed = 0; seed < SEEDS; seed++) bought += new Run(seed).run();
        assertThat(bought).as("launches on demand that were checked").isGreaterThan(SEEDS);
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final Given given;
        private final OnDemand bounds;
        private final Map<CapacityPool, UsdPerHour> prices = new TreeMap<>();
        private int checked;

        Run(int seed) {
            this.seed = seed;
            random = new Random(seed);
            var share = List.of(1.0, 0.5, 0.3, 0.75).get(random.nextInt(4));
            bounds = new OnDemand(
                    Duration.ofMinutes(random.nextInt(3)),
                    UsdPerHour.of(0.1 + random.nextInt(20) / 10.0),
                    share,
                    random.nextInt(3),
                    random.nextInt(3) / 10.0);
            given = Given.cluster()
                    .target(random.nextInt(12))
                    .survive(Survive.values()[random.nextInt(Survive.values().length)])
                    .onDemand(bounds);
            given.offers = given.offers.stream().map(this::repriced).toList();
            for (var offer : given.offers) prices.put(offer.pool(), offer.price());
        }

        private Offer repriced(Offer offer) {
            var price = UsdPerHour.of(0.02 + random.nextInt(300) / 1000.0);
            return new Offer(
                    offer.pool(), offer.type(), price, offer.onDemandPrice(), offer.subnetId(), offer.lossesPerDay());
        }

        /** @return how many launches on demand were checked */
        int run() {
            for (var tick = 0; tick < TICKS; tick++) {
                var decision = given.decide();
                // some of what is drained may still be there: what costs is whatever is alive
                for (var step : decision.steps()) carryOut(step);
                check(decision);
                happen();
            }
            return checked;
        }

        /** Spot is scarce; on demand mostly comes, sometimes in part, sometimes without an answer. */
        private void carryOut(Step step) {
            if (!(step.action() instanceof LaunchInstances launch)) {
                given.answer(step, given.carryOut(step));
                return;
            }
            var isSpot = launch.offers().getFirst().pool().option() == PurchaseOption.SPOT;
            var luck = random.nextInt(10);
            if (luck < (isSpot ? 7 : 1)) given.answer(step, new Outcome.NoCapacity(failures(launch)));
            else if (luck == 9) {
                given.carryOut(step);
                given.answer(step, new Outcome.Unknown("no answer"));
            } else given.answer(step, given.carryOut(step));
        }

        private List<Failure> failures(LaunchInstances launch) {
            var codes = List.of("InsufficientInstanceCapacity", "MaxSpotInstanceCountExceeded", "VcpuLimitExceeded");
            return launch.offers().stream()
                    .map(offer -> new Failure(
                            offer.pool().toString(),
                            offer.pool().option() == PurchaseOption.SPOT ? codes.get(random.nextInt(2)) : codes.get(2),
                            "none"))
                    .toList();
        }

        private void check(Decision decision) {
            var buysOnDemand = decision.steps().stream()
                    .anyMatch(step -> step.action() instanceof LaunchInstances launch
                            && launch.offers().getFirst().pool().option() == PurchaseOption.ON_DEMAND);
            if (!buysOnDemand) return;
            checked++;
            var alive = given.hosts.values().stream()
                    .filter(host -> host.state.isAlive())
                    .toList();
            var onDemand = new ArrayList<UsdPerHour>();
            for (var host : alive)
                if (host.pool.option() == PurchaseOption.ON_DEMAND) onDemand.add(prices.get(host.pool));
            // whichever are the base: at best the dearest
            onDemand.sort(Comparator.reverseOrder());
            var base =
                    Math.min(bounds.base(), given.settings.capacity().target().amount());
            var fallback = onDemand.subList(Math.min(base, onDemand.size()), onDemand.size());
            var spent = fallback.stream().reduce(UsdPerHour.ZERO, UsdPerHour::plus);
            assertThat(spent).as("seed %d: money", seed).isLessThanOrEqualTo(bounds.cap());
            var needed = Math.max(given.settings.capacity().target().amount(), alive.size()) - base;
            assertThat((double) fallback.size())
                    .as("seed %d: share", seed)
                    .isLessThanOrEqualTo(bounds.share() * needed + 1e-6);
        }

        private void happen() {
            given.later(Duration.ofSeconds(5 + random.nextInt(240)));
            if (random.nextInt(3) > 0) given.everythingRegisters();
            for (var host : List.copyOf(given.hosts.values()))
                if (host.state == InstanceState.RUNNING
                        && host.pool.option() == PurchaseOption.SPOT
                        && random.nextInt(12) == 0) given.end(host.id);
        }
    }
}
