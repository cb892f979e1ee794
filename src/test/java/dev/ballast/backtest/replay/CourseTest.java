package dev.ballast.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.backtest.replay.SetUp.OnDemand;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Twelve ticks of 30 s in 600 columns: 50 a tick. */
class CourseTest {
    private static final SetUp TWO = SetUp.of(2, Duration.ofSeconds(60), Duration.ZERO);
    private static final SpotMarket MARKET = Markets.of("2 2 2 2 1 1 2 2 2 2 2 2", "0 0 0 0 0 0 0 1 1 1 1 1");

    /** Two in the first pool, with an instance on demand for what is refused. */
    private static Course play(SetUp setUp) {
        var course = new Course(MARKET, setUp);
        Replay.run(MARKET, setUp, CourseTest::act, new Draws(1).stream("notices"), course);
        return course;
    }

    private static void act(ReplicaWorld world) {
        while (world.held(0) + world.heldOnDemand() < world.wanted())
            if (!world.launch(0)) {
                var before = world.heldOnDemand();
                world.onDemand(before + 1);
                if (world.heldOnDemand() == before) return;
            }
    }

    private static String everyTick(Columns columns) {
        var text = new StringBuilder();
        for (var tick = 0; tick < 12; tick++) {
            assertThat(columns.least(tick * 50 + 10)).isEqualTo(columns.most(tick * 50 + 10));
            text.append(columns.most(tick * 50 + 10));
        }
        return text.toString();
    }

    @Test
    void itTellsWhatWasReadyWhatStoodWhereAndWhatWasTaken() {
        var course = play(TWO);
        assertThat(everyTick(course.ready())).isEqualTo("002211222222");
        assertThat(everyTick(course.held().get(0))).isEqualTo("222211111111");
        assertThat(everyTick(course.held().get(1))).isEqualTo("000000000000");
        assertThat(everyTick(course.onDemand())).isEqualTo("000011111111");
        assertThat(course.losses(4 * 50)).isEqualTo(1);
        assertThat(course.losses(4 * 50 - 1) + course.losses(4 * 50 + 1)).isZero();
    }

    @Test
    void theFirstColdStartIsNoGap() {
        assertThat(everyTick(play(TWO).shortOf())).isEqualTo("000011000000");
        assertThat(everyTick(play(TWO.with(OnDemand.DENIED)).shortOf())).isEqualTo("000011111111");
    }

    @Test
    void whatHasItsNoticeStandsUntilItGoes() {
        var course = play(SetUp.of(2, Duration.ofSeconds(60), Duration.ofSeconds(60)));
        assertThat(everyTick(course.held().get(0))).isEqualTo("222222111111");
        assertThat(everyTick(course.shortOf())).isEqualTo("000000000000");
        assertThat(course.losses(4 * 50)).isEqualTo(1);
    }
}
