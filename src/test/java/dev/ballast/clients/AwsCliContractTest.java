package dev.ballast.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The calls of a table, in their order, by every generation of the AWS CLI that is installed; each has a cloud of its own. The
 * generations differ: the older speaks SQS's Query protocol, the newer its JSON.
 */
@Timeout(300)
class AwsCliContractTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private static final List<Program> CLIS = Program.awsClis();

    @TempDir
    Path home;

    @BeforeAll
    static void isInstalled() {
        assumeFalse(CLIS.isEmpty(), "the AWS CLI is not installed");
    }

    @Test
    void theTableHasCalls() throws Exception {
        assertThat(Call.table()).hasSizeGreaterThan(110);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @FieldSource("CLIS")
    @Execution(ExecutionMode.CONCURRENT)
    void everyCallIsAnsweredAsAwsAnswersIt(Program cli) throws Exception {
        try (var cloud = new ClientCloud()) {
            var known = new LinkedHashMap<String, String>();
            for (var call : Call.table()) {
                var arguments = call.arguments(known);
                arguments.addAll(List.of("--endpoint-url", cloud.endpoint()));
                var ran = cli.run(home, cloud.environment(home), arguments);
                call.check(ran, cli + " " + String.join(" ", arguments) + "\n" + ran.err(), known);
            }
        }
    }

    /**
     * A line of the table.
     *
     * @param expected {@code $name} keeps the answer under a name, {@code !code} is a refusal, {@code /pattern/} is matched,
     *     {@code -} is any answer, anything else is the answer itself with its blanks as single spaces
     * @param query JMESPath, or nothing
     */
    private record Call(String expected, String line, String query) {
        static List<Call> table() throws Exception {
            try (var table = AwsCliContractTest.class.getResourceAsStream("/aws-cli/calls.txt")) {
                return new String(table.readAllBytes())
                        .replace("\\\n", "")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(line -> line.split("\\s+\\|\\s+"))
                        .map(cells -> new Call(cells[0], cells[1], cells.length > 2 ? cells[2] : "@"))
                        .toList();
            }
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

        void check(Program.Ran ran, String what, Map<String, String> known) {
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
            } else if (expected.startsWith("/")) {
                assertThat(out).as(what).matches(expected.substring(1, expected.length() - 1));
            } else if (!expected.equals("-")) {
                assertThat(out).as(what).isEqualTo(filled(expected, known));
            }
        }
    }
}
