package dev.ballast.sim.world.secrets;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Secrets Manager of one account, all regions. */
public final class Secrets {
    private final WorldTime time;
    private final Ids ids;
    private final String accountId;
    private final Map<String, Region> regions = new TreeMap<>();

    public Secrets(WorldTime time, Ids ids, String accountId) {
        this.time = time;
        this.ids = ids;
        this.accountId = accountId;
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    /** A region exists from the first time somebody asks for it. */
    public Region region(String name) {
        return regions.computeIfAbsent(name, Region::new);
    }

    /** One region's secrets. */
    public final class Region {
        private final String name;
        private final Map<String, Secret> secrets = new LinkedHashMap<>();

        private Region(String name) {
            this.name = name;
        }

        /** Those that wait for their deletion too, in the order of their creation. */
        public Collection<Secret> all() {
            secrets.values()
                    .removeIf(secret -> secret.deletedAt()
                            .filter(at -> !at.isAfter(time.now()))
                            .isPresent());
            return Collections.unmodifiableCollection(secrets.values());
        }

        /** By name or ARN, the ARN also without the six characters that AWS appends. */
        public Optional<Secret> find(String reference) {
            return all().stream()
                    .filter(secret -> secret.name().equals(reference)
                            || secret.arn().equals(reference)
                            || secret.arn()
                                    .substring(0, secret.arn().length() - 7)
                                    .equals(reference))
                    .findFirst();
        }

        /** @throws Refused ResourceNotFoundException, InvalidRequestException where it waits for its deletion */
        public Secret secret(String reference) {
            var found = known(reference);
            if (found.deletedAt().isPresent())
                throw new Refused(
                        "InvalidRequestException",
                        "You can't perform this operation on the secret because it was marked for deletion.");
            return found;
        }

        /** @throws Refused ResourceNotFoundException */
        public Secret known(String reference) {
            return find(reference)
                    .orElseThrow(() -> new Refused(
                            "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
        }

        /** @throws Refused ResourceExistsException */
        public Secret create(String secretName, Map<String, String> tags, Map<String, Object> asGiven) {
            if (find(secretName).isPresent())
                throw new Refused(
                        "ResourceExistsException",
                        "The operation failed because the secret " + secretName + " already exists.");
            var arn = "arn:aws:secretsmanager:" + name + ":" + accountId + ":secret:" + secretName + "-" + ids.hex(6);
            var secret = new Secret(secretName, arn, time.now(), asGiven);
            secret.tags(tags);
            secrets.put(secretName, secret);
            return secret;
        }

        /** @param versionId empty: a new one */
        public Secret.Version put(Secret secret, Secret.Value value, String versionId) {
            var id = versionId.isEmpty() ? ids.uuid() : versionId;
            var known = secret.version(id);
            if (known.isPresent()) {
                if (known.get().value().equals(value)) return known.get();
                throw new Refused(
                        "ResourceExistsException",
                        "You can't use ClientRequestToken " + id
                                + " because that value is already in use for a version of" + " secret " + secret.arn()
                                + ".");
            }
            secret.put(new Secret.Version(id, value, time.now(), java.util.List.of()), time.now());
            return secret.version(id).orElseThrow();
        }

        /**
         * UpdateSecretVersionStage.
         *
         * @param from the version that has the stage now, empty where none has it
         * @param to empty: the stage goes
         * @throws Refused ResourceNotFoundException, InvalidParameterException where another version has it than is said
         */
        public void move(Secret secret, String stage, Optional<String> from, Optional<String> to) {
            var has = secret.staged(stage).map(Secret.Version::id);
            if (has.isPresent() && !has.equals(from) && !has.equals(to))
                throw new Refused(
                        "InvalidParameterException",
                        "The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                                + " is currently attached to version " + has.get()
                                + ", so you must explicitly reference that version in RemoveFromVersionId.");
            if (stage.equals(Secret.CURRENT) && to.isEmpty())
                throw new Refused(
                        "InvalidParameterException",
                        "You can only move staging label AWSCURRENT to a different secret version. It can\u2019t be completely"
                                + " removed.");
            var target = to.map(id -> secret.version(id)
                    .orElseThrow(() -> new Refused(
                            "ResourceNotFoundException",
                            "Secrets Manager can't find the specified secret value for VersionId: " + id)));
            secret.move(stage, target.orElse(null), time.now());
        }

        public void delete(Secret secret, Duration window) {
            secret.deleted(time.now().plus(window));
            if (window.isZero()) secrets.remove(secret.name());
        }

        public void restore(Secret secret) {
            secret.deleted(null);
        }
    }
}
