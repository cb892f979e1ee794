package dev.ballast.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where AWS is, and as whom it is called.
 *
 * @param endpoint one endpoint for every service; empty for AWS's own
 */
public record AwsPlace(String region, Optional<String> profile, Optional<URI> endpoint) {
    /** The region of a local cloud that nobody named one for. */
    static final String LOCAL_REGION = "eu-west-1";

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "::1");

    /**
     * Fills what was not said from the environment as the SDK would, so that every client of this process agrees on it:
     * AWS_PROFILE, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, then the profile's region. Instance metadata is not asked: a
     * daemon's region stands in its settings, and elsewhere the question costs seconds.
     *
     * @throws dev.ballast.observe.CloudUnreachable where no region is known and the endpoint is not on this machine
     * @throws IllegalArgumentException where the endpoint is no http or https URL
     */
    public static AwsPlace resolve(
            Optional<String> region,
            Optional<String> profile,
            Optional<URI> endpoint,
            Map<String, String> environment) {
        var variables = new Environment(environment);
        var who = profile.or(() -> variables.get("AWS_PROFILE"));
        var at = endpoint.or(() -> variables.get("AWS_ENDPOINT_URL").map(URI::create));
        var where = region.or(() -> variables.get("AWS_REGION"))
                .or(() -> variables.get("AWS_DEFAULT_REGION"))
                .or(() -> AwsProfiles.region(who))
                .or(() -> at.filter(AwsPlace::isLoopback).map(local -> LOCAL_REGION))
                .orElseThrow(AwsErrors::noRegion);
        return new AwsPlace(where, who, at);
    }

    public AwsPlace {
        endpoint.ifPresent(url -> {
            if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
                throw new IllegalArgumentException(
                        "'" + url + "' is no http or https URL, expected for example http://127.0.0.1:4599");
        });
    }

    /** True where every call stays on this machine, as with the local cloud. */
    public boolean isLoopback() {
        return endpoint.filter(AwsPlace::isLoopback).isPresent();
    }

    private static boolean isLoopback(URI endpoint) {
        var host = endpoint.getHost();
        return host != null && (LOOPBACK.contains(host) || host.matches("127(\\.\\d{1,3}){3}"));
    }

    /** {@code eu-west-1}, with the endpoint behind it where it is not AWS's own. */
    @Override
    public String toString() {
        return region + endpoint.map(url -> " at " + url).orElse("");
    }

    private record Environment(Map<String, String> variables) {
        Optional<String> get(String name) {
            return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }
    }
}
