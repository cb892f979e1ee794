package dev.ballast.app.view;

import dev.ballast.decide.lint.Weakness;
import dev.ballast.model.Action;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.PurchaseOption;
import java.time.Duration;
import java.util.List;

/** Actions and outcomes in one line each; why they happen is their Reason's business. */
public final class Wording {
    private static final int LISTED_MOST = 4;

    private Wording() {}

    public static String of(Action action) {
        return switch (action) {
            case Action.EnsureLaunchTemplate(var template) -> "launch template " + template.name();
            case Action.LaunchInstances launch ->
                "launch " + count(launch.total(), kind(launch.offers()) + "instance") + " in "
                        + count(launch.offers().size(), "pool") + ": "
                        + list(launch.offers().stream()
                                .map(offer -> offer.pool().toString())
                                .toList());
            case Action.SetSpotFleetTarget set ->
                set.fleetId().map(id -> "spot fleet " + id).orElse("a new spot fleet") + " to target " + set.target();
            case Action.CancelSpotFleet(var id) -> "cancel spot fleet " + id;
            case Action.TerminateInstances(var ids) -> "terminate " + list(ids);
            case Action.DrainInstances(var arns) -> "drain " + list(shortNames(arns));
            case Action.ActivateInstances(var arns) -> "take back the drain of " + list(shortNames(arns));
            case Action.StopTask stop -> "stop task " + shortName(stop.taskArn());
            case Action.DeregisterTargets(var group, var targets) ->
                "deregister " + list(targets.stream().map(Object::toString).toList()) + " from " + targetGroup(group);
            case Action.RerunTask(var arn) -> "run task " + shortName(arn) + " again";
            case Action.DeregisterContainerInstance(var arn) -> "deregister " + shortName(arn);
            case Action.InterruptInstances(var ids) -> "interrupt " + list(ids);
            case Action.PutCluster() -> "cluster";
            case Action.PutService(var service) -> "service " + service.name() + " x " + service.desiredCount();
            case Action.DeleteService(var name) -> "delete service " + name;
            case Action.PutSignalQueue() -> "queue and rules for notices";
        };
    }

    public static String of(Weakness.Subject subject) {
        return switch (subject.kind()) {
            case SERVICE -> "service " + subject.name();
            case TASK_FAMILY -> "task " + subject.name();
        };
    }

    /** Empty for what went as asked. */
    public static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> "";
            case Outcome.PartlyDone partly ->
                "partly: " + partly.launched().size() + " launched, " + failures(partly.failures());
            case Outcome.NoCapacity none -> "no capacity: " + failures(none.failures());
            case Outcome.Throttled(var after) -> "throttled, again in " + of(after);
            case Outcome.Refused(var code, var message) -> "refused: " + code + ": " + message;
            case Outcome.Unknown(var message) -> "no answer: " + message;
        };
    }

    /** {@code 1 m 40 s}. */
    public static String of(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        return seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " m");
    }

    public static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** What stands last in an ARN, shortened to what a person can compare. */
    public static String shortName(String arn) {
        var last = arn.substring(arn.lastIndexOf('/') + 1);
        return last.length() == 32 ? last.substring(0, 8) : last;
    }

    /** {@code arn:…:targetgroup/NAME/ID}. */
    private static String targetGroup(String arn) {
        var parts = arn.split("/");
        return parts.length < 3 ? arn : parts[parts.length - 2];
    }

    private static List<String> shortNames(List<String> arns) {
        return arns.stream().map(Wording::shortName).toList();
    }

    private static String kind(List<Offer> offers) {
        return offers.stream().anyMatch(offer -> offer.pool().option() == PurchaseOption.ON_DEMAND)
                ? "on-demand "
                : "spot ";
    }

    private static String failures(List<Outcome.Failure> failures) {
        return list(failures.stream()
                .map(failure -> failure.what() + " " + failure.code())
                .toList());
    }

    private static String list(List<String> items) {
        if (items.size() <= LISTED_MOST) return String.join(", ", items);
        return String.join(", ", items.subList(0, LISTED_MOST - 1)) + " and " + (items.size() - LISTED_MOST + 1)
                + " more";
    }
}
