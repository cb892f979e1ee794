package dev.ballast.template;

import dev.ballast.model.QueueName;
import dev.ballast.model.Settings;

/**
 * A service on each host that asks the host's own metadata (IMDSv2) whether it is to go, and puts what it learns into the cluster's queue, once
 * each, in EventBridge's words: beside EventBridge's own message it is a duplicate, and without it the notice.
 */
final class HostWatch {
    static final String PROGRAM = "/usr/local/bin/ballast-host-watch";
    private static final String UNIT = "/etc/systemd/system/ballast-host-watch.service";

    private HostWatch() {}

    /** The metadata tell when the host goes, and the queue wants when that was said: two minutes before. */
    static String program(Settings settings) {
        return """
                #!/bin/bash
                # Written by Ballast: tells its queue what this host's metadata say about the host's end.
                region=REGION
                queue=QUEUE
                metadata=http://169.254.169.254/latest
                told=''
                get() { curl -sf -m 2 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"; }
                word() { sed -n 's/.*"'"$1"'" *: *"\\([A-Za-z0-9:.-]*\\)".*/\\1/p'; }
                tell() {
                  case $told in *"$1"*) return ;; esac
                  url=${url:-$(aws sqs get-queue-url --region "$region" --queue-name "$queue" --query QueueUrl --output text)}
                  aws sqs send-message --region "$region" --queue-url "$url" --message-body \\
                    "{\\"version\\":\\"0\\",\\"source\\":\\"aws.ec2\\",\\"detail-type\\":\\"$1\\",\\"time\\":\\"$2\\",\\"detail\\":{\\"instance-id\\":\\"$id\\"$3}}" \\
                    > /dev/null && told="$told $1"
                }
                while sleep 5; do
                  token=$(curl -sf -m 2 -X PUT "$metadata/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 60') || continue
                  id=${id:-$(get instance-id)}
                  if action=$(get spot/instance-action); then
                    end=$(date -u -d "$(echo "$action" | word time)" +%s) &&
                      tell 'EC2 Spot Instance Interruption Warning' "$(date -u -d "@$((end - 120))" +%Y-%m-%dT%H:%M:%SZ)" \\
                        ",\\"instance-action\\":\\"$(echo "$action" | word action)\\""
                  elif advice=$(get events/recommendations/rebalance); then
                    tell 'EC2 Instance Rebalance Recommendation' "$(echo "$advice" | word noticeTime)" ''
                  fi
                done
                """.replace("REGION", Shell.quote(settings.region()))
                .replace("QUEUE", Shell.quote(QueueName.of(settings.cluster())));
    }

    static String install(Settings settings) {
        return "\n# interruption.host-watch\n"
                + Shell.write(PROGRAM, program(settings))
                + "chmod 755 " + PROGRAM + "\n"
                + Shell.write(UNIT, """
                        [Unit]
                        Description=Tells Ballast what this host's metadata say about its end
                        [Service]
                        ExecStart=PROGRAM
                        Restart=always
                        RestartSec=5
                        [Install]
                        WantedBy=multi-user.target
                        """.replace("PROGRAM", PROGRAM))
                + "command -v aws > /dev/null || dnf -q -y install awscli-2 || yum -q -y install aws-cli || yum -q -y install awscli\n"
                + "systemctl enable --now --no-block ballast-host-watch\n";
    }
}
