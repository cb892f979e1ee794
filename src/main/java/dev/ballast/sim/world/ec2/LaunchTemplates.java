package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** A region's launch templates. */
public final class LaunchTemplates {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9().\\-/_]{3,128}");

    private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();
    private final Map<String, LaunchTemplate> byName = new LinkedHashMap<>();
    private final Ids ids;
    private int revision;

    /** Which template: exactly one of id and name; the version may be left open. */
    public record Reference(Optional<String> id, Optional<String> name, String version) {}

    LaunchTemplates(Ids ids) {
        this.ids = ids;
    }

    public Collection<LaunchTemplate> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Counts every change, so that what was read from templates can be told to be stale. */
    public int revision() {
        return revision;
    }

    /** A version to be made: what a launch reads of it, and the request that {@link LaunchTemplate.Version} keeps. */
    public record Draft(String description, LaunchParameters parameters, Map<String, Object> written) {}

    /** @throws Refused InvalidLaunchTemplateName.MalformedException or .AlreadyExistsException */
    public LaunchTemplate create(
            String name, String description, LaunchParameters parameters, SortedMap<String, String> tags, Instant now) {
        return create(name, new Draft(description, parameters, new LinkedHashMap<>()), tags, now);
    }

    /** @throws Refused as the other */
    public LaunchTemplate create(String name, Draft draft, SortedMap<String, String> tags, Instant now) {
        if (!NAME.matcher(name).matches())
            throw new Refused(
                    "InvalidLaunchTemplateName.MalformedException",
                    "Invalid launch template name: '" + name
                            + "'. A launch template name must be between 3 and 128 characters, and may contain letters,"
                            + " numbers, and the following characters: - ( ) . / _");
        if (byName.containsKey(name))
            throw new Refused(
                    "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
        var template = new LaunchTemplate(ids.ec2("lt"), name, now);
        template.add(draft.description(), now, draft.parameters(), draft.written());
        template.ownTags().putAll(tags);
        byId.put(template.id(), template);
        byName.put(name, template);
        revision++;
        return template;
    }

    /** @param source the version whose parameters are the base of the new ones, empty for none */
    public LaunchTemplate.Version addVersion(
            LaunchTemplate template, Optional<String> source, Draft draft, Instant now) {
        var base = source.map(template::version);
        var written =
                new LinkedHashMap<>(base.map(LaunchTemplate.Version::written).orElse(new LinkedHashMap<>()));
        written.putAll(draft.written());
        revision++;
        return template.add(
                draft.description(),
                now,
                base.map(version -> draft.parameters().over(version.parameters()))
                        .orElse(draft.parameters()),
                written);
    }

    public void setDefault(LaunchTemplate template, String version) {
        template.setDefault(version);
        revision++;
    }

    public LaunchTemplate.Version deleteVersion(LaunchTemplate template, String version) {
        revision++;
        return template.delete(version);
    }

    public void delete(LaunchTemplate template) {
        byId.remove(template.id());
        byName.remove(template.name());
        revision++;
    }

    /**
     * @throws Refused InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException, or MissingParameter and
     *     InvalidParameterCombination unless exactly one of id and name is given
     */
    public LaunchTemplate find(Optional<String> id, Optional<String> name) {
        if (id.isPresent() && name.isPresent())
            throw new Refused(
                    "InvalidParameterCombination",
                    "You must specify either a launch template ID or a launch template name, not both.");
        if (id.isPresent()) {
            ResourceId.LAUNCH_TEMPLATE.check(id.get());
            var template = byId.get(id.get());
            if (template == null) throw ResourceId.LAUNCH_TEMPLATE.notFound(id.get());
            return template;
        }
        var wanted = name.orElseThrow(() -> new Refused(
                "MissingParameter",
                "Either a launch template ID or a launch template name must be specified in the request."));
        var template = byName.get(wanted);
        if (template == null)
            throw new Refused(
                    "InvalidLaunchTemplateName.NotFoundException",
                    "The specified launch template, with template name " + wanted + ", does not exist.");
        return template;
    }

    public LaunchTemplate.Version resolve(Reference reference) {
        return find(reference.id(), reference.name()).version(reference.version());
    }
}
