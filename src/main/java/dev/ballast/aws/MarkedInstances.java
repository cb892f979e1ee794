package dev.ballast.aws;

import dev.ballast.model.Signal;
import dev.ballast.model.Signal.Kind;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/**
 * The safety net under the queue: a notice that EventBridge lost, or that came before there was a queue, also stands in the instance's spot
 * request, from the moment that EC2 marks it. Asked for by itself, so that it is seen with most of the two minutes left. Which instances
 * are ours is not known here.
 */
public final class MarkedInstances implements SignalSource {
    /** In the world's time. Four calls a minute out of a bucket that refills by 20 a second. */
    static final Duration EVERY = Duration.ofSeconds(15);

    private static final List<String> MARKED = List.of("marked-for-termination", "marked-for-stop");
    private static final int PAGE = 1_000;

    private final AwsClients clients;
    private final CloudClock clock;

    public MarkedInstances(AwsClients clients, CloudClock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Waits {@link #EVERY}, or the patience where that is shorter, and asks once.
     *
     * @return all that are marked now, also those that were told before
     * @throws CloudUnreachable where EC2 gave no usable answer
     */
    @Override
    public List<Signal> receive(Duration patience) {
        try {
            Thread.sleep(clock.wallTime(patience.compareTo(EVERY) < 0 ? patience : EVERY));
            return marked();
        } catch (InterruptedException | AbortedException ended) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (SdkException error) {
            throw AwsErrors.unreachable("read which spot instances are marked", clients.place(), error);
        }
    }

    private List<Signal> marked() {
        var signals = new ArrayList<Signal>();
        var pages = clients.reads()
                .ec2()
                .describeSpotInstanceRequestsPaginator(request -> request.maxResults(PAGE)
                        .filters(Filter.builder()
                                .name("status-code")
                                .values(MARKED)
                                .build()));
        for (var one : pages.spotInstanceRequests()) if (one.instanceId() != null) signals.add(notice(one));
        return List.copyOf(signals);
    }

    private static Signal notice(SpotInstanceRequest marked) {
        return new Signal(Kind.NOTICE, marked.instanceId(), marked.status().updateTime());
    }

    /** There is nothing to delete. */
    @Override
    public void acknowledge(List<Signal> signals) {}
}
