package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Action;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.model.Target;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import dev.ballast.model.UsdPerHour;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.sim.port.WorldPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The ports on the real SDK against the local cloud. What this room reads over HTTP must be, value for value, what the port in the
 * same process reads from the same world.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AwsContractTest {
    private static final String CLUSTER = "live";
    private static final String TEMPLATE = "ballast-live-abc123";
    private static final String USER_DATA = "#!/bin/bash\necho ECS_CLUSTER=live >> /etc/ecs/ecs.config\n";

    private final WholeCloud cloud = new WholeCloud();
    private final AwsClients clients =
            AwsClients.open(new AwsPlace(WholeCloud.REGION, Optional.empty(), Optional.of(cloud.endpoint())));
    private final CloudClock clock = CloudClock.of(clients);
    private final AwsWriter writer = new AwsWriter(clients, CLUSTER, Optional.empty());
    private final AwsClusterReader reader = new AwsClusterReader(clients, CLUSTER, clock);
    private final AwsMarketReader market = new AwsMarketReader(clients, clock);
    private final SqsSignalSource signals = new SqsSignalSource(clients, CLUSTER, clock);
    private final WorldPort inside = cloud.port(CLUSTER);
    private int steps;

    @BeforeEach
    void aClusterWithItsQueue() {
        assertThat(perform(new Action.PutCluster())).isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.PutSignalQueue())).isInstanceOf(Outcome.Done.class);
    }

    private void acknowledge(List<Signal> heard) throws InterruptedException {
        signals.acknowledge(heard);
        signals.awaitDeletes();
    }

    @AfterEach
    void close() {
        signals.close();
        clients.close();
        cloud.close();
    }

    @Test
    void anEmptyClusterAndAMissingOneHaveNothing() {
        assertThat(reader.instances()).isEmpty();
        assertThat(reader.containerInstances()).isEmpty();
        var missing = new AwsClusterReader(clients, "missing", clock);
        assertThat(missing.instances()).isEmpty();
        assertThat(missing.containerInstances()).isEmpty();
        assertThat(missing.tasks()).isEmpty();
        assertThat(missing.services()).isEmpty();
    }

    @Test
    void settingUpTwiceChangesNothing() {
        var web = service("web", 2);
        var first = perform(new Action.PutService(web));
        assertThat(perform(new Action.PutCluster())).isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.PutSignalQueue())).isInstanceOf(Outcome.Done.class);
        assertThat(perform(new Action.PutService(web))).isEqualTo(first);
        var changed = perform(new Action.PutService(service("web", 3)));
        assertThat(changed).isEqualTo(first); // the same task definition
        assertThat(reader.services()).extracting(Service::desiredCount).containsExactly(3);
    }

    @Test
    void theMarketIsTheOneInside() {
        var settings = settings("m5.large", "c5.large", "no.such");
        assertThat(offers(settings)).isEqualTo(cloud.ask(() -> inside.market().offers(settings)));
        assertThat(market.remarks()).anyMatch(remark -> remark.contains("no.such"));
        var old = new Settings.ImageChoice.ById("ami-76e95b05");
        assertThat(market.image(old))
                .isPresent()
                .isEqualTo(cloud.ask(() -> inside.market().image(old)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2000", "900 vcpu", "20000 GiB", "1000000"})
    void thePlacementScoresAreTheOnesInsideByTheZonesNames(String target) {
        cloud.closeZone(WholeCloud.REGION + "b");
        var settings = settings("m5.large", "c5.large", "r5.large", "no.such").withTarget(Target.of(target));
        var scores = market.placementScores(settings);
        assertThat(scores)
                .isEqualTo(cloud.ask(() -> inside.market().placementScores(settings)))
                .containsOnlyKeys("eu-west-1a", "eu-west-1b", "eu-west-1c")
                .containsEntry("eu-west-1b", 1);
    }

    @Test
    void placementScoresThatAreRefusedAreOneSentence() {
        var settings = settings("m5.large", "c5.large", "r5.large")
                .withNetwork(new Settings.Network(List.of("nonsense"), List.of(), true));
        assertThatThrownBy(() -> market.placementScores(settings))
                .isInstanceOf(CloudUnreachable.class)
                .hasMessageStartingWith("cannot read the spot placement scores in eu-west-1 at http://127.0.0.1:");
    }

    @Test
    void aDiversifiedLaunchBecomesHostsWithTasks() {
        var launch = launch(1, PurchaseOption.SPOT);
        var outcome = perform("launch", launch);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.launched())
                                .hasSize(3)
                                .extracting(Outcome.Launched::pool)
                                .doesNotHaveDuplicates());
        cloud.pass(Duration.ofMinutes(3));
        perform(new Action.PutService(service("web", 4)));
        cloud.pass(Duration.ofMinutes(3));
        assertThat(reader.containerInstances())
                .extracting(ContainerInstance::status)
                .containsOnly(ContainerInstance.Status.ACTIVE)
                .hasSize(3);
        assertThat(reader.tasks()).hasSize(4).allMatch(Task::isServing);
        assertEverythingIsReadAsItIs();
    }

    @Test
    void theSameLaunchSentAgainIsTheSameInstances() {
        var launch = launch(2, PurchaseOption.SPOT);
        var first = perform("launch", launch);
        assertThat(perform("launch", launch)).isEqualTo(first);
        assertThat(reader.instances()).hasSize(6);
    }

    @Test
    void onDemandIsSpreadAsAskedAndSentAgainIsTheSame() {
        var launch = launch(1, PurchaseOption.ON_DEMAND);
        var first = perform("launch", launch);
        assertThat(first)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.launched())
                                .extracting(Outcome.Launched::pool)
                                .containsExactlyInAnyOrderElementsOf(launch.offers().stream()
                                        .map(Offer::pool)
                                        .toList()));
        assertThat(perform("launch", launch)).isEqualTo(first);
    }

    @Test
    void everyInstanceCarriesOwnerLaunchAndTemplate() {
        perform("the-token", launch(1, PurchaseOption.SPOT));
        assertThat(reader.instances())
                .allSatisfy(instance -> assertThat(instance.tags())
                        .containsEntry("ballast:cluster", CLUSTER)
                        .containsEntry("ballast:launch", "the-token")
                        .containsEntry("ballast:template", "abc123")
                        .containsEntry("Name", "ecs-live"));
    }

    @Test
    void aLaunchFromATemplateThatIsGoneIsRefusedByName() {
        var offers = pools(PurchaseOption.SPOT);
        var outcome = perform(new Action.LaunchInstances("ballast-live-gone", offers, 1, Optional.empty()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).startsWith("InvalidLaunchTemplate"));
    }

    @Test
    void aDrainedHostLosesItsTasksAndMayComeBack() {
        perform("launch", launch(1, PurchaseOption.SPOT));
        cloud.pass(Duration.ofMinutes(3));
        perform(new Action.PutService(service("web", 3)));
        cloud.pass(Duration.ofMinutes(2));
        var host = reader.containerInstances().getFirst();
        assertThat(perform(new Action.DrainInstances(List.of(host.arn())))).isEqualTo(Outcome.DONE);
        cloud.pass(Duration.ofMinutes(4));
        assertThat(reader.tasks()).noneMatch(task -> task.containerInstanceArn().equals(host.arn()));
        assertEverythingIsReadAsItIs();
        assertThat(perform(new Action.ActivateInstances(List.of(host.arn())))).isEqualTo(Outcome.DONE);
        assertThat(reader.containerInstances()).allMatch(ContainerInstance::takesTasks);
    }

    @Test
    void oneUnknownHostDoesNotHoldUpADrain() {
        perform("launch", launch(1, PurchaseOption.SPOT));
        cloud.pass(Duration.ofMinutes(3));
        var hosts = new ArrayList<>(
                reader.containerInstances().stream().map(ContainerInstance::arn).toList());
        var unknown = hosts.getFirst().substring(0, hosts.getFirst().lastIndexOf('/')) + "/" + "0".repeat(32);
        hosts.add(unknown);
        assertThat(perform(new Action.DrainInstances(hosts)))
                .isInstanceOfSatisfying(
                        Outcome.PartlyDone.class,
                        partly -> assertThat(partly.failures())
                                .extracting(Outcome.Failure::what)
                                .containsExactly(unknown));
        assertThat(reader.containerInstances())
                .extracting(ContainerInstance::status)
                .containsOnly(ContainerInstance.Status.DRAINING);
    }

    @Test
    void oneUnknownInstanceDoesNotHoldUpATermination() {
        perform("launch", launch(1, PurchaseOption.SPOT));
        var ids = new ArrayList<>(
                reader.instances().stream().map(Instance::instanceId).toList());
        ids.add("i-0123456789abcdef0");
        assertThat(perform(new Action.TerminateInstances(ids))).isEqualTo(Outcome.DONE);
        assertThat(reader.instances()).noneMatch(instance -> instance.state().isAlive());
        assertThat(perform(new Action.TerminateInstances(ids))).isEqualTo(Outcome.DONE);
    }

    @Test
    void whatIsGoneAlreadyIsStoppedDeregisteredAndDeleted() {
        var prefix = "arn:aws:ecs:eu-west-1:123456789012:";
        var none = "/live/" + "0".repeat(32);
        assertThat(perform(new Action.StopTask(prefix + "task" + none, "why"))).isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.DeregisterContainerInstance(prefix + "container-instance" + none)))
                .isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.DeleteService("none"))).isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.RerunTask(prefix + "task" + none)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("MISSING"));
    }

    @Test
    void aStoppedTaskOfAServiceIsReplacedAndAStandaloneOneRunsAgain() {
        perform("launch", launch(1, PurchaseOption.SPOT));
        cloud.pass(Duration.ofMinutes(3));
        perform(new Action.PutService(service("web", 1)));
        cloud.pass(Duration.ofMinutes(2));
        var definition = reader.tasks().getFirst().taskDefinition();
        var batch = clients.writes()
                .ecs()
                .runTask(run -> run.cluster(CLUSTER)
                        .taskDefinition(definition)
                        .group("nightly")
                        .startedBy("cron")
                        .overrides(o -> o.containerOverrides(c -> c.name("web")
                                .cpu(512)
                                .environment(e -> e.name("DAY").value("1")))))
                .tasks()
                .getFirst()
                .taskArn();
        cloud.pass(Duration.ofMinutes(1));
        assertThat(perform(new Action.StopTask(batch, "its host goes"))).isEqualTo(Outcome.DONE);
        var again = perform("again", new Action.RerunTask(batch));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(again).isInstanceOf(Outcome.Done.class).isEqualTo(perform("again", new Action.RerunTask(batch)));
        assertThat(reader.tasks())
                .filteredOn(task -> task.service().isEmpty())
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.arn())
                            .isEqualTo(((Outcome.Done) again).created().getFirst());
                    assertThat(task.group()).isEqualTo("nightly");
                    assertThat(task.shape().needs().cpuUnits()).isEqualTo(512);
                });
    }

    @Test
    void anInterruptionComesAsANoticeAndThenAsTheEnd() throws InterruptedException {
        perform("launch", launch(1, PurchaseOption.SPOT));
        cloud.pass(Duration.ofMinutes(3));
        acknowledge(signals.receive(Duration.ZERO));
        var doomed = reader.instances().getFirst().instanceId();
        var at = cloud.now();
        assertThat(perform(new Action.InterruptInstances(List.of(doomed)))).isEqualTo(Outcome.DONE);
        cloud.pass(Duration.ofSeconds(5));
        var heard = signals.receive(Duration.ZERO);
        assertThat(heard)
                .filteredOn(signal -> signal.kind() == Signal.Kind.NOTICE)
                .extracting(Signal::instanceId)
                .containsOnly(doomed);
        assertThat(heard).allSatisfy(signal -> assertThat(signal.at()).isBetween(at, at.plusSeconds(5)));
        acknowledge(heard);
        cloud.pass(Duration.ofMinutes(3));
        assertThat(signals.receive(Duration.ZERO))
                .isNotEmpty()
                .allMatch(signal ->
                        signal.kind() == Signal.Kind.GONE && signal.instanceId().equals(doomed));
    }

    @Test
    void whatWasNotAcknowledgedComesAgain() throws InterruptedException {
        perform("launch", launch(1, PurchaseOption.SPOT));
        cloud.pass(Duration.ofMinutes(3));
        acknowledge(signals.receive(Duration.ZERO));
        perform(new Action.InterruptInstances(
                List.of(reader.instances().getFirst().instanceId())));
        cloud.pass(Duration.ofSeconds(2));
        var first = signals.receive(Duration.ZERO);
        assertThat(first).isNotEmpty();
        assertThat(signals.receive(Duration.ZERO)).isEmpty();
        cloud.pass(Duration.ofSeconds(31));
        assertThat(signals.receive(Duration.ZERO)).containsExactlyInAnyOrderElementsOf(first);
        acknowledge(first);
        cloud.pass(Duration.ofSeconds(31));
        assertThat(signals.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void aThousandNoticesAreReadInOneReceiveAndPoisonIsSetAside() throws InterruptedException {
        var url = SignalQueue.url(clients, SignalNames.of(CLUSTER).queue()).orElseThrow();
        for (var batch = 0; batch < 100; batch++) {
            var number = batch * 10;
            clients.writes().sqs().sendMessageBatch(send -> {
                send.queueUrl(url);
                var entries = new ArrayList<SendMessageBatchRequestEntry>();
                for (var i = 0; i < 10; i++)
                    entries.add(SendMessageBatchRequestEntry.builder()
                            .id("m" + i)
                            .messageBody(notice("i-%017x".formatted(number + i)))
                            .build());
                send.entries(entries);
            });
        }
        clients.writes().sqs().sendMessage(send -> send.queueUrl(url).messageBody("no event at all"));
        var heard = signals.receive(Duration.ZERO);
        assertThat(heard).hasSize(1_000).doesNotHaveDuplicates();
        acknowledge(heard);
        for (var i = 0; i <= SqsSignalSource.READINGS_MAX; i++) {
            cloud.pass(Duration.ofSeconds(31));
            assertThat(signals.receive(Duration.ZERO)).isEmpty();
        }
        assertThat(signals.counts().unreadable()).isEqualTo(SqsSignalSource.READINGS_MAX);
        var aside =
                SignalQueue.url(clients, SignalNames.of(CLUSTER).asideQueue()).orElseThrow();
        assertThat(clients.reads()
                        .sqs()
                        .receiveMessage(read -> read.queueUrl(aside))
                        .messages())
                .extracting(Message::body)
                .containsExactly("no event at all");
    }

    @Test
    void aSpotFleetIsRequestedOnceRaisedAndCancelledWithoutItsInstances() {
        perform(new Action.EnsureLaunchTemplate(template()));
        var set = spotFleet(Optional.empty(), 3);
        var requested = perform("fleet", set);
        assertThat(perform("fleet", set)).isEqualTo(requested);
        var id = ((Outcome.Done) requested).created().getFirst();
        cloud.pass(Duration.ofMinutes(2));
        assertThat(alive()).hasSize(3);
        assertThat(perform(spotFleet(Optional.of(id), 5))).isEqualTo(Outcome.created(id));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(alive()).hasSize(5);
        perform(spotFleet(Optional.of(id), 2));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(alive()).hasSize(5);
        assertThat(perform(new Action.CancelSpotFleet(id))).isEqualTo(Outcome.DONE);
        assertThat(perform(new Action.CancelSpotFleet(id))).isEqualTo(Outcome.DONE);
        cloud.pass(Duration.ofMinutes(2));
        assertThat(alive()).hasSize(5);
    }

    /** Over HTTP and from inside, the same values. */
    private void assertEverythingIsReadAsItIs() {
        assertThat(reader.instances())
                .isEqualTo(cloud.ask(() -> inside.cluster().instances()));
        assertThat(reader.tasks())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("taskDefinition")
                .isEqualTo(cloud.ask(() -> inside.cluster().tasks()));
        assertThat(reader.containerInstances())
                .isEqualTo(cloud.ask(() -> inside.cluster().containerInstances()));
        assertThat(reader.services())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "taskDefinition", "deployments.taskDefinition")
                .isEqualTo(cloud.ask(() -> inside.cluster().services()));
    }

    private List<Instance> alive() {
        return reader.instances().stream()
                .filter(instance -> instance.state().isAlive())
                .toList();
    }

    private Outcome perform(Action action) {
        return perform("step-" + ++steps, action);
    }

    private Outcome perform(String token, Action action) {
        return writer.perform(new Step(token, action, Reason.of(Reason.Code.ASKED, "the test asks")));
    }

    private Action.LaunchInstances launch(int each, PurchaseOption option) {
        perform(new Action.EnsureLaunchTemplate(template()));
        return new Action.LaunchInstances(TEMPLATE, pools(option), each, Optional.empty());
    }

    private Action.SetSpotFleetTarget spotFleet(Optional<String> id, int target) {
        return new Action.SetSpotFleetTarget(
                id,
                TEMPLATE,
                "arn:aws:iam::123456789012:role/fleet",
                pools(PurchaseOption.SPOT),
                target,
                Optional.empty());
    }

    /** Three pools, one a zone. */
    private List<Offer> pools(PurchaseOption option) {
        var types = List.of("m5.large", "c5.large", "m4.large");
        var byZone = new TreeMap<String, Offer>();
        for (var offer : offers(settings(types.toArray(String[]::new)))) {
            var zones = List.of("eu-west-1a", "eu-west-1b", "eu-west-1c");
            var pool = offer.pool();
            if (pool.option() == option && types.indexOf(pool.instanceType()) == zones.indexOf(pool.zone()))
                byZone.put(pool.zone(), offer);
        }
        return List.copyOf(byZone.values());
    }

    private List<Offer> offers(Settings settings) {
        var offers = new ArrayList<>(market.offers(settings));
        offers.sort(Comparator.comparing(Offer::pool));
        return offers;
    }

    private LaunchTemplateSpec template() {
        return new LaunchTemplateSpec(
                TEMPLATE,
                "ami-76e95b05",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                List.of(new LaunchTemplateSpec.EbsMapping("/dev/sdb", 40, "gp3", false, Optional.empty())),
                USER_DATA,
                Map.of("Name", "ecs-live"));
    }

    private static Action.ServiceSpec service(String name, int desired) {
        return new Action.ServiceSpec(
                name,
                "nginx:1",
                TaskShape.of(256, 256),
                desired,
                new Service.HealthyPercent(100, 200),
                Duration.ofSeconds(20));
    }

    private static String notice(String instanceId) {
        return "{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"EC2 Spot Instance Interruption Warning\","
                + "\"source\":\"aws.ec2\",\"account\":\"123456789012\",\"time\":\"2026-01-05T08:00:00Z\","
                + "\"region\":\"eu-west-1\",\"resources\":[],\"detail\":{\"instance-id\":\"" + instanceId
                + "\",\"instance-action\":\"terminate\"}}";
    }

    private static Settings settings(String... types) {
        return new Settings(
                CLUSTER,
                WholeCloud.REGION,
                Settings.Mode.KEEP,
                new Settings.Capacity(
                        Target.instances(3),
                        List.of(types),
                        Settings.Survive.POOL,
                        Optional.empty(),
                        Settings.Backend.EC2_FLEET,
                        new Settings.OnDemand(Duration.ZERO, UsdPerHour.ZERO, 1, 0, 0),
                        1,
                        new Settings.Risk(0.0001, new TreeMap<>())),
                new Settings.InstanceTemplate(
                        new Settings.ImageChoice.ById("ami-76e95b05"),
                        new Settings.Network(List.of(), List.of(), true),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        new TreeMap<>(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                new Settings.Interruption(Duration.ofSeconds(5), false, false, false),
                new Settings.Brakes(Duration.ofMinutes(5), 0.3, 3),
                new Settings.Disruption(Duration.ofMinutes(10), Duration.ofMinutes(5), 0.05, List.of()));
    }
}
