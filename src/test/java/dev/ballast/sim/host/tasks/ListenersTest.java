package dev.ballast.sim.host.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/** Real HTTP through the listeners of the local cloud, to real tasks. */
@Timeout(120)
class ListenersTest {
    @TempDir
    Path folder;

    private RealCloud cloud;

    @BeforeEach
    void start() {
        cloud = new RealCloud(new RealTasks.Options(RealTasks.Mode.PROCESS, folder), 2);
    }

    @AfterEach
    void end() {
        cloud.close();
    }

    private static int freePort() throws Exception {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** The listener of a service of so many pages that all are healthy. */
    private URI served(int pages) throws Exception {
        return served(pages, freePort());
    }

    private URI served(int pages, int port) {
        var group = cloud.balance("web", port);
        cloud.define("page", RealCloud.page("one"));
        cloud.serve("page", pages, group);
        cloud.until("all are healthy", () -> cloud.healthy(group) == pages);
        return cloud.listener("web");
    }

    @Test
    void requestsGoToEveryHealthyTargetInTurn() throws Exception {
        var url = served(3);
        var answers = new TreeSet<String>();
        for (var i = 0; i < 3; i++) answers.add(cloud.get(url).body());
        assertThat(answers).hasSize(3).allMatch(body -> body.startsWith("one "));
    }

    @Test
    void aListenerHasItsOwnPortWhereThatIsFreeAndAnotherWhereItIsTaken() throws Exception {
        var own = freePort();
        assertThat(served(1, own)).hasPort(own);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            cloud.balance("other", taken.getLocalPort());
            assertThat(cloud.listener("other").getPort()).isNotEqualTo(taken.getLocalPort());
        }
        cloud.balance("low", 80);
        assertThat(cloud.listener("low").getPort()).isGreaterThan(1024);
    }

    @Test
    void headersAndBodiesArePassedOn() throws Exception {
        var url = served(1);
        var seen = cloud.get(url.resolve("/headers")).body();
        assertThat(seen)
                .contains("host: [" + url.getAuthority() + "]")
                .contains("x-forwarded-for: [127.0.0.1]")
                .contains("x-forwarded-proto: [http]");
        var answer = cloud.send(HttpRequest.newBuilder(url.resolve("/body"))
                .POST(HttpRequest.BodyPublishers.ofString("a".repeat(100_000))));
        assertThat(answer.body()).isEqualTo("POST " + "a".repeat(100_000));
        var streamed = cloud.send(HttpRequest.newBuilder(url.resolve("/body"))
                .PUT(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream("streamed".getBytes()))));
        assertThat(streamed.body()).isEqualTo("PUT streamed");
    }

    @Test
    void aTargetThatBreaksOffIsA502AndAGroupWithoutTargetsA503() throws Exception {
        assertThat(cloud.get(served(1).resolve("/cut")).statusCode()).isEqualTo(502);
        cloud.balance("empty", freePort());
        assertThat(cloud.get(cloud.listener("empty")).statusCode()).isEqualTo(503);
    }

    @Test
    void aTargetThatIsSilentForTheIdleTimeoutIsA504() throws Exception {
        var url = served(1);
        var balancer = cloud.elb
                .describeLoadBalancers(it -> it.names("web"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        cloud.elb.modifyLoadBalancerAttributes(it -> it.loadBalancerArn(balancer)
                .attributes(one -> one.key("idle_timeout.timeout_seconds").value("1")));
        assertThat(cloud.get(url.resolve("/hold")).statusCode()).isEqualTo(504);
    }

    @Test
    void aTargetThatDrainsFinishesWhatItHasAndGetsNothingNew() throws Exception {
        var url = served(1);
        var held = cloud.http()
                .sendAsync(HttpRequest.newBuilder(url.resolve("/hold")).build(), HttpResponse.BodyHandlers.ofString());
        // It has arrived once the page, which answers in turn, has answered another.
        assertThat(cloud.get(url).statusCode()).isEqualTo(200);
        var task = cloud.tasks("page").getFirst();
        var port = task.containers().getFirst().networkBindings().getFirst().hostPort();

        cloud.ecs.updateService(it -> it.cluster("web").service("page").desiredCount(0));
        cloud.until("it drains", () -> cloud.get(url).statusCode() == 503);
        cloud.get(URI.create("http://127.0.0.1:" + port + "/release"));

        assertThat(held.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void aTaskWhoseProgramFailsItsChecksIsReplaced() throws Exception {
        var url = served(1);
        var first = cloud.tasks("page").getFirst().taskArn();

        cloud.ecs.updateService(it -> it.cluster("web").service("page").healthCheckGracePeriodSeconds(0));
        cloud.get(url.resolve("/fail"));
        assertThat(cloud.get(url).statusCode()).isEqualTo(500);

        cloud.until(
                "another runs in its place",
                () -> cloud.tasks("page").stream()
                        .noneMatch(task -> task.taskArn().equals(first)));
        cloud.until("it answers", () -> cloud.get(url).statusCode() == 200);
    }

    @Test
    void rulesLeadByPathAndMayAnswerByThemselves() throws Exception {
        var url = served(1);
        var listener = cloud.programs().path("listeners").path(0).path("arn").asText();
        cloud.elb.createRule(it -> it.listenerArn(listener)
                .priority(1)
                .conditions(one -> one.field("path-pattern").values("/closed/*"))
                .actions(one -> one.type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(fixed -> fixed.statusCode("410")
                                .contentType("text/plain")
                                .messageBody("gone"))));
        var closed = cloud.get(url.resolve("/closed/for-good"));
        assertThat(closed.statusCode()).isEqualTo(410);
        assertThat(closed.body()).isEqualTo("gone");
        assertThat(cloud.get(url.resolve("/closed")).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherSitesPageIsNotLetIn() throws Exception {
        var url = served(1);
        var foreign = cloud.send(HttpRequest.newBuilder(url).header("Origin", "http://example.com"));
        assertThat(foreign.statusCode()).isEqualTo(403);
        var own = cloud.send(HttpRequest.newBuilder(url).header("Origin", "http://" + url.getAuthority()));
        assertThat(own.statusCode()).isEqualTo(200);
        try (var raw = new java.net.Socket("127.0.0.1", url.getPort())) {
            raw.setSoTimeout(30_000);
            raw.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n".getBytes());
            assertThat(new String(raw.getInputStream().readAllBytes())).startsWith("HTTP/1.1 403");
        }
    }
}
