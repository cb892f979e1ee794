package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.sts.StsApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;

class DoorsTest {
    private static final String CALLER = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String PRESIGNED =
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&X-Amz-SignedHeaders=host"
                    + "&X-Amz-Date=20260105T080000Z&X-Amz-Credential=AKIDEXAMPLE%2F20260105%2Feu-west-1%2Fsts%2Faws4_request";

    private final LocalWire wire = new LocalWire(
            new StsApi(),
            LocalWire.api(
                    Service.EC2,
                    operations -> operations.on(
                            "DescribeVpcs",
                            DescribeVpcsRequest::builder,
                            (request, context) -> DescribeVpcsResponse.builder().build())));

    @AfterEach
    void stop() {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:4599", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:80", "eu.localhost:9"
            })
    void loopbackHostsComeIn(String host) {
        assertThat(LoopbackDoor.refusal(host, null)).isEmpty();
        assertThat(LoopbackDoor.refusal(host, "http://" + host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "",
                ":80",
                ".localhost",
                "10.0.0.1"
            })
    void otherHostsStayOutside(String host) {
        assertThat(LoopbackDoor.refusal(host, null)).isPresent();
    }

    @Test
    void foreignOriginsStayOutside() {
        assertThat(LoopbackDoor.refusal("localhost:1", "http://localhost:2")).isPresent();
        assertThat(LoopbackDoor.refusal("localhost:1", "https://localhost:1")).isPresent();
        assertThat(LoopbackDoor.refusal("localhost:1", "null")).isPresent();
        assertThat(LoopbackDoor.refusal(null, null)).isPresent();
    }

    @Test
    void aPageThatPostsAFormIsRefusedAsAwsRefuses() throws Exception {
        HttpResponse<String> raw = wire.send(signed("sts")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(CALLER)));
        assertThat(raw.statusCode()).isEqualTo(403);
        assertThat(raw.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void aForeignHostIsRefusedOnEveryDoor() throws Exception {
        for (String path : new String[] {"/", "/_ballast/clock"}) {
            String raw = raw("GET " + path + " HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");
            assertThat(raw)
                    .startsWith("HTTP/1.1 403")
                    .contains(
                            path.equals("/")
                                    ? "<Code>AccessDenied</Code>"
                                    : "{\"__type\":\"AccessDenied\",\"message\":");
        }
    }

    @Test
    void onlyLoopbackIsListenedOn() throws Exception {
        InetAddress elsewhere = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(elsewhere != null, "this machine has no address but loopback");
        assertThatThrownBy(() -> new Socket(elsewhere, wire.server.port()).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsUnsignedIsRefusedInEachProtocol() throws Exception {
        HttpResponse<String> query = wire.send(wire.request("/").POST(HttpRequest.BodyPublishers.ofString(CALLER)));
        assertThat(query.statusCode()).isEqualTo(403);
        assertThat(query.body())
                .contains(
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                                + "<Code>MissingAuthenticationToken</Code>");

        HttpResponse<String> ec2 = wire.send(wire.request("/?Action=DescribeVpcs&Version=2016-11-15"));
        assertThat(ec2.body()).contains("<Response><Errors><Error><Code>MissingAuthenticationToken</Code>");

        HttpResponse<String> json = wire.send(wire.request("/")
                .header("X-Amz-Target", "AmazonSSM.GetParameter")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body()).contains("\"__type\":\"MissingAuthenticationTokenException\"");

        assertThat(wire.send(wire.request("/")).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer x|algorithm that is not supported: 'Bearer'",
                "AWS4-HMAC-SHA256|requires 'Credential' parameter. Authorization header requires 'Signature' parameter.",
                "AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/sts/aws4_request|requires 'Signature' parameter",
                "AWS4-HMAC-SHA256 Credential=A/eu-west-1/sts, SignedHeaders=h, Signature=0|exactly 5 slash-delimited",
                "AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/sts/aws5, SignedHeaders=h, Signature=0|valid terminator"
            })
    void aMalformedSignatureIsRefused(String authorization, String message) throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/")
                .header("Authorization", authorization)
                .header("X-Amz-Date", "20260105T080000Z")
                .POST(HttpRequest.BodyPublishers.ofString(CALLER)));
        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(raw.body()).contains("<Code>IncompleteSignature</Code>").contains(message);
    }

    @Test
    void aSignatureWithoutADateIsIncomplete() throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/")
                .header("Authorization", LocalWire.authorization("sts"))
                .POST(HttpRequest.BodyPublishers.ofString(CALLER)));
        assertThat(raw.body()).contains("existence of either a 'X-Amz-Date' or a 'Date' header");
    }

    @Test
    void aPresignedAddressWorksAndABrokenOneIsRefused() throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/?" + CALLER + "&" + PRESIGNED));
        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(raw.body()).contains("<Account>123456789012</Account>");

        HttpResponse<String> broken = wire.send(wire.request("/?" + CALLER + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"));
        assertThat(broken.body()).contains("<Code>IncompleteSignature</Code>", "X-Amz-Credential");
    }

    @Test
    void aServiceThatTheLocalCloudHasNotIsAnAwsError() throws Exception {
        HttpResponse<String> form = wire.form("sns", "Action=Publish&Version=2010-03-31");
        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(form.body()).contains("<ErrorResponse><Error>", "<Code>InvalidAction</Code>");
        assertThat(wire.form("iam", "Action=ListUsers&Version=2010-05-08").body())
                .contains("<Code>InvalidAction</Code>");
        assertThat(wire.json("dynamodb", "DynamoDB_20120810.ListTables", "{}").body())
                .contains("UnknownOperationException");
        HttpResponse<String> s3 = wire.send(signed("s3").GET());
        assertThat(s3.statusCode()).isEqualTo(400);
        assertThat(s3.body()).startsWith("<?xml");
    }

    @Test
    void theClockIsReadByAnyoneAndChangedWithTokenOrSignature() throws Exception {
        HttpResponse<String> read = wire.send(wire.request("/_ballast/clock"));
        assertThat(read.body())
                .isEqualTo(
                        "{\"now\":\"2026-01-05T08:00:00.250Z\",\"speed\":1.0,\"paused\":false,\"seed\":7,\"world\":\"w7\"}");
        HttpRequest.BodyPublisher change =
                HttpRequest.BodyPublishers.ofString("{\"speed\":20,\"paused\":true,\"advance\":\"PT2M\"}");

        HttpResponse<String> unsigned =
                wire.send(wire.request("/_ballast/clock").POST(change));
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).contains("MissingAuthenticationToken");
        HttpResponse<String> wrong = wire.send(wire.request("/_ballast/clock")
                .header(Admin.TOKEN_HEADER, "guess")
                .POST(change));
        assertThat(wrong.statusCode()).isEqualTo(403);

        HttpResponse<String> shown = wire.send(wire.request("/_ballast/clock")
                .header(Admin.TOKEN_HEADER, wire.admin.token())
                .POST(change));
        assertThat(shown.body())
                .isEqualTo(
                        "{\"now\":\"2026-01-05T08:02:00.250Z\",\"speed\":20.0,\"paused\":true,\"seed\":7,\"world\":\"w7\",\"left\":\"PT0S\"}");
        HttpResponse<String> signed = wire.send(wire.request("/_ballast/clock")
                .header("Authorization", LocalWire.authorization("ec2"))
                .header("X-Amz-Date", "20260105T080000Z")
                .POST(HttpRequest.BodyPublishers.ofString("{\"paused\":false}")));
        assertThat(signed.body()).contains("\"paused\":false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"speed\":0}",
                "{\"speed\":\"x\"}",
                "{\"paused\":1}",
                "{\"advance\":\"-PT1S\"}",
                "{\"advance\":\"soon\"}",
                "{\"sped\":2}",
                "[",
                "{\"speed\":2,\"advance\":5}"
            })
    void aClockIsNotSetToNonsense(String body) throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/_ballast/clock")
                .header(Admin.TOKEN_HEADER, wire.admin.token())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(wire.clock.speed()).isEqualTo(1);
    }

    @Test
    void othersRegisterTheirOwnRoutes() throws Exception {
        wire.admin.reads("echo", asked -> Map.of("said", asked.query().get("say")));
        wire.admin.acts("break", asked -> {
            throw AwsError.refused("Broken", asked.body().path("what").asText());
        });
        assertThat(wire.send(wire.request("/_ballast/echo?say=a%20b")).body()).isEqualTo("{\"said\":\"a b\"}");
        assertThat(wire.send(wire.request("/_ballast/break")
                                .header(Admin.TOKEN_HEADER, wire.admin.token())
                                .POST(HttpRequest.BodyPublishers.ofString("{\"what\":\"a pool\"}")))
                        .body())
                .isEqualTo("{\"__type\":\"Broken\",\"message\":\"a pool\"}");
        assertThat(wire.send(wire.request("/_ballast/none")).statusCode()).isEqualTo(404);
        assertThat(wire.send(wire.request("/_ballast/clock").DELETE()).statusCode())
                .isEqualTo(405);
    }

    private HttpRequest.Builder signed(String service) {
        return wire.request("/")
                .header("Authorization", LocalWire.authorization(service))
                .header("X-Amz-Date", "20260105T080000Z");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), wire.server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
