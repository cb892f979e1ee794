package dev.ballast.decide.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FillingTest {
    private static final CapacityPool POOL = new CapacityPool("m5.4xlarge", "eu-west-1a", PurchaseOption.SPOT);

    private static Room host(int cpuUnits, int memoryMib) {
        return Room.of(
                new Room.Place("", POOL, Architecture.X86_64),
                new Resources(cpuUnits, memoryMib, 3, 0),
                Set.of(),
                Set.of());
    }

    /** Every CPU size with every memory size, as often as chance has it. */
    private static Load mixed(long seed, int tasks) {
        var random = new Random(seed);
        var load = new Load();
        for (var i = 0; i < tasks; i++)
            load.add(Piece.of(TaskShape.of(256 << random.nextInt(5), 512 << random.nextInt(6))), 1);
        return load;
    }

    @Test
    void whatIsHeavyOnOneResourceSharesAHostWithWhatIsHeavyOnTheOther() {
        var load = Load.of(Piece.of(TaskShape.of(4096, 512)), 30);
        load.add(Piece.of(TaskShape.of(256, 16_384)), 30);

        assertThat(Filling.count(Filling.of(load, host(16_384, 65_536))))
                .as("first fit needs 16: 8 full of CPU, 8 full of memory")
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"16384, 65536, 1.005", "16128, 63488, 1.01", "16384, 32768, 1.01", "98304, 393216, 1.01"})
    void tenThousandMixedTasksNeedHardlyMoreHostsThanTheirVolumeDoes(int cpuUnits, int memoryMib, double atMost) {
        for (var seed = 1; seed <= 20; seed++) {
            var load = mixed(seed, 10_000);
            var empty = host(cpuUnits, memoryMib);
            assertThat((double) Filling.count(Filling.of(load, empty)) / Filling.atLeast(load, empty))
                    .as("seed %d", seed)
                    .isBetween(1.0, atMost);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 100, 1000})
    void everyTaskThatFitsHasAPlaceAndNoHostHoldsMoreThanItHas(int tasks) {
        for (var seed = 1; seed <= 30; seed++) {
            var drawn = seed;
            var random = new Random(seed);
            var empty = host(1024 << random.nextInt(6), 2048 << random.nextInt(7));
            var load = mixed(seed, tasks);
            var placed = new Load();
            for (var alike : Filling.of(load, empty)) {
                var room = empty.copy();
                alike.each()
                        .forEach((piece, count) ->
                                assertThat(room.put(piece, count)).isEqualTo(count));
                alike.each().forEach((piece, count) -> placed.add(piece, count * alike.hosts()));
            }
            load.forEach((piece, count) -> assertThat(placed.count(piece))
                    .as("seed %d: %s", drawn, piece)
                    .isEqualTo(empty.fits(piece, 1) == 0 ? 0 : count));
        }
    }

    @Test
    void whatMayNotShareAHostGetsOneEach() {
        var port = new TaskShape(new Resources(64, 64, 0, 0), List.of(8080), Architecture.X86_64);
        var load = Load.of(Piece.of(port), 3);
        load.add(new Piece(TaskShape.of(64, 64), "web"), 5);

        assertThat(Filling.count(Filling.of(load, host(4096, 8192)))).isEqualTo(5);
    }

    @Test
    void nothingNeedsNoHost() {
        assertThat(Filling.of(new Load(), host(1024, 1024))).isEmpty();
    }
}
