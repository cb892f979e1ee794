package dev.ballast.sim.world.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Rules;
import dev.ballast.sim.world.ecs.Between;
import dev.ballast.sim.world.ecs.EcsSettings;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final int DRAWN = 20_000;

    @Test
    void oneInTwentyTakesLongerThanTheLongestAndNoneMoreThanFiveTimesAsLong() {
        var draws = new Draws(1).stream("test");
        var span = Between.seconds(4, 15).with(Tail.LONG);
        var slow = new ArrayList<Double>();
        for (var index = 0; index < DRAWN; index++) {
            var seconds = span.draw(draws).toMillis() / 1e3;
            assertThat(seconds).isBetween(4.0, 75.0);
            if (seconds > 15) slow.add(seconds / 15);
        }
        slow.sort(null);
        assertThat(slow.size() / (double) DRAWN).isCloseTo(0.05, within(0.01));
        assertThat(slow.get(slow.size() / 2)).isCloseTo(1.41, within(0.1));
        assertThat(slow.get(slow.size() * 9 / 10)).isCloseTo(3.16, within(0.5));
        assertThat(slow.getLast()).isEqualTo(5);
    }

    @Test
    void withoutATailNothingIsDrawnForIt() {
        var with = new Draws(2).stream("test");
        assertThat(Tail.NONE.beyond(Duration.ofSeconds(1), with)).isEmpty();
        assertThat(with.nextLong()).isEqualTo(new Draws(2).stream("test").nextLong());
    }

    @Test
    void onlyACalmWorldBootsAndPullsWithoutSlowOnes() {
        assertThat(World.Rules.of(Regime.CALM)).isEqualTo(World.Rules.DEFAULT);
        var typical = World.Rules.of(Regime.TYPICAL);
        assertThat(typical.ec2().timings().booted().tail()).isEqualTo(Tail.LONG);
        assertThat(typical.ec2().timings().booted().longest())
                .isEqualTo(Ec2Rules.Timings.DEFAULT.booted().longest());
        assertThat(typical.ecs().firstPull())
                .isEqualTo(EcsSettings.DEFAULT.firstPull().with(Tail.LONG));
        assertThat(typical.ecs().agentStart())
                .isEqualTo(EcsSettings.DEFAULT.agentStart().with(Tail.LONG));
        assertThat(World.Rules.of(Regime.STRESS).ec2()).isEqualTo(typical.ec2());
    }
}
