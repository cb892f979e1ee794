package dev.ballast.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason;
import dev.ballast.model.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ActorTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<String> answered = new ArrayList<>();

    @Test
    void stepsOfOneKindGoOutTogether() {
        var both = new CyclicBarrier(2);
        var actor = actor(2, step -> {
            try {
                both.await(30, TimeUnit.SECONDS);
                return Outcome.DONE;
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                return new Outcome.Unknown("the other drain was not sent beside this one");
            }
        });
        var outcomes = new ArrayList<Outcome>();
        actor.perform(List.of(drain("a"), drain("b"), drain("c"), drain("d")), told -> outcomes.add(told.outcome()));
        assertThat(outcomes).hasSize(4).containsOnly(Outcome.DONE);
    }

    @Test
    void noMoreGoOutAtOnceThanTheCloudTakes() {
        var under = new AtomicInteger();
        var most = new AtomicInteger();
        var actor = actor(3, step -> {
            most.accumulateAndGet(under.incrementAndGet(), Math::max);
            Thread.yield();
            under.decrementAndGet();
            return Outcome.DONE;
        });
        var drains = new ArrayList<Step>();
        for (var i = 0; i < 200; i++) drains.add(drain("d" + i));
        actor.perform(drains, this::note);
        assertThat(answered).hasSize(200).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void theNextKindWaitsForAllOfTheOneBeforeIt() {
        var actor = actor(8, step -> Outcome.DONE);
        actor.perform(List.of(drain("a"), drain("b"), stop("c"), drain("d")), this::note);
        assertThat(sent.subList(0, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(sent.subList(2, 4)).containsExactly("c", "d");
        assertThat(answered).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void whereTheCloudTakesOneAtATimeTheyGoInTheirOrder() {
        var actor = actor(1, step -> Outcome.DONE);
        actor.perform(List.of(drain("a"), drain("b"), drain("c")), this::note);
        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(answered).containsExactly("a", "b", "c");
    }

    @Test
    void nothingIsSentWithoutTheLease() {
        var actor = new Actor(cloud(8, step -> Outcome.DONE), () -> false, () -> NOON);
        actor.perform(List.of(drain("a"), drain("b")), told -> {
            note(told);
            assertThat(told.outcome()).isInstanceOf(Outcome.Refused.class);
        });
        assertThat(sent).isEmpty();
        assertThat(answered).containsExactlyInAnyOrder("a", "b");
    }

    private Actor actor(int mostAtOnce, CloudWriter writer) {
        return new Actor(cloud(mostAtOnce, writer), Fence.NONE, () -> NOON);
    }

    private CloudWriter cloud(int mostAtOnce, CloudWriter writer) {
        return new CloudWriter() {
            @Override
            public Outcome perform(Step step) {
                sent.add(step.token());
                return writer.perform(step);
            }

            @Override
            public int mostAtOnce() {
                return mostAtOnce;
            }
        };
    }

    private void note(Answered told) {
        answered.add(told.step().token());
    }

    private static Step drain(String token) {
        return new Step(
                token,
                new Action.DrainInstances(List.of("arn:" + token)),
                Reason.of(Reason.Code.NOTICE_DRAIN_ROOM, "it goes"));
    }

    private static Step stop(String token) {
        return new Step(
                token,
                new Action.StopTask("arn:" + token, "it goes"),
                Reason.of(Reason.Code.NOTICE_STOP_CUTOFF, "it goes"));
    }
}
