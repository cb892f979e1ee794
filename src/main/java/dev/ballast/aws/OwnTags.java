package dev.ballast.aws;

import dev.ballast.model.OwnerTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags in EC2's form. */
final class OwnTags {
    private OwnTags() {}

    static Map<String, String> ofCluster(String cluster) {
        var tags = new LinkedHashMap<String, String>();
        tags.put(OwnerTags.CLUSTER, cluster);
        return tags;
    }

    /** What every instance of a launch carries. */
    static Map<String, String> ofLaunch(String cluster, String templateName, String token) {
        var tags = ofCluster(cluster);
        tags.put(OwnerTags.LAUNCH, token);
        tags.put(OwnerTags.TEMPLATE, templateHash(templateName));
        return tags;
    }

    /** The part of a template's name behind its last dash. */
    static String templateHash(String templateName) {
        return templateName.substring(templateName.lastIndexOf('-') + 1);
    }

    static TagSpecification on(ResourceType resource, Map<String, String> tags) {
        return TagSpecification.builder()
                .resourceType(resource)
                .tags(tags(tags))
                .build();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> Tag.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
