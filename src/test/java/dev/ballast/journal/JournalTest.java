package dev.ballast.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Experience;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Memory;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import dev.ballast.model.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", "eu-west-1a");

    @TempDir
    static Path folder;

    static Stream<Function<String, Journal>> journals() {
        return Stream.of(InMemoryJournal::new, name -> SqliteJournal.open(folder.resolve(name + ".db"), name));
    }

    @ParameterizedTest
    @MethodSource("journals")
    void aMemoryComesBackAsItWas(Function<String, Journal> open) {
        try (var journal = open.apply("memory")) {
            journal.append(decision(1), "digest");
            assertThat(journal.lastMemory()).contains(decision(1).memory());
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void aStepWhoseAnswerWasNeverRecordedComesBackAsUnknown(Function<String, Journal> open) {
        try (var journal = open.apply("unknown")) {
            var decision = decision(1);
            journal.append(decision, "digest");
            var launched = new Answered(
                    decision.steps().getFirst(),
                    Outcome.launched(List.of(new Outcome.Launched("i-1", POOL))),
                    NOON.plusSeconds(1));
            journal.append(1, launched);

            var outcomes = journal.lastOutcomes();

            assertThat(outcomes).hasSize(2);
            assertThat(outcomes.getFirst()).isEqualTo(launched);
            assertThat(outcomes.getLast().step()).isEqualTo(decision.steps().getLast());
            assertThat(outcomes.getLast().outcome()).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void whyFindsStepsAndOutcomesByWhatTheyMention(Function<String, Journal> open) {
        try (var journal = open.apply("why")) {
            journal.append(decision(1), "digest");
            journal.append(
                    1,
                    new Answered(
                            decision(1).steps().getFirst(),
                            Outcome.launched(List.of(new Outcome.Launched("i-77", POOL))),
                            NOON));
            journal.append(decision(2), "digest");

            assertThat(journal.about("i-77", 10)).singleElement().satisfies(entry -> {
                assertThat(entry.decision()).isEqualTo(1);
                assertThat(entry.reason().sentence()).isEqualTo("2 of 3 instances");
                assertThat(entry.answered()).isPresent();
            });
            assertThat(journal.about("", 100)).hasSize(6);
            assertThat(journal.about("", 1)).hasSize(1);
            assertThat(journal.about("no-such-thing", 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void theLastWishHolds(Function<String, Journal> open) {
        try (var journal = open.apply("wish")) {
            assertThat(journal.lastWish()).isEmpty();
            var scale = new Wish.Scale(NOON, Target.instances(20), Target.instances(15));
            journal.append(new Wish.TakeDown(NOON));
            journal.append(scale);
            assertThat(journal.lastWish()).contains(scale);
        }
    }

    @Test
    void bothJournalsExportTheSameBytes() {
        var exports = journals()
                .map(open -> {
                    try (var journal = open.apply("export")) {
                        journal.append(decision(1), "digest");
                        journal.append(new Wish.Up(NOON));
                        journal.append(1, new Answered(decision(1).steps().getFirst(), Outcome.DONE, NOON));
                        try (var lines = journal.export()) {
                            return String.join("\n", lines.toList());
                        }
                    }
                })
                .distinct()
                .toList();
        assertThat(exports).singleElement().asString().startsWith("{\"sequence\":1,\"kind\":\"decision\"");
    }

    @ParameterizedTest
    @MethodSource("journals")
    void eventsAreAllThatHappenedOldestFirst(Function<String, Journal> open) {
        try (var journal = open.apply("events")) {
            var first = decision(1);
            var answered = new Answered(first.steps().getFirst(), Outcome.DONE, NOON);
            journal.append(first, "digest");
            journal.append(1, answered);
            journal.append(new Wish.Up(NOON));
            journal.appendAsked(1, NOON, first.steps().getLast());
            try (var events = journal.events()) {
                assertThat(events)
                        .containsExactly(
                                new Journal.Event.Decided(first),
                                new Journal.Event.Told(answered),
                                new Journal.Event.Asked(NOON, first.steps().getLast()));
            }
        }
    }

    @Test
    void aJournalFileKeepsItsEpochAndIsReadableByItsOwnerOnly() throws Exception {
        var file = folder.resolve("private.db");
        SqliteJournal.open(file, "first").close();
        try (var again = SqliteJournal.open(file, "second")) {
            assertThat(again.epoch()).isEqualTo("first");
        }
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void aMemoryOfAnOlderJournalIsReadAsHavingLearntNothing() {
        var older = JournalJson.write(decision(1).memory())
                .replaceAll(",\"pauses\":.*", "}")
                .replace(",\"failuresByCode\":{\"InsufficientInstanceCapacity\":2}", "");
        assertThat(older).doesNotContain("experience", "failuresByCode").contains("knownTemplates");
        var read = JournalJson.read(older, Memory.class);
        assertThat(read.pauses()).isEmpty();
        assertThat(read.experience()).isEqualTo(Experience.NONE);
        assertThat(read.quarantine().get(POOL).failures("InsufficientInstanceCapacity"))
                .isEqualTo(2);
    }

    @Test
    void nobodyCanRewriteWhatWasRecorded() {
        var file = folder.resolve("append-only.db");
        try (var journal = SqliteJournal.open(file, "e")) {
            journal.append(decision(1), "digest");
        }
        Jdbi.create("jdbc:sqlite:" + file)
                .useHandle(other -> assertThatThrownBy(() -> other.execute("update entry set body = '{}'"))
                        .hasMessageContaining("append-only"));
    }

    private static Decision decision(long number) {
        var quarantine = new TreeMap<CapacityPool, Memory.Quarantine>();
        quarantine.put(POOL, new Memory.Quarantine(NOON, 2, "InsufficientInstanceCapacity", null));
        var doomed = new TreeMap<String, Memory.Doomed>();
        var pauses = new TreeMap<String, Memory.Quarantine>();
        pauses.put(
                "spot quota of standard types", new Memory.Quarantine(NOON, 1, "MaxSpotInstanceCountExceeded", null));
        var experience = new Experience(
                List.of(Duration.ofSeconds(80)),
                new TreeMap<>(Map.of("i-1", new Experience.Starting(NOON, List.of("arn:task/1")))),
                new TreeMap<>(Map.of(
                        POOL,
                        new Experience.History(
                                0.5, 3.25, NOON, true, 0.75, Optional.of(new Experience.Setback(NOON, true, NOON))))),
                Optional.of(new Experience.Auto(
                        Settings.Survive.POOL, Experience.Cause.TOO_NEW, Optional.of(NOON), "holds a spare")),
                new Experience.Caution(1.5, 0.5, 0.25, 12, 0.125, 3, NOON));
        var blank = Memory.fresh("epoch");
        var memory = new Memory(
                "epoch",
                number,
                blank.launches(),
                doomed,
                blank.retiring(),
                quarantine,
                blank.resends(),
                blank.refusals(),
                blank.reruns(),
                new Memory.Watch(
                        Optional.of(NOON),
                        Optional.empty(),
                        Optional.empty(),
                        null,
                        null,
                        null,
                        List.of("i-1", "i-2"),
                        Optional.of(NOON),
                        null),
                Optional.of(new Memory.SpotFleet("sfr-1", 15)),
                List.of("ballast-live-abc"),
                pauses,
                experience);
        var type = new InstanceType(
                "m5.large", Architecture.X86_64, 2, 8192, 3, 9, 0, new InstanceType.TypeTraits(true, false, false));
        var offer = new Offer(POOL, type, UsdPerHour.of("0.04"), UsdPerHour.of("0.096"), "subnet-1", 0.005);
        return new Decision(
                number,
                NOON,
                List.of(
                        new Step(
                                "b1" + number,
                                new Action.LaunchInstances("ballast-live-abc", List.of(offer), 1, Optional.empty()),
                                Reason.of(Reason.Code.BELOW_TARGET, "2 of 3 instances")),
                        new Step(
                                "b2" + number,
                                new Action.TerminateInstances(List.of("i-9")),
                                Reason.of(Reason.Code.DRAINED, "i-9 is empty"))),
                List.of(Reason.of(Reason.Code.POOL_QUARANTINED, "c5.large waits until 12:03")),
                memory,
                NOON.plusSeconds(15),
                false);
    }
}
