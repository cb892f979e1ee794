package dev.ballast.decide.mix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.mix.CheapestMix.Effort;
import dev.ballast.decide.mix.CheapestMix.Mix;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheapestMixTest {
    private static final Piece SMALL = Piece.of(TaskShape.of(256, 512));
    private static final Piece LARGE = Piece.of(TaskShape.of(2048, 8192));

    private static Offered offered(String pool, int cpuUnits, int memoryMib, long micros, String lostWith) {
        return offered(pool, new Resources(cpuUnits, memoryMib, 3, 0), Architecture.X86_64, micros, lostWith);
    }

    private static Offered offered(
            String pool, Resources each, Architecture architecture, long micros, String lostWith) {
        var place = new Room.Place("", CapacityPool.spot(pool, "eu-west-1a"), architecture);
        return new Offered(Room.of(place, each, Set.of(), Set.of()), micros, lostWith);
    }

    private static Mix found(Load load, List<Offered> offers) {
        return found(Loads.of(load), offers);
    }

    private static Mix found(Loads loads, List<Offered> offers) {
        var mix = CheapestMix.of(loads, offers, Effort.FULL).orElseThrow();
        assertThat(CheapestMix.holds(loads, offers, mix.hosts())).isTrue();
        assertThat(mix.micros()).isGreaterThanOrEqualTo((long) mix.leastMicros());
        return mix;
    }

    @Test
    void nothingIsHeldByNothing() {
        assertThat(found(new Load(), List.of(offered("a", 4096, 16_384, 100, "")))
                        .hosts())
                .containsExactly(0);
    }

    @Test
    void whatFitsOnNothingThatIsOfferedIsNotHeld() {
        assertThat(CheapestMix.of(Load.of(LARGE, 1), List.of(offered("a", 1024, 16_384, 100, ""))))
                .isEmpty();
        assertThat(CheapestMix.of(Load.of(LARGE, 1), List.of())).isEmpty();
    }

    @Test
    void onePoolDoesNotSurviveItself() {
        assertThat(CheapestMix.of(Load.of(SMALL, 4), List.of(offered("a", 4096, 16_384, 100, "a"))))
                .isEmpty();
    }

    @Test
    void theCheaperOfTwoHostsThatHoldTheSameIsBought() {
        var offers = List.of(offered("dear", 4096, 16_384, 101, ""), offered("cheap", 4096, 16_384, 100, ""));
        assertThat(found(Load.of(SMALL, 32), offers).hosts()).containsExactly(0, 2);
    }

    @Test
    void twoPoolsThatMayBeLostEachHoldAll() {
        var offers = List.of(offered("a", 4096, 16_384, 100, "a"), offered("b", 4096, 16_384, 100, "b"));
        assertThat(found(Load.of(SMALL, 64), offers).hosts()).containsExactly(4, 4);
    }

    @Test
    void fiveEqualPoolsSurviveTheLossOfOneForAQuarterMore() {
        var offers = new ArrayList<Offered>();
        for (var pool : List.of("a", "b", "c", "d", "e")) offers.add(offered(pool, 4096, 16_384, 100, pool));
        // 320 tasks fill 20 hosts
        assertThat(found(Load.of(SMALL, 320), offers).hosts()).containsExactly(5, 5, 5, 5, 5);
    }

    @Test
    void aLossTakesEveryPoolOfItsZone() {
        var offers = List.of(
                offered("a", 4096, 16_384, 100, "zone 1"),
                offered("b", 4096, 16_384, 90, "zone 1"),
                offered("c", 4096, 16_384, 100, "zone 2"));
        var hosts = found(Load.of(SMALL, 32), offers).hosts();
        assertThat(hosts).containsExactly(0, 2, 2);
    }

    @Test
    void whatCannotBeLostNeedsNoSpare() {
        var offers = List.of(
                offered("spot a", 4096, 16_384, 30, "a"),
                offered("spot b", 4096, 16_384, 30, "b"),
                offered("on demand", 4096, 16_384, 100, ""));
        // two spot hosts in the room of one are cheaper than the one that stays
        assertThat(found(Load.of(SMALL, 16), offers).hosts()).containsExactly(1, 1, 0);
        assertThat(found(Load.of(SMALL, 16), offers.subList(1, 3)).hosts()).containsExactly(0, 1);
    }

    @Test
    void hostsThatCannotBeLostStillMustHoldEverything() {
        var offers = List.of(offered("spot", 4096, 16_384, 30, "a"), offered("on demand", 4096, 16_384, 100, ""));
        assertThat(CheapestMix.holds(Load.of(LARGE, 2), offers, List.of(0, 1))).isTrue();
        assertThat(CheapestMix.holds(Load.of(LARGE, 3), offers, List.of(0, 1))).isFalse();
    }

    @Test
    void aTaskStandsOnlyOnItsArchitecture() {
        var arm = Piece.of(new TaskShape(Resources.of(256, 512), List.of(), Architecture.ARM64));
        var offers = List.of(
                offered("x86", new Resources(4096, 16_384, 3, 0), Architecture.X86_64, 10, ""),
                offered("arm", new Resources(4096, 16_384, 3, 0), Architecture.ARM64, 100, ""));
        var load = Load.of(arm, 20);
        load.add(SMALL, 16);
        assertThat(found(load, offers).hosts()).containsExactly(1, 2);
    }

    @Test
    void tasksThatKeepApartNeedAsManyHosts() {
        var apart = new Piece(TaskShape.of(256, 512), "web");
        var offers = List.of(offered("large", 65_536, 262_144, 200, ""), offered("small", 1024, 4096, 50, ""));
        assertThat(found(Load.of(apart, 5), offers).hosts()).containsExactly(0, 5);
    }

    @Test
    void twoTasksWithTheSameHostPortDoNotShareAHost() {
        var port = Piece.of(new TaskShape(Resources.of(256, 512), List.of(8080), Architecture.X86_64));
        var other = Piece.of(new TaskShape(Resources.of(512, 512), List.of(8080, 9090), Architecture.X86_64));
        var load = Load.of(port, 2);
        load.add(other, 1);
        assertThat(found(load, List.of(offered("a", 4096, 16_384, 100, ""))).hosts())
                .containsExactly(3);
    }

    @Test
    void gpusAndNetworkInterfacesCountAsCpuAndMemoryDo() {
        var gpu = Piece.of(new TaskShape(new Resources(256, 512, 1, 1), List.of(), Architecture.X86_64));
        var offers = List.of(
                offered("none", new Resources(65_536, 262_144, 15, 0), Architecture.X86_64, 10, ""),
                offered("four", new Resources(65_536, 262_144, 15, 4), Architecture.X86_64, 100, ""),
                offered("few interfaces", new Resources(65_536, 262_144, 1, 4), Architecture.X86_64, 60, ""));
        assertThat(found(Load.of(gpu, 8), offers).hosts()).containsExactly(0, 2, 0);
    }

    @Test
    void aLargeTaskIsNotSpreadOverSmallHostsThatAddUpToIt() {
        var offers = List.of(offered("small", 1024, 4096, 10, ""), offered("large", 2048, 8192, 100, ""));
        assertThat(found(Load.of(LARGE, 3), offers).hosts()).containsExactly(0, 3);
    }

    @Test
    void whatRunsAlreadyAndMayBeLostNeedsAPlaceElsewhere() {
        var offers = List.of(offered("a", 4096, 16_384, 100, "a"), offered("b", 4096, 16_384, 101, "b"));
        // 16 tasks fill a host: two hosts of a run already, and nothing else
        var loads = new Loads(new Load(), new TreeMap<>(Map.of("a", Load.of(SMALL, 32))));
        assertThat(found(loads, offers).hosts()).containsExactly(0, 2);
    }

    @Test
    void aLossThatIsNotOfferedMovesItsTasksToTheCheapest() {
        var offers = List.of(offered("a", 4096, 16_384, 100, "a"), offered("b", 4096, 16_384, 101, "b"));
        var loads = new Loads(new Load(), new TreeMap<>(Map.of("quarantined", Load.of(SMALL, 32))));
        assertThat(found(loads, offers).hosts()).containsExactly(2, 0);
    }

    @Test
    void whatTwoLossesLeaveNeedsRoomForTheLargerOnly() {
        var offers = List.of(
                offered("a", 4096, 16_384, 100, "a"),
                offered("b", 4096, 16_384, 100, "b"),
                offered("c", 4096, 16_384, 99, "c"));
        var loads = new Loads(new Load(), new TreeMap<>(Map.of("a", Load.of(SMALL, 20), "b", Load.of(SMALL, 32))));
        assertThat(found(loads, offers).hosts()).containsExactly(0, 0, 2);
    }

    @Test
    void nothingIsBoughtWhereEveryLossIsHeldByWhatRuns() {
        var offers = List.of(offered("a", 4096, 16_384, 100, "a"));
        var loads = new Loads(new Load(), new TreeMap<>(Map.of("a", new Load(), "b", new Load())));
        assertThat(found(loads, offers).hosts()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyTaskHasARealPlaceAfterEveryLoss(long seed) {
        var random = new Random(seed);
        var load = randomLoad(random, 20 + random.nextInt(200));
        everyTaskHasARealPlace(Loads.of(load), randomOffers(random, 6 + random.nextInt(20)), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyTaskHasARealPlaceAfterEveryLossAlsoOfWhatRunsAlready(long seed) {
        var random = new Random(seed);
        var offers = randomOffers(random, 6 + random.nextInt(20));
        var always = randomLoad(random, random.nextInt(30));
        var without = new TreeMap<String, Load>();
        for (var i = 0; i < 4; i++) {
            var lost = randomLoad(random, random.nextInt(60));
            lost.add(always);
            without.put(i < 3 ? "pool-" + i : "not offered", lost);
        }
        everyTaskHasARealPlace(new Loads(always, without), offers, seed);
    }

    private static void everyTaskHasARealPlace(Loads loads, List<Offered> offers, long seed) {
        var mix = found(loads, offers);
        var question = new Question(loads, offers);
        for (var lost = 0; lost < question.groups; lost++) {
            var kinds = new int[question.gives.size()];
            for (var i = 0; i < offers.size(); i++)
                if (question.group[i] != lost)
                    kinds[question.kind[i]] += mix.hosts().get(i);
            isPlaced(question, lost, kinds, seed);
        }
    }

    /** By the rooms that the whole plan packs with, not by the arrays that found it. */
    private static void isPlaced(Question question, int lost, int[] kinds, long seed) {
        var placed = new Load();
        Stowing.stow(question, new Knapsack(question), lost, kinds).placed().forEach((kind, hosts) -> {
            assertThat(hosts).as("seed " + seed).hasSizeLessThanOrEqualTo(kinds[kind]);
            var empty = IntStream.range(0, question.kind.length)
                    .filter(i -> question.kind[i] == kind)
                    .mapToObj(i -> question.offers.get(i).empty())
                    .findFirst()
                    .orElseThrow();
            for (var host : hosts) {
                var room = empty.copy();
                host.forEach((piece, count) ->
                        assertThat(room.put(piece, count)).as("seed " + seed).isEqualTo(count));
                placed.add(host);
            }
        });
        var wanted = new Load();
        for (var i = 0; i < question.count.length; i++)
            wanted.add(question.pieces.get(i), question.wanted(lost).count[i]);
        assertThat(placed.counts()).as("seed " + seed).isEqualTo(wanted.counts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSameQuestionHasTheSameAnswer(long seed) {
        var random = new Random(seed);
        var load = randomLoad(random, 300);
        var offers = randomOffers(random, 25);
        assertThat(found(load, offers)).isEqualTo(found(load, offers));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ofFewHostsNoSetThatHoldsIsATenthCheaper(long seed) {
        var random = new Random(seed);
        var load = randomLoad(random, 6);
        var offers = randomOffers(random, 4);
        var least = cheapestOfAll(load, offers, new ArrayList<>(Collections.nCopies(4, 0)), 0);
        assertThat((double) found(load, offers).micros())
                .as("seed " + seed + ", the cheapest of all sets costs " + least)
                .isLessThanOrEqualTo(1.1 * least);
    }

    private static final int MOST_OF_EACH = 5;

    private static long cheapestOfAll(Load load, List<Offered> offers, List<Integer> hosts, int from) {
        if (from == offers.size()) {
            if (!CheapestMix.holds(load, offers, hosts)) return Long.MAX_VALUE;
            var micros = 0L;
            for (var i = 0; i < from; i++)
                micros += hosts.get(i) * offers.get(i).micros();
            return micros;
        }
        var least = Long.MAX_VALUE;
        for (var count = 0; count <= MOST_OF_EACH; count++) {
            hosts.set(from, count);
            least = Math.min(least, cheapestOfAll(load, offers, hosts, from + 1));
        }
        hosts.set(from, 0);
        return least;
    }

    private static Load randomLoad(Random random, int tasks) {
        var load = new Load();
        for (var i = 0; i < tasks; i++) {
            var shape = new TaskShape(
                    Resources.of(256 << random.nextInt(4), 512 << random.nextInt(5)),
                    random.nextInt(20) == 0 ? List.of(8080) : List.of(),
                    Architecture.X86_64);
            load.add(random.nextInt(30) == 0 ? new Piece(shape, "web") : Piece.of(shape), 1);
        }
        return load;
    }

    /** At least two of them hold anything that is drawn. */
    private static List<Offered> randomOffers(Random random, int pools) {
        var offers = new ArrayList<Offered>();
        for (var i = 0; i < pools; i++) {
            var cpuUnits = (i < 2 ? 4096 : 1024) << random.nextInt(3);
            var memoryMib = cpuUnits * (2 << random.nextInt(3)) - 512;
            offers.add(offered(
                    "pool-" + i,
                    cpuUnits,
                    memoryMib,
                    (cpuUnits * 10L + memoryMib) * (80 + random.nextInt(40)),
                    "pool-" + i));
        }
        return offers;
    }
}
