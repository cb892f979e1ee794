package dev.ballast.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.Offer;
import dev.ballast.model.PlacementScores;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Scores;
import dev.ballast.model.Target;
import dev.ballast.model.Task;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Placement scores are read once an hour where they are asked for, and stop nothing where they cannot be. */
class PlacementScoresReadTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Cloud cloud = new Cloud();
    private final Observer observer = new Observer(cloud, cloud);
    private Settings settings = settings(Scores.ON);

    /** It has nothing but scores, one better each time. */
    private static final class Cloud implements ClusterReader, MarketReader {
        private int asked;
        private boolean denied;
        private boolean gone;

        @Override
        public List<Instance> instances() {
            if (gone) throw new CloudUnreachable("gone", null);
            return List.of();
        }

        @Override
        public List<ContainerInstance> containerInstances() {
            return List.of();
        }

        @Override
        public List<Task> tasks() {
            return List.of();
        }

        @Override
        public List<Service> services() {
            return List.of();
        }

        @Override
        public List<Offer> offers(Settings settings) {
            return List.of();
        }

        @Override
        public Optional<Image> image(Settings.ImageChoice choice) {
            return Optional.empty();
        }

        @Override
        public SortedMap<String, Integer> placementScores(Settings settings) {
            asked++;
            if (denied) throw new CloudUnreachable("denied", null);
            return scores(asked);
        }
    }

    private static SortedMap<String, Integer> scores(int score) {
        var scores = new TreeMap<String, Integer>();
        scores.put("eu-west-1a", score);
        return scores;
    }

    private static Settings settings(Scores scores) {
        return new Settings(
                "live",
                "eu-west-1",
                Settings.Mode.KEEP,
                new Settings.Capacity(
                                Target.instances(5),
                                List.of("m5.large", "c5.large", "r5.large"),
                                Settings.Survive.POOL,
                                Optional.empty(),
                                Settings.Backend.EC2_FLEET,
                                new Settings.OnDemand(Duration.ZERO, UsdPerHour.ZERO, 1, 0, 0),
                                1,
                                new Settings.Risk(0, new TreeMap<>()))
                        .with(scores),
                new Settings.InstanceTemplate(
                        new Settings.ImageChoice.ById("ami-1"),
                        new Settings.Network(List.of(), List.of(), false),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Collections.emptyMap(),
                        Collections.emptySortedMap(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                new Settings.Interruption(Duration.ofSeconds(10), false, false, false),
                new Settings.Brakes(Duration.ofMinutes(2), 0.3, 2),
                new Settings.Disruption(Duration.ofMinutes(10), Duration.ofMinutes(5), 0.05, List.of()));
    }

    private PlacementScores seenAfter(int minutes) {
        return observer.read(settings, at(minutes), List.of()).placementScores();
    }

    private static Instant at(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void nothingIsAskedWhereTheyAreOff() {
        settings = settings(Scores.OFF);
        assertThat(seenAfter(0)).isEqualTo(PlacementScores.NONE);
        assertThat(seenAfter(120)).isEqualTo(PlacementScores.NONE);
        assertThat(cloud.asked).isZero();
    }

    @Test
    void theyAreReadOnceAnHourAndKeepTheirAgeMeanwhile() {
        assertThat(seenAfter(0)).isEqualTo(PlacementScores.read(scores(1), at(0)));
        assertThat(seenAfter(59)).isEqualTo(PlacementScores.read(scores(1), at(0)));
        assertThat(seenAfter(60)).isEqualTo(PlacementScores.read(scores(2), at(60)));
        assertThat(observer.recall(at(61), List.of()).orElseThrow().placementScores())
                .isEqualTo(PlacementScores.read(scores(2), at(60)));
        assertThat(cloud.asked).isEqualTo(2);
    }

    @Test
    void aRefusalKeepsTheLastOnesAndIsNotRepeatedWithinTheHour() {
        seenAfter(0);
        cloud.denied = true;
        assertThat(seenAfter(60))
                .isEqualTo(PlacementScores.read(scores(1), at(0)).failing("denied"));
        assertThat(seenAfter(90))
                .isEqualTo(PlacementScores.read(scores(1), at(0)).failing("denied"));
        assertThat(cloud.asked).isEqualTo(2);
        cloud.denied = false;
        assertThat(seenAfter(120)).isEqualTo(PlacementScores.read(scores(3), at(120)));
    }

    @Test
    void aRefusalFromTheStartLeavesNone() {
        cloud.denied = true;
        assertThat(seenAfter(0)).isEqualTo(PlacementScores.NONE.failing("denied"));
    }

    @Test
    void aLookThatFailsElsewhereDoesNotAskAgainWithinTheHour() {
        seenAfter(0);
        cloud.gone = true;
        for (var minutes = 60; minutes < 70; minutes++) {
            var at = at(minutes);
            assertThatThrownBy(() -> observer.look(settings, at)).isInstanceOf(CloudUnreachable.class);
        }
        cloud.gone = false;
        assertThat(seenAfter(70)).isEqualTo(PlacementScores.read(scores(2), at(70)));
        assertThat(seenAfter(71)).isEqualTo(PlacementScores.read(scores(2), at(70)));
    }

    @Test
    void switchingThemOffAndOnAgainAsksNoSooner() {
        seenAfter(0);
        settings = settings(Scores.OFF);
        assertThat(seenAfter(1)).isEqualTo(PlacementScores.NONE);
        settings = settings(Scores.ON);
        assertThat(seenAfter(2)).isEqualTo(PlacementScores.read(scores(1), at(0)));
        assertThat(cloud.asked).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} over {1} zones: {2}")
    @CsvSource({
        "0, 3, 1",
        "1, 3, 1",
        "20, 3, 8",
        "24, 3, 8",
        "25, 3, 16",
        "80 vcpu, 2, 64",
        "320 GiB, 3, 128",
        "9999999, 1, 16777216"
    })
    void aZonesShareIsAskedRoundedUpToAPowerOfTwo(String target, int zones, int amount) {
        var capacity = settings.capacity().withTarget(Target.of(target));
        var asked = PlacementQuestion.of(capacity, List.of("m5.large", "c5.large"), zones);
        assertThat(asked.amount()).isEqualTo(amount);
        assertThat(asked.unit()).isEqualTo(Target.of(target).unit());
        assertThat(asked.types()).containsExactly("c5.large", "m5.large");
    }
}
