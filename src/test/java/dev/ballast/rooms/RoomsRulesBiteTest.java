package dev.ballast.rooms;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.ballast.rooms.fixture.decide.Choice;
import dev.ballast.rooms.fixture.journal.Table;
import dev.ballast.rooms.fixture.loop.Loop;
import dev.ballast.rooms.fixture.model.Fact;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds the rules classes that are wrong on purpose. A rule that lets one of them pass guards nothing. */
class RoomsRulesBiteTest {
    private static final String FIXTURE = "dev.ballast.rooms.fixture";
    private static final ProductClasses WRONG = ProductClasses.under(
            FIXTURE, new ClassFileImporter().importPath(Path.of("target/test-classes/dev/ballast/rooms/fixture")));

    @ParameterizedTest(name = "{0} must not reach {1}")
    @CsvSource(delimiter = '|', textBlock = """
            model.FactThatDecides                     | decide.Choice                       | model may not import decide, only nothing
            config.ReadsAndLoops                      | loop.Loop                           | config may not import loop, only model
            sim.world.core.SharesThePlannersBeliefs   | decide.Choice                       | sim.world may not import decide, only model
            sim.wire.ReachesThroughTheApi             | sim.world.ec2.Host                  | sim.wire may not import sim.world, only sim.api
            decide.CallsAws                           | software.amazon.awssdk.services.ec2.model.Instance | the AWS SDK is only for aws, sim.api, sim.wire
            decide.UsesALibrary                       | picocli.CommandLine                 | decide uses no library but the JDK and Jackson
            loop.KeepsItsOwnTables                    | java.sql.Connection                 | JDBC is only for journal, sim.host
            cellar.Forgotten                          | cellar                              | stands in no room of the table
            """)
    void anArrowTheWrongWayIsReportedWithBothClassesAndTheRule(String from, String to, String rule) {
        assertThat(new Arrows(WRONG).violations())
                .anyMatch(found -> found.from().equals(FIXTURE + "." + from)
                        && (found.to().equals(to) || found.to().equals(FIXTURE + "." + to))
                        && found.rule().equals(rule));
    }

    @ParameterizedTest(name = "{0} must not use {1}")
    @CsvSource(delimiter = '|', textBlock = """
            decide.ReadsTheClock       | java.time.Instant.now                          | reads no clock
            decide.ReadsTheClock       | java.lang.System.nanoTime                      | reads no clock
            decide.TakesAClock         | java.time.InstantSource                        | reads no clock
            decide.StartsAThread       | java.lang.Thread                               | no thread
            decide.StartsAThread       | guarded                                        | no thread
            decide.StartsAThread       | java.util.List.parallelStream                  | no thread
            decide.WritesALog          | org.slf4j.LoggerFactory                        | writes no log
            decide.WritesALog          | java.util.logging.Logger                       | writes no log
            decide.WritesALog          | java.lang.System.out                           | no stream of the process
            decide.WritesALog          | java.lang.RuntimeException.printStackTrace     | writes no log
            decide.DrawsAtRandom       | java.util.Collections.shuffle                  | nothing at random
            decide.DrawsAtRandom       | java.util.UUID.randomUUID                      | nothing at random
            decide.DrawsAtRandom       | java.lang.Math.random                          | nothing at random
            decide.DrawsAtRandom       | java.util.SplittableRandom                     | nothing at random
            decide.TouchesAFile        | java.nio.file.Files                            | touches no file
            decide.TouchesAFile        | java.net.Socket                                | opens no connection
            decide.TouchesAFile        | java.lang.System.getenv                        | read the environment
            decide.LosesTheOrder       | java.util.Set.of                               | order differs
            decide.LosesTheOrder       | java.util.Map.of                               | order differs
            decide.LosesTheOrder       | java.util.HashMap.<init>                       | order differs
            decide.LosesTheOrder       | java.util.stream.Collectors.toMap              | order differs
            decide.LosesTheOrder       | java.util.stream.Collectors.groupingBy         | order differs
            sim.world.UnseededDraws    | java.util.SplittableRandom.<init>              | was given its seed
            sim.world.UnseededDraws    | java.util.random.RandomGenerator.getDefault    | was given its seed
            """)
    void whatMakesAPureRoomDependOnTheMachineIsReported(String from, String to, String rule) {
        assertThat(new BannedInPureRooms(WRONG).violations())
                .anyMatch(found -> found.from().equals(FIXTURE + "." + from)
                        && (found.to().equals(to) || found.to().startsWith(to + "("))
                        && found.rule().contains(rule));
    }

    @Test
    void aMethodReferenceIsACall() {
        assertThat(new BannedInPureRooms(WRONG).violations())
                .filteredOn(found ->
                        found.from().endsWith(".ReadsTheClock") && found.to().contains("Instant.now"))
                .hasSize(2);
    }

    @Test
    void aCycleIsReportedBetweenRoomsAndInsideOne() {
        String cycles = new PackageCycles(WRONG)
                .violations().stream().map(Violation::rule).collect(joining("\n"));
        assertThat(cycles)
                .contains("packages form a cycle: sim.world.core -> sim.world.ec2 -> sim.world.core")
                .contains("packages form a cycle: app.cli -> app.web -> app.cli")
                .contains("packages form a cycle: decide -> model -> decide");
    }

    @Test
    void whatKeepsTheRulesIsLeftAlone() {
        List<String> right = Stream.of(Fact.class, Choice.class, Loop.class, Table.class)
                .map(Class::getName)
                .toList();
        assertThat(Stream.of(new Arrows(WRONG).violations(), new BannedInPureRooms(WRONG).violations())
                        .flatMap(List::stream)
                        .map(Violation::from))
                .doesNotContainAnyElementsOf(right)
                .doesNotContain(FIXTURE + ".sim.world.SeededDraws");
    }
}
