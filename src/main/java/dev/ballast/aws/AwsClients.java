package dev.ballast.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Every SDK client of this process, made when first asked for, in one place and from one HTTP client. There are two sets,
 * because a read may be repeated freely and a write is repeated by the loop alone, with its token, after a new look at the world.
 */
public final class AwsClients implements AutoCloseable {
    /** SQS holds a long poll for 20 s at most; a connection must outlast that. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(35);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final int READ_ATTEMPTS = 5;

    private final AwsPlace place;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final List<SdkAutoCloseable> opened = new ArrayList<>();
    private final Clients reads;
    private final Clients writes;

    private AwsClients(AwsPlace place) {
        this.place = place;
        credentials = AwsProfiles.credentials(place);
        http = UrlConnectionHttpClient.builder()
                .socketTimeout(SOCKET_TIMEOUT)
                .connectionTimeout(CONNECT_TIMEOUT)
                .build();
        reads = new Clients(AwsClients::patience, Duration.ofSeconds(30), Duration.ofSeconds(60));
        // CreateFleet of type instant answers after its instances are placed, which takes EC2 some seconds.
        writes = new Clients(AwsRetryStrategy::doNotRetry, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /**
     * Adaptive: once throttled, a client slows down by itself until AWS keeps up. Each has its own, because one that is shared would
     * make the notices' queue wait for what ECS refuses.
     */
    private static RetryStrategy patience() {
        return AwsRetryStrategy.adaptiveRetryStrategy().toBuilder()
                .maxAttempts(READ_ATTEMPTS)
                .build();
    }

    /** Opens nothing yet and calls nobody. */
    public static AwsClients open(AwsPlace place) {
        return new AwsClients(place);
    }

    public AwsPlace place() {
        return place;
    }

    /** Repeats throttled and failed calls by itself, a few times. */
    Clients reads() {
        return reads;
    }

    /**
     * Sends once. The JDK's connection repeats a request by itself where a connection that was kept open turns out to be closed;
     * every write of this room is one that may be repeated, by its token or by what it asks for.
     */
    Clients writes() {
        return writes;
    }

    /**
     * The account that these credentials belong to.
     *
     * @throws dev.ballast.observe.CloudUnreachable where AWS does not accept them, or does not answer
     */
    public String accountId() {
        try {
            return reads.sts().getCallerIdentity().account();
        } catch (SdkException error) {
            throw AwsErrors.unreachable("tell the account", place, error);
        }
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    @Override
    public void close() {
        synchronized (opened) {
            opened.forEach(SdkAutoCloseable::close);
            opened.clear();
        }
        http.close();
    }

    private <C extends SdkAutoCloseable> C opened(C client) {
        synchronized (opened) {
            opened.add(client);
        }
        return client;
    }

    /** One client a service, all equally patient. */
    final class Clients {
        private final Supplier<RetryStrategy> retries;
        private final Duration attempt;
        private final Duration call;
        private final Once<Ec2Client> ec2 = new Once<>(() -> client(Ec2Client.builder()));
        private final Once<EcsClient> ecs = new Once<>(() -> client(EcsClient.builder()));
        private final Once<ElasticLoadBalancingV2Client> loadBalancing =
                new Once<>(() -> client(ElasticLoadBalancingV2Client.builder()));
        private final Once<SqsClient> sqs = new Once<>(() -> client(SqsClient.builder()));
        private final Once<EventBridgeClient> events = new Once<>(() -> client(EventBridgeClient.builder()));
        private final Once<SsmClient> ssm = new Once<>(() -> client(SsmClient.builder()));
        private final Once<StsClient> sts = new Once<>(() -> client(StsClient.builder()));
        private final Once<FisClient> fis = new Once<>(() -> client(FisClient.builder()));
        private final Once<PricingClient> pricing =
                new Once<>(() -> client(PricingClient.builder(), pricingRegion(place)));

        /** @param retries a new one each time */
        private Clients(Supplier<RetryStrategy> retries, Duration attempt, Duration call) {
            this.retries = retries;
            this.attempt = attempt;
            this.call = call;
        }

        Ec2Client ec2() {
            return ec2.get();
        }

        EcsClient ecs() {
            return ecs.get();
        }

        ElasticLoadBalancingV2Client loadBalancing() {
            return loadBalancing.get();
        }

        SqsClient sqs() {
            return sqs.get();
        }

        EventBridgeClient events() {
            return events.get();
        }

        SsmClient ssm() {
            return ssm.get();
        }

        StsClient sts() {
            return sts.get();
        }

        FisClient fis() {
            return fis.get();
        }

        PricingClient pricing() {
            return pricing.get();
        }

        private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
                B builder) {
            return client(builder, place.region());
        }

        private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
                B builder, String region) {
            builder.region(Region.of(region))
                    .credentialsProvider(credentials)
                    .overrideConfiguration(overrides())
                    .httpClient(http);
            place.endpoint().ifPresent(builder::endpointOverride);
            return opened(builder.build());
        }

        private ClientOverrideConfiguration overrides() {
            return ClientOverrideConfiguration.builder()
                    .retryStrategy(retries.get())
                    .apiCallAttemptTimeout(attempt)
                    .apiCallTimeout(call)
                    .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "ballast")
                    .build();
        }
    }

    /** The price list is served in few regions, each with every region's prices. */
    static String pricingRegion(AwsPlace place) {
        if (place.endpoint().isPresent()) return place.region();
        return place.region().startsWith("eu-") ? "eu-central-1" : "us-east-1";
    }

    private static final class Once<T> {
        private final Supplier<T> make;
        private Optional<T> made = Optional.empty();

        Once(Supplier<T> make) {
            this.make = make;
        }

        synchronized T get() {
            if (made.isEmpty()) made = Optional.of(make.get());
            return made.get();
        }
    }
}
