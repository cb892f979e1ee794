package dev.ballast.decide.lint;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.Locale;

/** What to type for each change: AWS's own command where one is enough, else what to write where. */
final class Remedies {
    private final Settings settings;

    Remedies(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    Change maximumPercent(Service service, int then) {
        var healthy = service.healthy();
        return new Change(
                "maximumPercent",
                String.valueOf(healthy.maximum()),
                String.valueOf(then),
                updateService(
                        service, "--deployment-configuration " + text(new HealthyPercent(healthy.minimum(), then))));
    }

    private static String text(HealthyPercent healthy) {
        return "minimumHealthyPercent=" + healthy.minimum() + ",maximumPercent=" + healthy.maximum();
    }

    Change desiredCount(Service service, int then) {
        return new Change(
                "desiredCount",
                String.valueOf(service.desiredCount()),
                String.valueOf(then),
                updateService(service, "--desired-count " + then));
    }

    String updateService(Service service, String what) {
        return "aws ecs update-service --region " + settings.region() + " --cluster " + settings.cluster()
                + " --service " + service.name() + " " + what;
    }

    Change deregistrationDelay(Balancer balancer, Duration then) {
        var now = Words.seconds(balancer.deregistrationDelay());
        if (balancer.isTargetGroup())
            return new Change(
                    "deregistration_delay.timeout_seconds",
                    now,
                    Words.seconds(then),
                    "aws elbv2 modify-target-group-attributes --region " + settings.region() + " --target-group-arn "
                            + balancer.name() + " --attributes Key=deregistration_delay.timeout_seconds,Value="
                            + then.toSeconds());
        return new Change(
                "ConnectionDraining.Timeout",
                now,
                Words.seconds(then),
                "aws elb modify-load-balancer-attributes --region " + settings.region() + " --load-balancer-name "
                        + balancer.name() + " --load-balancer-attributes ConnectionDraining={Enabled=true,Timeout="
                        + then.toSeconds() + "}");
    }

    Change stopTimeout(Service service, String container, Duration now, Duration then) {
        return inTaskDefinition(
                service, "stopTimeout of container " + container, Words.seconds(now), Words.seconds(then));
    }

    Change inTaskDefinition(Service service, String setting, String now, String then) {
        return new Change(
                setting,
                now,
                then,
                "in a new revision of task definition " + family(service.taskDefinition()) + ", then "
                        + updateService(service, "--task-definition " + family(service.taskDefinition())));
    }

    Change survive(Survive then) {
        return inBallastYaml("capacity.survive", name(settings.capacity().survive()), name(then));
    }

    static String name(Survive survive) {
        return survive.name().toLowerCase(Locale.ROOT);
    }

    Change inBallastYaml(String key, String now, String then) {
        return new Change(key, now, then, "in ballast.yaml, then ballast up");
    }

    /** {@code web} of {@code arn:…:task-definition/web:7}. */
    static String family(String taskDefinition) {
        var name = taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
        var colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
