package dev.ballast.aws;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** Credentials and what else stands in ~/.aws, by the SDK's own readers. */
final class AwsProfiles {
    /** What the local cloud is called with where nothing else is set: it checks that a call is signed, not by whom. */
    private static final AwsBasicCredentials LOCAL = AwsBasicCredentials.create("local", "local");

    private AwsProfiles() {}

    /** The region that the profile names. */
    static Optional<String> region(Optional<String> profile) {
        return ProfileFile.defaultProfileFile()
                .profile(profile.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow))
                .flatMap(found -> found.property("region"));
    }

    /**
     * On AWS the SDK's default chain. On this machine only what was set on purpose, and else a dummy: instance metadata is
     * not asked, and a team's default profile is not shown to whatever listens there.
     */
    static AwsCredentialsProvider credentials(AwsPlace place) {
        if (!place.isLoopback()) {
            var chain = DefaultCredentialsProvider.builder();
            place.profile().ifPresent(chain::profileName);
            return chain.build();
        }
        var chain = AwsCredentialsProviderChain.builder().reuseLastProviderEnabled(true);
        place.profile().ifPresent(name -> chain.addCredentialsProvider(ProfileCredentialsProvider.create(name)));
        return chain.addCredentialsProvider(SystemPropertyCredentialsProvider.create())
                .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .addCredentialsProvider(StaticCredentialsProvider.create(LOCAL))
                .build();
    }
}
