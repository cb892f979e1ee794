package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All task definitions of the account, by family and revision. */
public final class TaskDefinitions {
    private final Ground ground;
    private final SortedMap<String, SortedMap<Integer, TaskDefinition>> families = new TreeMap<>();

    /** The highest revision ever given, also of families whose revisions are all deleted. */
    private final SortedMap<String, Integer> revisions = new TreeMap<>();

    TaskDefinitions(Ground ground) {
        this.ground = ground;
    }

    public TaskDefinition register(TaskDefinition.Spec spec) {
        var revision = revisions.merge(spec.family(), 1, Integer::sum);
        var definition = new TaskDefinition(spec, revision, ground.now());
        families.computeIfAbsent(spec.family(), family -> new TreeMap<>()).put(revision, definition);
        return definition;
    }

    public String arn(TaskDefinition definition) {
        return ground.arns.taskDefinition(definition.family(), definition.revision());
    }

    /** Every revision of every family that is not deleted, by family and revision. */
    public Collection<TaskDefinition> all() {
        dropDeleted();
        return families.values().stream()
                .flatMap(revisionsOf -> revisionsOf.values().stream())
                .toList();
    }

    public Collection<TaskDefinition> family(String family) {
        dropDeleted();
        return Collections.unmodifiableCollection(
                families.getOrDefault(family, Collections.emptySortedMap()).values());
    }

    /** Deletions that were in progress end when nothing refers to the revision any more. */
    private void dropDeleted() {
        for (var revisionsOf : families.values())
            revisionsOf
                    .values()
                    .removeIf(definition -> definition.status() == TaskDefinition.Status.DELETE_IN_PROGRESS
                            && definition.references() == 0
                            && definition.deleteRequestedAt().orElseThrow().isBefore(ground.now()));
        families.values().removeIf(SortedMap::isEmpty);
    }

    /**
     * @param reference a family (its newest ACTIVE revision), {@code family:revision} or an ARN
     * @throws Refused ClientException where there is none
     */
    public TaskDefinition find(String reference) {
        return lookUp(reference)
                .orElseThrow(() -> new Refused("ClientException", "Unable to describe task definition."));
    }

    /** @throws Refused ClientException where there is none, or it is not ACTIVE */
    public TaskDefinition findActive(String reference) {
        var found = lookUp(reference).orElseThrow(() -> new Refused("ClientException", "TaskDefinition not found."));
        if (found.status() != TaskDefinition.Status.ACTIVE)
            throw new Refused("ClientException", "TaskDefinition is inactive");
        return found;
    }

    public Optional<TaskDefinition> lookUp(String reference) {
        dropDeleted();
        var name = reference.startsWith("arn:") ? Arns.lastPart(reference) : reference;
        var colon = name.lastIndexOf(':');
        if (colon < 0) {
            var revisionsOf = families.getOrDefault(name, Collections.emptySortedMap());
            TaskDefinition newest = null;
            for (var definition : revisionsOf.values())
                if (definition.status() == TaskDefinition.Status.ACTIVE) newest = definition;
            return Optional.ofNullable(newest);
        }
        try {
            var revision = Integer.parseInt(name.substring(colon + 1));
            return Optional.ofNullable(families.getOrDefault(name.substring(0, colon), Collections.emptySortedMap())
                    .get(revision));
        } catch (NumberFormatException notARevision) {
            throw new Refused("ClientException", "Invalid revision number. Number: " + name.substring(colon + 1));
        }
    }

    /** New tasks and services can no longer use it; running ones do not notice. */
    public TaskDefinition deregister(String reference) {
        if (!Arns.lastPart(reference).contains(":")) throw new Refused("ClientException", "Revision is missing.");
        var definition = lookUp(reference)
                .orElseThrow(() -> new Refused("ClientException", "The specified task definition does not exist."));
        if (definition.status() == TaskDefinition.Status.ACTIVE) definition.deregistered(ground.now());
        return definition;
    }

    /** What became of each reference: a definition on its way out, or a failure. */
    public record Deletions(List<TaskDefinition> deleting, List<Failure> failures) {}

    public Deletions delete(List<String> references) {
        if (references.size() > 10)
            throw new Refused(
                    "InvalidParameterException", "The number of task definitions to delete must be between 1 and 10.");
        var deleting = new ArrayList<TaskDefinition>();
        var failures = new ArrayList<Failure>();
        for (var reference : references) {
            if (!Arns.lastPart(reference).contains(":"))
                throw new Refused("InvalidParameterException", "Revision is missing: " + reference);
            var found = lookUp(reference);
            if (found.isEmpty()) {
                failures.add(new Failure(reference, "MISSING", "The specified task definition was not found."));
            } else if (found.get().status() == TaskDefinition.Status.ACTIVE) {
                failures.add(new Failure(
                        arn(found.get()),
                        "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
                        null));
            } else {
                if (found.get().status() == TaskDefinition.Status.INACTIVE)
                    found.get().deleting(ground.now());
                deleting.add(found.get());
            }
        }
        return new Deletions(deleting, failures);
    }
}
