package dev.ballast.decide.retire;

import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.Instance;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What keeps a host from being emptied by choice: a tag that a person set, or a task under ECS's scale-in protection, on which the drain
 * would wait. What AWS takes, and a cluster that is taken down, heed neither.
 *
 * @param why in words that stay the same as long as it holds
 * @param until when it ends by itself, empty where only a person ends it
 */
public record Protection(String why, Optional<Instant> until) {
    public static Optional<Protection> of(Facts facts, Host host) {
        if (isTagged(host))
            return Optional.of(new Protection("it is tagged " + OwnerTags.DO_NOT_DISRUPT, Optional.empty()));
        return host.tasks().stream()
                .filter(Demand::isMeantToRun)
                .map(Task::protectedUntil)
                .flatMap(Optional::stream)
                .filter(until -> until.isAfter(facts.asOf()))
                .max(Comparator.naturalOrder())
                .map(until -> new Protection("a task on it is protected until " + until, Optional.of(until)));
    }

    /** It has not stood long enough to be replaced for money. */
    public static Optional<Protection> byAge(Facts facts, Host host) {
        var least = facts.settings().disruption().minimumAge();
        var oldEnough =
                host.instance().map(Instance::launchedAt).orElse(Instant.EPOCH).plus(least);
        if (!oldEnough.isAfter(facts.asOf())) return Optional.empty();
        return Optional.of(new Protection("it is younger than " + words(least), Optional.of(oldEnough)));
    }

    private static String words(Duration age) {
        return age.toSeconds() % 60 == 0 ? age.toMinutes() + " minutes" : age.toSeconds() + " s";
    }

    private static boolean isTagged(Host host) {
        return host.instance()
                .filter(instance -> "true".equals(instance.tags().get(OwnerTags.DO_NOT_DISRUPT)))
                .isPresent();
    }
}
