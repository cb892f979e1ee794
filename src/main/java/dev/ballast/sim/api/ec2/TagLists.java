package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.world.ec2.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags as the wire lists them. */
final class TagLists {
    private TagLists() {}

    static List<Tag> of(Map<String, String> tags) {
        var list = new ArrayList<Tag>(tags.size());
        tags.forEach(
                (key, value) -> list.add(Tag.builder().key(key).value(value).build()));
        return list;
    }

    static SortedMap<String, String> map(List<Tag> tags) {
        var map = new TreeMap<String, String>();
        for (var tag : tags) {
            if (tag.key() == null)
                throw AwsError.refused("MissingParameter", "The request must contain the parameter Tag.Key");
            if (map.put(tag.key(), tag.value() == null ? "" : tag.value()) != null)
                throw AwsError.refused("InvalidParameterValue", "Duplicate tag key '" + tag.key() + "' specified.");
        }
        return map;
    }

    /** The tags for one type of resource, checked. */
    static SortedMap<String, String> of(List<TagSpecification> specifications, String resourceType, Region region) {
        var tags = new TreeMap<String, String>();
        for (var specification : specifications)
            if (resourceType.equals(specification.resourceTypeAsString())) tags.putAll(map(specification.tags()));
        region.tags().checkAll(tags);
        return tags;
    }

    /** Refuses a specification for anything that the operation does not create. */
    static void checkTypes(List<TagSpecification> specifications, List<String> creates) {
        var seen = new LinkedHashMap<String, Boolean>();
        for (var specification : specifications) {
            var type = specification.resourceTypeAsString();
            if (type == null)
                throw AwsError.refused("InvalidParameterValue", "Tag specification resource type must have a value");
            if (specification.tags().isEmpty())
                throw AwsError.refused("InvalidParameterValue", "Tag specification must have at least one tag");
            if (!creates.contains(type))
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "'" + type + "' is not a valid taggable resource type for this operation.");
            if (seen.put(type, true) != null)
                throw AwsError.refused(
                        "InvalidParameterValue",
                        "Each resource type can be specified only once in tag specifications: " + type);
        }
    }
}
