package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.config.Overrides;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.loop.Drive;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Runner;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.model.Task;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.Observer;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop as it runs, over the wire, while the cloud's time stands still but for what a test lets pass. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NoticesTest {
    private static final String CLUSTER = "live";

    private final WholeCloud cloud = new WholeCloud();
    private final AwsClients clients =
            AwsClients.open(new AwsPlace(WholeCloud.REGION, Optional.empty(), Optional.of(cloud.endpoint())));
    private final CloudClock clock = CloudClock.of(clients);
    private final AwsWriter writer = new AwsWriter(clients, CLUSTER, Optional.empty());
    private final SqsSignalSource queue = new SqsSignalSource(clients, CLUSTER, clock);
    private final MarkedInstances marked = new MarkedInstances(clients, clock);
    private final Gate gate = new Gate(new AwsClusterReader(clients, CLUSTER, clock));
    private final Settings settings = SettingsFile.of(
            "cluster: live\nregion: eu-west-1\ncapacity:\n  target: 2\n  types: [m5.large, c5.large, m4.large]\ninstance:\n  image: ami-76e95b05\n",
            "ballast.yaml",
            Overrides.none());
    private final Loop loop = new Loop(
            new Observer(gate, new AwsMarketReader(clients, clock)),
            queue,
            new Actor(writer, Fence.NONE, clock),
            new InMemoryJournal("test"),
            clock,
            () -> settings);

    @BeforeEach
    void twoHostsStand() {
        cloud.pause();
        perform(new Action.PutCluster());
        perform(new Action.PutSignalQueue());
        for (var i = 0; i < 8; i++) {
            if (loop.tick().decision().settled()) return;
            cloud.pass(Duration.ofMinutes(2));
            clockCatchesUp();
        }
        throw new AssertionError(
                "the cluster does not stand: " + loop.tick().decision().notes());
    }

    @AfterEach
    void close() {
        gate.open();
        queue.close();
        clients.close();
        cloud.close();
    }

    @Test
    void aNoticeDoesNotWaitForALook() throws InterruptedException {
        var run = new Run(List.of(queue));
        run.await(tick -> tick.observation().scope() == Scope.FULL);
        gate.shut();
        cloud.pass(Observer.CLUSTER_EVERY.multipliedBy(2));
        gate.awaitLook();
        var doomed = interruptOne();
        cloud.pass(Duration.ofSeconds(1));
        var tick = run.await(answersFor(doomed));
        assertThat(tick.observation().scope()).isEqualTo(Scope.SIGNALS_ONLY);
        assertThat(gate.isShut()).isTrue();
        gate.open();
        run.end();
    }

    @Test
    void aNoticeThatTheQueueNeverGotIsSeenInTheSpotRequest() throws InterruptedException {
        var doomed = interruptOne();
        cloud.pass(Duration.ofSeconds(1));
        var at = marked.receive(Duration.ZERO);
        assertThat(at).extracting(Signal::kind, Signal::instanceId).containsExactly(tuple(Signal.Kind.NOTICE, doomed));
        assertThat(at.getFirst().deadline()).isAfter(cloud.now().plusSeconds(110));
        var run = new Run(List.of(marked));
        run.await(answersFor(doomed));
        run.end();
    }

    @Test
    void whatEcsSaysIsSeenAtOnceAndInItsOwnQueue() {
        var changes = new SqsChanges(clients, CLUSTER, clock);
        while (changes.await(Duration.ZERO)) Thread.onSpinWait();
        var host = clients.reads()
                .ecs()
                .listContainerInstances(request -> request.cluster(CLUSTER))
                .containerInstanceArns()
                .getFirst();
        assertThat(perform(new Action.DrainInstances(List.of(host)))).isEqualTo(Outcome.DONE);
        cloud.pass(Duration.ofSeconds(5));
        assertThat(changes.await(Duration.ZERO)).isTrue();
        assertThat(changes.await(Duration.ZERO)).as("what was read is deleted").isFalse();
        assertThat(queue.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void anotherClustersChangesAreNone() {
        var other = new SqsChanges(clients, "other", clock);
        assertThat(new AwsWriter(clients, "other", Optional.empty())
                        .perform(new Step(
                                "other", new Action.PutSignalQueue(), Reason.of(Reason.Code.ASKED, "the test asks"))))
                .isInstanceOf(Outcome.Done.class);
        perform(new Action.DrainInstances(clients.reads()
                .ecs()
                .listContainerInstances(request -> request.cluster(CLUSTER))
                .containerInstanceArns()));
        cloud.pass(Duration.ofSeconds(5));
        assertThat(other.await(Duration.ZERO)).isFalse();
    }

    @Test
    void whereNothingIsMarkedNothingIsTold() {
        assertThat(marked.receive(Duration.ZERO)).isEmpty();
    }

    private Predicate<Tick> answersFor(String doomed) {
        return tick -> !tick.answers().isEmpty()
                && tick.decision().memory().doomed().containsKey(doomed)
                && tick.decision().memory().doomed().get(doomed).actedAt().isPresent();
    }

    private String interruptOne() {
        var id = clients.reads().ec2().describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(instance -> instance.instanceId())
                .sorted()
                .findFirst()
                .orElseThrow();
        assertThat(perform(new Action.InterruptInstances(List.of(id)))).isEqualTo(Outcome.DONE);
        return id;
    }

    private Outcome perform(Action action) {
        return writer.perform(new Step("t" + action.hashCode(), action, Reason.of(Reason.Code.ASKED, "the test asks")));
    }

    /** It believes the speed that it was told last, for half a second of ours. */
    private void clockCatchesUp() {
        while (clock.instant().isBefore(cloud.now())) Thread.onSpinWait();
    }

    /** The loop at work on a thread of its own. */
    private final class Run implements Drive.Watcher {
        private final BlockingQueue<Tick> ticks = new LinkedBlockingQueue<>();
        private final Runner runner;
        private final Thread thread;

        Run(List<SignalSource> sources) {
            runner = new Runner(loop, sources, new SqsChanges(clients, CLUSTER, clock), clock, clock::wallTime);
            thread = Thread.ofVirtual().start(() -> {
                try {
                    runner.run(this);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        Tick await(Predicate<Tick> wanted) throws InterruptedException {
            while (true) {
                var tick = ticks.take();
                if (wanted.test(tick)) return tick;
            }
        }

        void end() throws InterruptedException {
            runner.stop();
            thread.join();
        }

        @Override
        public void ticked(Tick tick) {
            ticks.add(tick);
        }

        @Override
        public void unreachable(CloudUnreachable why) {
            throw new AssertionError(why);
        }

        @Override
        public boolean isEnough(Tick tick) {
            return false;
        }
    }

    /** Reads the cluster, but not while it is shut. */
    private static final class Gate implements ClusterReader {
        private final ClusterReader cluster;
        private final CountDownLatch waiting = new CountDownLatch(1);
        private boolean shut;

        Gate(ClusterReader cluster) {
            this.cluster = cluster;
        }

        synchronized void shut() {
            shut = true;
        }

        synchronized boolean isShut() {
            return shut;
        }

        synchronized void open() {
            shut = false;
            notifyAll();
        }

        void awaitLook() throws InterruptedException {
            waiting.await();
        }

        private synchronized void pass() {
            try {
                while (shut) {
                    waiting.countDown();
                    wait();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new CloudUnreachable("the test ends", ended);
            }
        }

        @Override
        public List<Instance> instances() {
            pass();
            return cluster.instances();
        }

        @Override
        public List<ContainerInstance> containerInstances() {
            return cluster.containerInstances();
        }

        @Override
        public List<Task> tasks() {
            return cluster.tasks();
        }

        @Override
        public List<Service> services() {
            return cluster.services();
        }
    }
}
