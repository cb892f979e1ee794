package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.observe.CloudUnreachable;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4599, true",
        "http://localhost:4566, true",
        "http://[::1]:4599, true",
        "https://ec2.eu-west-1.amazonaws.com, false",
        "http://127.0.0.1.example.org, false",
        "http://localhost.example.org, false"
    })
    void onlyThisMachineIsLoopback(URI endpoint, boolean loopback) {
        assertThat(at(endpoint).isLoopback()).isEqualTo(loopback);
    }

    @Test
    void theEnvironmentFillsWhatWasNotSaid() {
        var place = AwsPlace.resolve(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("AWS_REGION", "eu-north-1", "AWS_ENDPOINT_URL", "http://127.0.0.1:4599", "AWS_PROFILE", "team"));
        assertThat(place)
                .isEqualTo(new AwsPlace(
                        "eu-north-1", Optional.of("team"), Optional.of(URI.create("http://127.0.0.1:4599"))));
        var said = AwsPlace.resolve(
                Optional.of("eu-west-3"), Optional.empty(), Optional.empty(), Map.of("AWS_REGION", "eu-north-1"));
        assertThat(said.region()).isEqualTo("eu-west-3");
    }

    @Test
    void withoutARegionOneSentenceSaysWhatToSet() {
        assertThatThrownBy(() ->
                        AwsPlace.resolve(Optional.empty(), Optional.of("no-such-profile"), Optional.empty(), Map.of()))
                .isInstanceOf(CloudUnreachable.class)
                .hasMessageContaining("--region");
    }

    @Test
    void anEndpointThatIsNoUrlIsRefused() {
        assertThatThrownBy(() -> at(URI.create("127.0.0.1"))).hasMessageContaining("no http or https URL");
    }

    @Test
    void theLocalCloudNeedsNoAccount() {
        try (var clients = AwsClients.open(
                new AwsPlace("eu-west-1", Optional.empty(), Optional.of(URI.create("http://127.0.0.1:4599"))))) {
            assertThat(clients.credentials().resolveCredentials().accessKeyId()).isNotBlank();
        }
    }

    @Test
    void pricesAreAskedWhereThePriceListIsServed() {
        assertThat(AwsClients.pricingRegion(new AwsPlace("eu-west-1", Optional.empty(), Optional.empty())))
                .isEqualTo("eu-central-1");
        assertThat(AwsClients.pricingRegion(new AwsPlace("sa-east-1", Optional.empty(), Optional.empty())))
                .isEqualTo("us-east-1");
        assertThat(AwsClients.pricingRegion(at(URI.create("http://127.0.0.1:4599"))))
                .isEqualTo("eu-west-1");
    }

    private static AwsPlace at(URI endpoint) {
        return new AwsPlace("eu-west-1", Optional.empty(), Optional.of(endpoint));
    }
}
