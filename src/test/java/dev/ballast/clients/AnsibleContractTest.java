package dev.ballast.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Playbooks with the modules of amazon.aws and community.aws, each run twice: the second run finds everything as the first one
 * left it and changes nothing.
 */
@Timeout(300)
class AnsibleContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUBLIC_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOQsSrO8vxwbRkA7nJZMufJ/GUNWNKec4VPSAIlB/S+X me@here";
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static Optional<Program> ansible = Optional.empty();

    @TempDir
    Path home;

    @BeforeAll
    static void isInstalled() throws Exception {
        ansible = Program.all("ansible-playbook").stream().findFirst();
        if (ansible.isEmpty()) skip("Ansible is not installed (no 'ansible-playbook' on the PATH or in /usr/bin)");
        var folder = Files.createTempDirectory("ansible");
        var modules = new Program(PYTHON, "")
                .run(
                        folder,
                        Map.of(),
                        List.of(
                                "-c",
                                "import boto3, ansible_collections.amazon.aws, ansible_collections.community.aws"));
        if (modules.exit() != 0) skip("Ansible has not all it needs for " + PYTHON + ": " + modules.err());
    }

    private static void skip(String why) {
        Program.skipped(why);
        assumeTrue(false, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts", "cluster", "around", "spot", "life"})
    @Execution(ExecutionMode.CONCURRENT)
    void theSecondRunOfAPlaybookChangesNothing(String playbook) throws Exception {
        try (var cloud = new ClientCloud()) {
            for (var state : List.of("present", "absent", "gone")) {
                var file = AnsibleContractTest.class.getResource("/ansible/" + playbook + "-" + state + ".yml");
                if (file == null && !state.equals("present")) continue;
                var path = Path.of(file.toURI());
                var first = play(cloud, path);
                assertThat(first.at("/stats/localhost/changed").asInt())
                        .as("changes of the first run of " + path.getFileName())
                        .isPositive();
                var second = play(cloud, path);
                assertThat(changed(second))
                        .as("what the second run of " + path.getFileName() + " changed")
                        .isEmpty();
                assertThat(second.at("/stats/localhost/changed").asInt()).isZero();
            }
        }
    }

    /** What the JSON callback tells; no task may have failed. */
    private JsonNode play(ClientCloud cloud, Path playbook) throws Exception {
        var environment = new HashMap<>(cloud.environment(home));
        environment.put("AWS_URL", cloud.endpoint());
        environment.put(
                "PYTHONPATH",
                Path.of(AnsibleContractTest.class.getResource("/ansible/python").toURI())
                        .toString());
        environment.put("ANSIBLE_STDOUT_CALLBACK", "json");
        environment.put("ANSIBLE_LOCALHOST_WARNING", "false");
        environment.put("ANSIBLE_INVENTORY_UNPARSED_WARNING", "false");
        environment.put("ANSIBLE_DEPRECATION_WARNINGS", "false");
        environment.put("ANSIBLE_PIPELINING", "true");
        environment.put("ANSIBLE_HOME", home.resolve("ansible").toString());
        var ran = ansible.orElseThrow()
                .run(
                        home,
                        environment,
                        List.of(
                                playbook.toString(),
                                "--extra-vars",
                                JSON.writeValueAsString(Map.of(
                                        "ansible_python_interpreter", PYTHON.toString(), "public_key", PUBLIC_KEY))));
        assertThat(ran.out()).as(ran.err()).contains("{");
        var told = JSON.readTree(ran.out().substring(ran.out().indexOf('{')));
        assertThat(ran.exit()).as(playbook + "\n" + failures(told) + ran.err()).isZero();
        return told;
    }

    private static List<String> changed(JsonNode told) {
        return told.findParents("hosts").stream()
                .filter(task -> task.at("/hosts/localhost/changed").asBoolean())
                .map(task -> task.at("/task/name").asText())
                .toList();
    }

    private static List<String> failures(JsonNode told) {
        return told.findParents("hosts").stream()
                .filter(task -> task.at("/hosts/localhost/failed").asBoolean())
                .map(task -> task.at("/task/name").asText() + ": "
                        + task.at("/hosts/localhost/msg").asText())
                .toList();
    }
}
