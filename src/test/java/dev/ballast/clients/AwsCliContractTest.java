package dev.ballast.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.world.World;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls of tables, each table in its order on a cloud of its own, by every generation of the AWS CLI that is installed. The
 * generations differ: the older speaks SQS's Query protocol, the newer its JSON. A row is what is expected, the call, and what is asked
 * of its answer.
 */
@Timeout(300)
class AwsCliContractTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    /** The CLI hands its session to a plug-in of AWS's that is no part of it, and calls nothing without it. */
    private static final Set<String> NOT_THE_CLIS = Set.of("ecs executecommand");

    private static final List<Program> CLIS = Program.awsClis();

    @TempDir
    Path home;

    @BeforeAll
    static void isInstalled() {
        assumeFalse(CLIS.isEmpty(), "the AWS CLI is not installed");
    }

    static Stream<Arguments> clisAndTables() {
        return CLIS.stream().flatMap(cli -> Tables.names().stream().map(table -> Arguments.of(cli, table)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("clisAndTables")
    @Execution(ExecutionMode.CONCURRENT)
    void everyCallIsAnsweredAsAwsAnswersIt(Program program, String table) throws Exception {
        for (var file : Files.list(Tables.file("files")).toList()) Files.copy(file, home.resolve(file.getFileName()));
        try (var cloud = new ClientCloud();
                var cli = new AwsCli(program, home, cloud.environment(home))) {
            var known = new LinkedHashMap<String, String>();
            for (var call : Call.of(table)) {
                var arguments = call.arguments(known);
                arguments.addAll(List.of("--endpoint-url", cloud.endpoint()));
                var ran = cli.call(arguments);
                for (int asked = 1; asked < call.timesAtMost() && !call.holds(ran, known); asked++)
                    ran = cli.call(arguments);
                call.check(ran, program + " " + String.join(" ", arguments), known);
            }
        }
    }

    @Test
    void everyOperationThatTheWireKnowsIsInATable() {
        var called = new TreeSet<String>();
        for (var table : Tables.names())
            for (var call : Call.of(table)) {
                var words = call.line().split(" ");
                called.add(words[0] + " " + words[1].replace("-", ""));
            }
        var known = new TreeSet<String>();
        Operations.of(LiveWorld.apis(
                        new World(1, Instant.EPOCH, World.Rules.DEFAULT),
                        () -> URI.create("http://localhost").toString()))
                .forEach((service, operations) -> operations.all().stream()
                        .map(Operation::name)
                        .map(name -> word(service) + " " + name.toLowerCase(java.util.Locale.ROOT))
                        .forEach(known::add));
        known.removeAll(NOT_THE_CLIS);
        assertThat(called).containsAll(known);
    }

    /** The CLI's word for a service. */
    private static String word(Service service) {
        return service == Service.ELASTIC_LOAD_BALANCING ? "elbv2" : service.signingName();
    }

    /**
     * A row.
     *
     * @param expected {@code $name} keeps the answer under a name, {@code !code} is a refusal, {@code /pattern/} is matched,
     *     {@code -} is any answer, anything else is the answer itself with its blanks as single spaces
     * @param isNew older CLIs do not know the call; {@code ~} before what is expected
     * @param timesAtMost that it is asked before it must hold; {@code ...} before what is expected, where the world needs a moment
     * @param query JMESPath, or {@code @} for the whole answer
     */
    private record Call(String expected, boolean isNew, int timesAtMost, String line, String query) {
        private static final int UNTIL_SO = 200;

        static List<Call> of(String table) {
            return Tables.lines(table).stream()
                    .map(line -> line.split("\\s+\\|\\s+"))
                    .map(cells -> new Call(
                            cells[0].replaceFirst("^(~|\\.\\.\\.)", ""),
                            cells[0].startsWith("~"),
                            cells[0].startsWith("...") ? UNTIL_SO : 1,
                            cells[1],
                            cells.length > 2 ? cells[2] : "@"))
                    .toList();
        }

        List<String> arguments(Map<String, String> known) {
            var arguments = new ArrayList<String>();
            var words = WORD.matcher(line);
            while (words.find()) arguments.add(filled(words.group(1) == null ? words.group(2) : words.group(1), known));
            // A waiter takes a query too, and prints nothing.
            arguments.addAll(List.of("--output", "text", "--query", filled(query, known)));
            return arguments;
        }

        private static String filled(String text, Map<String, String> known) {
            return VARIABLE.matcher(text).replaceAll(found -> {
                assertThat(known).containsKey(found.group(1));
                return Matcher.quoteReplacement(known.get(found.group(1)));
            });
        }

        boolean holds(Program.Ran ran, Map<String, String> known) {
            try {
                check(ran, line, known);
                return true;
            } catch (AssertionError notYet) {
                return false;
            }
        }

        void check(Program.Ran ran, String call, Map<String, String> known) {
            if (isNew && ran.err().contains("Invalid choice")) return;
            var what = call + "\n" + ran.err();
            if (expected.startsWith("!")) {
                assertThat(ran.exit()).as(what).isNotZero();
                assertThat(ran.err()).as(what).contains("(" + expected.substring(1) + ")");
                return;
            }
            assertThat(ran.exit()).as(what).isZero();
            var out = ran.out().replaceAll("\\s+", " ");
            if (expected.startsWith("$")) {
                assertThat(out).as(what).isNotIn("", "None");
                known.put(expected.substring(1), out);
            } else if (expected.startsWith("/") && expected.endsWith("/")) {
                assertThat(out).as(what).matches(expected.substring(1, expected.length() - 1));
            } else if (!expected.equals("-")) {
                assertThat(out).as(what).isEqualTo(filled(expected, known));
            }
        }
    }
}
