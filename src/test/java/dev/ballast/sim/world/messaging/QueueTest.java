package dev.ballast.sim.world.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueTest {
    private final WorldTime time = new WorldTime(Instant.parse("2026-01-05T10:00:00Z"));
    private final Sqs sqs = new Sqs(time, new Ids(new Draws(7)), "123456789012");
    private final Queues queues = sqs.region("eu-west-1");
    private final Queue queue = queues.create("signals", Queue.Settings.DEFAULT, Map.of());

    private Message send(String body) {
        return queue.send(Post.of(body));
    }

    private void passSeconds(long seconds) {
        time.advanceTo(time.now().plusSeconds(seconds));
    }

    @Test
    void aReceivedMessageIsHiddenAndComesBackUnlessItIsDeleted() {
        send("hello");
        var first = queue.receive(10, Optional.empty()).getFirst();
        assertThat(queue.receive(10, Optional.empty())).isEmpty();
        assertThat(queue.counts()).isEqualTo(new Queue.Counts(0, 1, 0));
        passSeconds(30);
        var second = queue.receive(10, Optional.empty()).getFirst();
        assertThat(second).isSameAs(first);
        assertThat(second.receiveCount()).isEqualTo(2);
        queue.delete(second.receiptHandle());
        passSeconds(60);
        assertThat(queue.hasVisible()).isFalse();
    }

    @Test
    void theHandleOfAnEarlierReceiveDeletesNothing() {
        send("hello");
        var handle = queue.receive(1, Optional.empty()).getFirst().receiptHandle();
        passSeconds(31);
        queue.receive(1, Optional.empty());
        queue.delete(handle);
        passSeconds(31);
        assertThat(queue.hasVisible()).isTrue();
    }

    @Test
    void visibilityCanBeLengthenedAndEnded() {
        send("hello");
        var handle =
                queue.receive(1, Optional.of(Duration.ofSeconds(5))).getFirst().receiptHandle();
        queue.changeVisibility(handle, Duration.ofSeconds(100));
        passSeconds(99);
        assertThat(queue.hasVisible()).isFalse();
        queue.changeVisibility(handle, Duration.ZERO);
        assertThat(queue.hasVisible()).isTrue();
        assertThatThrownBy(() -> queue.changeVisibility(handle, Duration.ZERO))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("MessageNotInflight"));
    }

    @Test
    void aDelayedMessageAppearsLater() {
        queue.send(Post.of("later").after(Duration.ofSeconds(10)));
        assertThat(queue.counts()).isEqualTo(new Queue.Counts(0, 0, 1));
        passSeconds(9);
        assertThat(queue.hasVisible()).isFalse();
        passSeconds(1);
        assertThat(queue.hasVisible()).isTrue();
    }

    @Test
    void whatWasReceivedTooOftenGoesToTheDeadLetterQueue() {
        var dead = queues.create("dead", Queue.Settings.DEFAULT, Map.of());
        queue.change(queue.settings().with(new Queue.Redrive(dead.arn(), 2)));
        send("poison");
        for (var receives = 0; receives < 2; receives++) {
            assertThat(queue.receive(1, Optional.empty())).hasSize(1);
            passSeconds(30);
        }
        assertThat(queue.receive(1, Optional.empty())).isEmpty();
        assertThat(dead.receive(1, Optional.empty())).extracting(Message::body).containsExactly("poison");
        assertThat(sqs.sourcesOf(dead)).containsExactly(queue);
    }

    @Test
    void messagesAreKeptForFourDays() {
        send("old");
        time.advanceTo(time.now().plus(Duration.ofDays(4)).plusSeconds(1));
        send("new");
        assertThat(queue.receive(10, Optional.empty()))
                .extracting(Message::body)
                .containsExactly("new");
    }

    @Test
    void creatingIsIdempotentWithEqualSettingsOnly() {
        assertThat(queues.create("signals", Queue.Settings.DEFAULT, Map.of())).isSameAs(queue);
        assertThatThrownBy(() -> queues.create(
                        "signals", Queue.Settings.DEFAULT.withVisibility(Duration.ofSeconds(1)), Map.of()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("QueueNameExists"));
    }

    @Test
    void aNameRestsForAMinuteAfterItsQueueWasDeleted() {
        queues.delete(queue);
        assertThatThrownBy(() -> queues.create("signals", Queue.Settings.DEFAULT, Map.of()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("QueueDeletedRecently"));
        passSeconds(61);
        queues.create("signals", Queue.Settings.DEFAULT, Map.of());
    }
}
