package dev.ballast.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The script that an instance runs once, at first boot, before its ECS agent starts: disks, the agent's settings, registry
 * credentials, the user's own scripts, the bootstrap. A step that fails is logged and the next one runs: a host that joins
 * and says what is wrong with it is worth more than one that never appears.
 *
 * <p>Every value from outside stands in single quotes or in a here-document whose delimiter is quoted. ecs.config is
 * written by whole literal lines, which is also what the local cloud can read without running anything.
 */
final class UserDataScript {
    /** Attributes of the container instance that tell how the bootstrap went. */
    static final String BOOTSTRAP_ATTRIBUTE = "ballast.bootstrap";

    static final String BOOTSTRAP_REVISION_ATTRIBUTE = "ballast.bootstrap-revision";
    static final String BOOTSTRAP_LOG_ATTRIBUTE = "ballast.bootstrap-log";

    private static final String CONFIG = "/etc/ecs/ecs.config";
    private static final String FOLDER = "/var/lib/ballast";
    static final String ATTRIBUTES = "ECS_INSTANCE_ATTRIBUTES";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder script = new StringBuilder();
    private final Settings settings;

    private UserDataScript(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param parts the user's own shell parts
     * @param mounts volumes that the instance has to mount itself, by mount path
     */
    static String of(Settings settings, List<String> parts, Map<String, EbsMapping> mounts) {
        var written = new UserDataScript(settings);
        written.start();
        written.agentSettings();
        if (settings.interruption().hostWatch()) written.script.append(HostWatch.install(settings));
        written.mounts(mounts);
        settings.instance().registryAuth().ifPresent(written::registryCredentials);
        for (var i = 0; i < parts.size(); i++) written.part(i + 1, parts.get(i));
        settings.instance().bootstrap().ifPresent(written::bootstrap);
        written.script.append("echo 'ballast: done'\n");
        return written.script.toString();
    }

    private void start() {
        script.append("""
                #!/bin/bash
                # Written by Ballast. What happens here is logged in /var/log/ballast-boot.log.
                exec >> /var/log/ballast-boot.log 2>&1
                export HOME=/root
                mkdir -p /etc/ecs FOLDER
                chmod 700 FOLDER
                """.replace("FOLDER", FOLDER));
    }

    private void agentSettings() {
        var lines = new TreeMap<>(settings.instance().ecsConfig());
        lines.put("ECS_CLUSTER", settings.cluster());
        lines.put(
                "ECS_ENABLE_SPOT_INSTANCE_DRAINING",
                String.valueOf(settings.interruption().agentDrains()));
        settings.instance().registryAuth().ifPresent(auth -> lines.put("ECS_ENGINE_AUTH_TYPE", auth.type()));
        // Written last, with the bootstrap's result among them.
        if (settings.instance().bootstrap().isPresent()) lines.remove(ATTRIBUTES);
        var text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        script.append("\n# The agent's settings\n").append(Shell.write(CONFIG, text.toString()));
        script.append("chmod 600 ").append(CONFIG).append('\n');
    }

    private void mounts(Map<String, EbsMapping> mounts) {
        if (mounts.isEmpty()) return;
        script.append("""

                # Volumes: a new one gets a file system, then each is mounted now and at every boot.
                ballast_mount() {
                  local device=$1 folder=$2 disk='' try
                  for try in $(seq 60); do [ -b "$device" ] && break; sleep 1; done
                  disk=$(readlink -f "$device")
                  [ -b "$disk" ] || { echo "ballast: no disk at $device for $folder"; return 1; }
                  blkid "$disk" > /dev/null || mkfs -q -t ext4 "$disk" || return 1
                  mkdir -p "$folder"
                  echo "UUID=$(blkid -s UUID -o value "$disk") $folder $(blkid -s TYPE -o value "$disk") defaults,nofail 0 2" >> /etc/fstab
                  mount "$folder" || { echo "ballast: $device could not be mounted at $folder"; return 1; }
                }
                """);
        mounts.forEach((folder, volume) -> script.append("ballast_mount ")
                .append(Shell.quote(volume.device()))
                .append(' ')
                .append(Shell.quote(folder))
                .append('\n'));
    }

    private void registryCredentials(Settings.RegistryAuth auth) {
        script.append("""

                # Registry credentials: read here, with the instance's own role, so that they are never in user data.
                command -v aws > /dev/null || dnf -q -y install awscli-2 || yum -q -y install aws-cli || yum -q -y install awscli
                set -o pipefail
                for try in 1 2 3 4 5 6; do
                  auth=$(FETCH | tr -d '\\r\\n') && [ -n "$auth" ] && break
                  auth=''
                  sleep 5
                done
                set +o pipefail
                if [ -n "$auth" ]; then
                  printf 'ECS_ENGINE_AUTH_DATA=%s\\n' "$auth" >> /etc/ecs/ecs.config
                else
                  echo 'ballast: the registry credentials could not be read; private images will not be pulled'
                fi
                unset auth
                """.replace("FETCH", fetch(auth.reference())));
    }

    /** The region of a secret's ARN wins: secrets may live elsewhere. */
    private String fetch(String reference) {
        if (reference.startsWith("ssm:"))
            return "aws ssm get-parameter --with-decryption --query Parameter.Value --output text --region="
                    + Shell.quote(settings.region()) + " --name=" + Shell.quote(reference.substring("ssm:".length()));
        var arn = reference.split(":");
        var region = reference.startsWith("arn:") && arn.length > 3 ? arn[3] : settings.region();
        var secret =
                reference.startsWith("secretsmanager:") ? reference.substring("secretsmanager:".length()) : reference;
        return "aws secretsmanager get-secret-value --query SecretString --output text --region=" + Shell.quote(region)
                + " --secret-id=" + Shell.quote(secret);
    }

    /** A file of its own, so that neither a syntax error nor an exit in it ends what comes after. */
    private void part(int number, String text) {
        var file = FOLDER + "/user-data-" + number;
        script.append("\n# instance.user-data, part ").append(number).append('\n');
        script.append(Shell.write(file, text.startsWith("#!") ? text : "#!/bin/bash\n" + text));
        script.append("chmod 700 ").append(file).append('\n');
        script.append(file)
                .append(" || echo \"ballast: part ")
                .append(number)
                .append(" of instance.user-data ended with status $?\"\n");
    }

    private void bootstrap(Settings.Bootstrap bootstrap) {
        script.append(
                "\n# Bootstrap: the playbook runs here, and its result becomes an attribute of the container instance.\n");
        script.append(Shell.write(FOLDER + "/bootstrap.json", json(bootstrap.variables())));
        assign("repository", bootstrap.repository());
        assign("revision", bootstrap.revision());
        assign("playbook", bootstrap.playbook());
        assign("failed", failed(bootstrap));
        assign("succeeded", ATTRIBUTES + "=" + json(attributes(bootstrap, "succeeded")));
        script.append("""
                command -v git > /dev/null || dnf -q -y install git-core || yum -q -y install git
                command -v ansible-pull > /dev/null || dnf -q -y install ansible-core || amazon-linux-extras install -y ansible2 || python3 -m pip -q install ansible-core
                ansible-pull --url="$repository" --checkout="$revision" --directory=FOLDER/bootstrap --inventory=localhost, --extra-vars=@FOLDER/bootstrap.json "$playbook" > /var/log/ballast-bootstrap.log 2>&1
                echo $? > FOLDER/bootstrap-status
                if [ "$(cat FOLDER/bootstrap-status)" != 0 ]; then
                  line=$(grep -v '^[[:space:]]*$' /var/log/ballast-bootstrap.log | tail -n 1 | tr -cd 'A-Za-z0-9._@/: -' | cut -c 1-120 | sed 's/^ *//; s/ *$//')
                  echo "ballast: bootstrap failed: $line"
                  echo "$failed${line:-no log}\\"}" >> /etc/ecs/ecs.config
                else
                  echo 'ballast: bootstrap succeeded'
                  echo "$succeeded" >> /etc/ecs/ecs.config
                fi
                """.replace("FOLDER", FOLDER));
    }

    private void assign(String variable, String value) {
        script.append(variable).append('=').append(Shell.quote(value)).append('\n');
    }

    /** Everything up to the log line, which only the instance knows. */
    private String failed(Settings.Bootstrap bootstrap) {
        var attributes = attributes(bootstrap, "failed");
        var text = json(attributes);
        return ATTRIBUTES + "=" + text.substring(0, text.length() - 1) + ",\"" + BOOTSTRAP_LOG_ATTRIBUTE + "\":\"";
    }

    private Map<String, String> attributes(Settings.Bootstrap bootstrap, String result) {
        var attributes = new LinkedHashMap<>(
                ownAttributes(settings.instance().ecsConfig().getOrDefault(ATTRIBUTES, "{}")));
        attributes.put(BOOTSTRAP_ATTRIBUTE, result);
        attributes.put(BOOTSTRAP_REVISION_ATTRIBUTE, bootstrap.revision());
        return attributes;
    }

    /** The user's ECS_INSTANCE_ATTRIBUTES; empty where they are no JSON, which {@link Template#flaws} tells. */
    static Map<String, String> ownAttributes(String text) {
        try {
            return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            return new LinkedHashMap<>();
        }
    }

    static boolean isJsonMapping(String text) {
        try {
            JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String json(Map<String, String> entries) {
        try {
            return JSON.writeValueAsString(entries);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written as JSON", e);
        }
    }
}
