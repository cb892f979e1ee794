package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetRequest;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/** Whatever a body holds, it gets one AWS answer, soon, and the server goes on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileBodiesTest {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition";
    private static final String FLEET = "Action=RequestSpotFleet&SpotFleetRequestConfig.IamFleetRole=r"
            + "&SpotFleetRequestConfig.TargetCapacity=15&SpotFleetRequestConfig.ValidUntil=2027-01-01T00%3A00%3A00Z"
            + "&SpotFleetRequestConfig.LaunchSpecifications.1.WeightedCapacity=1.5"
            + "&SpotFleetRequestConfig.LaunchSpecifications.1.BlockDeviceMapping.1.Ebs.VolumeSize=22"
            + "&SpotFleetRequestConfig.LaunchSpecifications.1.TagSpecificationSet.1.Tag.1.Key=Name";
    private static final String TASK = "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"a\",\"cpu\":10,"
            + "\"essential\":true,\"portMappings\":[{\"containerPort\":80}],\"dockerLabels\":{\"a\":\"b\"}}],"
            + "\"tags\":[{\"key\":\"k\",\"value\":\"\\ud83d\\ude00\"}]}";

    private static LocalWire wire;

    @BeforeAll
    static void serve() {
        wire = new LocalWire(
                LocalWire.api(
                        Service.EC2,
                        operations -> operations.on(
                                "RequestSpotFleet",
                                RequestSpotFleetRequest::builder,
                                (request, context) ->
                                        RequestSpotFleetResponse.builder().build())),
                LocalWire.api(
                        Service.ECS,
                        operations -> operations.on(
                                "RegisterTaskDefinition",
                                RegisterTaskDefinitionRequest::builder,
                                (request, context) -> RegisterTaskDefinitionResponse.builder()
                                        .taskDefinition(definition -> definition.family(request.family()))
                                        .build())));
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void theBodiesThatAreMutatedBelowAreGoodOnes() throws Exception {
        assertThat(wire.form("ec2", FLEET).statusCode()).isEqualTo(200);
        assertThat(wire.json("ecs", TARGET, TASK).statusCode()).isEqualTo(200);
    }

    @Test
    void everyTruncationGetsAnAnswer() throws Exception {
        for (int length = 0; length < TASK.length(); length++) {
            HttpResponse<String> raw = wire.json("ecs", TARGET, TASK.substring(0, length));
            assertThat(raw.statusCode()).as("%d characters", length).isEqualTo(400);
            assertThat(raw.body()).contains("\"__type\":\"");
        }
        for (int length = 0; length < FLEET.length(); length += 7) {
            assertThat(wire.form("ec2", FLEET.substring(0, length)).statusCode())
                    .isIn(200, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomDamageNeverBreaksTheServer(long seed) {
        Wire inside = wireInside();
        Random random = new Random(seed);
        Map<byte[], BiFunction<String, byte[], Call>> bodies = Map.of(
                TASK.getBytes(StandardCharsets.UTF_8), HostileBodiesTest::call,
                FLEET.getBytes(StandardCharsets.UTF_8), HostileBodiesTest::call);
        bodies.forEach((good, call) -> {
            String service = good[0] == '{' ? "ecs" : "ec2";
            for (int i = 0; i < 3000; i++) {
                byte[] bad = damage(good, random);
                Answer answer = inside.answer(call.apply(service, bad));
                assertThat(answer.status())
                        .as("seed %d, round %d: %s", seed, i, new String(bad, StandardCharsets.UTF_8))
                        .isIn(200, 400);
            }
        });
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bad = good.clone();
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] = (byte) random.nextInt(256);
                case 1 -> bad[at] = (byte) "{}[]\":,.=&%0".charAt(random.nextInt(12));
                case 2 -> bad = Arrays.copyOf(bad, Math.max(1, at));
                default -> {
                    int length = Math.min(random.nextInt(20), bad.length - at);
                    byte[] doubled = new byte[bad.length + length];
                    System.arraycopy(bad, 0, doubled, 0, at + length);
                    System.arraycopy(bad, at, doubled, at + length, bad.length - at);
                    bad = doubled;
                }
            }
        }
        return bad;
    }

    @Test
    void deepAndWideBodiesAreRefused() throws Exception {
        String deep = "{\"new\":" + "[".repeat(100_000);
        assertThat(wire.json("ecs", TARGET, deep).body()).contains("SerializationException");
        assertThat(wire.json("ecs", TARGET, "{\"a\":".repeat(100_000)).body()).contains("SerializationException");
        assertThat(wire.form("ec2", "Action=RequestSpotFleet&" + "a.".repeat(100_000) + "=1")
                        .body())
                .contains("<Code>MalformedQueryString</Code>");
        assertThat(wire.form("ec2", "Action=RequestSpotFleet" + "&a=1".repeat(1_000_000))
                        .body())
                .contains("<Code>MalformedQueryString</Code>");
        assertThat(wire.form("ec2", "Action=RequestSpotFleet&a=%zz").body())
                .contains("<Code>MalformedQueryString</Code>");
        assertThat(wire.form("ec2", FLEET + "&SpotFleetRequestConfig.LaunchSpecifications.2147483647.ImageId=a")
                        .statusCode())
                .isEqualTo(200);
        assertThat(wire.json("ecs", TARGET, TASK.replace("10", "1" + "0".repeat(5000)))
                        .body())
                .contains("SerializationException");
    }

    @Test
    void textsThatXmlCannotCarryAreCarriedAsFarAsItCan() throws Exception {
        HttpResponse<String> raw = wire.form("ec2", "Action=%00%01%0D%3Cscript%3E%EF%BF%BF%FF&Version=2016-11-15");
        assertThat(raw.body()).contains("The action \uFFFD\uFFFD&#xD;&lt;script&gt;\uFFFD\uFFFD is not valid");
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(raw.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void halfACharacterIsRefused() throws Exception {
        assertThat(wire.json("ecs", TARGET, "{\"family\":\"\\ud83d\",\"containerDefinitions\":[]}")
                        .body())
                .contains("SerializationException");
    }

    @Test
    void aBodyOverTheLimitIsAnsweredEvenIfSentWhole() throws Exception {
        HttpResponse<String> raw = wire.json("ecs", TARGET, "x".repeat(11 << 20));
        assertThat(raw.statusCode()).isEqualTo(413);
        assertThat(raw.body()).contains("\"__type\":\"RequestEntityTooLarge\"");
    }

    @Test
    void chunkedBodiesAreReadAndLimitedToo() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                + "X-Amz-Date: 20260105T080000Z\r\nX-Amz-Target: " + TARGET + "\r\nAuthorization: "
                + LocalWire.authorization("ecs") + "\r\n\r\n";
        String body = Integer.toHexString(TASK.length()) + "\r\n" + TASK + "\r\n0\r\n\r\n";
        assertThat(raw(head + body)).startsWith("HTTP/1.1 200");
        String chunk = Integer.toHexString(1 << 20) + "\r\n" + "x".repeat(1 << 20) + "\r\n";
        assertThat(raw(head + chunk.repeat(11) + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
    }

    @Test
    void whatIsNoHttpIsAnsweredInAwssForm() throws Exception {
        for (String request : List.of(
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nBad Header\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "nonsense\r\n\r\n")) {
            assertThat(raw(request)).as(request).startsWith("HTTP/1.1 4").contains("<Code>");
        }
        assertThat(wire.json("ecs", TARGET, TASK).statusCode()).isEqualTo(200);
    }

    @Test
    void clientsMayAskBeforeTheySendAndAskForHeadersOnly() throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/")
                .header("Authorization", LocalWire.authorization("ecs"))
                .header("X-Amz-Date", "20260105T080000Z")
                .header("X-Amz-Target", TARGET)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString(TASK)));
        assertThat(raw.statusCode()).isEqualTo(200);
        HttpResponse<String> head = wire.send(wire.request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(403);
        assertThat(head.body()).isEmpty();
        assertThat(wire.json("ecs", TARGET, TASK).statusCode()).isEqualTo(200);
    }

    @Test
    void clientsOfTheFirstHttpAreAnsweredToo() throws Exception {
        String raw = raw("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        assertThat(raw).startsWith("HTTP/1.").contains("<Code>");
    }

    private static Wire wireInside() {
        return wire.wire;
    }

    private static Call call(String service, byte[] body) {
        Map<String, String> headers = service.equals("ecs")
                ? Map.of("x-amz-target", TARGET, "x-amz-date", "d", "authorization", LocalWire.authorization(service))
                : Map.of("x-amz-date", "d", "authorization", LocalWire.authorization(service));
        return new Call("POST", "/", "", headers::get, body);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), wire.server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
