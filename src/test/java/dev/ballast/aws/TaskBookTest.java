package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskBookTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private final TaskBook book = new TaskBook();

    @Test
    void whatIsUnknownStartsOrStopsIsDescribedEveryTime() {
        assertThat(book.due(List.of("a", "b"), List.of("c"))).containsExactly("a", "b", "c");
        book.write(task("a", "PENDING", "RUNNING"), AT);
        book.write(task("b", "RUNNING", "RUNNING"), AT);
        book.write(task("c", "RUNNING", "STOPPED"), AT);
        assertThat(book.due(List.of("a", "b"), List.of("c"))).containsExactly("a", "b", "c");
    }

    @Test
    void aTaskThatEndedIsNotDescribedAgainThoughItIsStillListed() {
        book.due(List.of(), List.of("a"));
        book.writeOver("a", AT);
        assertThat(book.due(List.of(), List.of("a"))).isEmpty();
        assertThat(book.tasks()).isEmpty();
    }

    @Test
    void whatIsNoLongerListedIsForgotten() {
        book.write(task("a", "RUNNING", "RUNNING"), AT);
        book.due(List.of(), List.of());
        assertThat(book.tasks()).isEmpty();
    }

    @Test
    void aSteadyTaskThatIsNowMeantToStopIsDescribedAtOnce() {
        fill(TaskBook.STEADY_MAX + 500);
        var last = arn(TaskBook.STEADY_MAX + 499);
        var running = all(TaskBook.STEADY_MAX + 499);
        assertThat(book.due(running, List.of(last))).contains(last);
    }

    @Test
    void inAVeryLargeClusterSteadyTasksTakeTurns() {
        var count = 3 * TaskBook.STEADY_MAX;
        fill(count);
        var first = book.due(all(count), List.of());
        assertThat(first).hasSize(TaskBook.STEADY_MAX);
        first.forEach(arn -> book.write(task(arn, "RUNNING", "RUNNING"), AT.plusSeconds(30)));
        var second = book.due(all(count), List.of());
        assertThat(second).hasSize(TaskBook.STEADY_MAX).doesNotContainAnyElementsOf(first);
        assertThat(book.tasks()).hasSize(count);
    }

    private void fill(int count) {
        all(count).forEach(arn -> book.write(task(arn, "RUNNING", "RUNNING"), AT));
    }

    private static List<String> all(int count) {
        return IntStream.range(0, count).mapToObj(TaskBookTest::arn).toList();
    }

    private static String arn(int number) {
        return "arn:task/%05d".formatted(number);
    }

    private static Task task(String arn, String lastStatus, String desiredStatus) {
        return new Task(
                arn,
                "arn:td/web:1",
                "service:web",
                "arn:ci/1",
                lastStatus,
                desiredStatus,
                true,
                TaskShape.of(256, 512),
                AT,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
