package dev.ballast.config;

import dev.ballast.model.Settings.RegistryAuth;
import java.util.Optional;

/** Registry credentials that stood in user data, moved to a secret that is named and not yet made. */
final class FleetSecret {
    private final String name;
    private final Optional<String> region;
    private final Optional<FleetUserData> userData;

    FleetSecret(String cluster, Optional<String> region, Optional<FleetUserData> userData) {
        this.name = "ballast/" + cluster + "/registry";
        this.region = region;
        this.userData = userData.filter(FleetUserData::hasRegistryCredentials);
    }

    Optional<RegistryAuth> auth() {
        return userData.map(data -> new RegistryAuth(type(data), "secretsmanager:" + name));
    }

    /** Reads the secret from a here-document, so that the password is in no process list. */
    String command() {
        return userData.map(data -> "aws secretsmanager create-secret"
                        + region.map(said -> " --region " + said).orElse("") + " --name " + name
                        + " --secret-string file:///dev/stdin <<'JSON'\n" + data.credentialsWithPlaceholder()
                        + "\nJSON")
                .orElse("");
    }

    void tell(SpotFleetRequest request, Findings findings) {
        if (userData.isEmpty()) return;
        var path = FleetSpecifications.LIST + "[0].UserData";
        findings.mended(
                request.place(path),
                path,
                "has registry credentials in clear, for everybody who may describe the fleet or its instances"
                        + times(request.elements(FleetSpecifications.LIST).size()),
                "moved to instance.registry-auth as a reference; make the secret with the command below, and change the password");
    }

    private static String times(int specifications) {
        return specifications > 1 ? ", in up to " + specifications + " launch specifications" : "";
    }

    private static String type(FleetUserData data) {
        var written = data.settings().getOrDefault("ECS_ENGINE_AUTH_TYPE", Defaults.AUTH_TYPE);
        return written.equals("dockercfg") ? written : Defaults.AUTH_TYPE;
    }
}
