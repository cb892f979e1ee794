package dev.ballast.aws;

import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Launch templates: their name holds the hash of their content, so one that exists is the one that is wanted. */
final class LaunchTemplates {
    private final AwsClients clients;
    private final String cluster;

    LaunchTemplates(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    Outcome ensure(String token, LaunchTemplateSpec template) {
        try {
            clients.writes()
                    .ec2()
                    .createLaunchTemplate(request -> request.launchTemplateName(template.name())
                            .clientToken(ClientToken.of(token))
                            .launchTemplateData(data(template))
                            .tagSpecifications(OwnTags.on(ResourceType.LAUNCH_TEMPLATE, OwnTags.ofCluster(cluster))));
        } catch (Ec2Exception error) {
            if (!AwsErrors.means(error, AwsErrors.Meaning.EXISTS)) throw error;
        }
        return Outcome.created(template.name());
    }

    RequestLaunchTemplateData data(LaunchTemplateSpec template) {
        var data = RequestLaunchTemplateData.builder()
                .imageId(template.imageId())
                .userData(base64(template.userData()))
                .networkInterfaces(network(template))
                .tagSpecifications(tags(template, ResourceType.INSTANCE), tags(template, ResourceType.VOLUME));
        template.keyName().ifPresent(data::keyName);
        template.instanceProfile().ifPresent(profile -> data.iamInstanceProfile(profile(profile)));
        if (!template.volumes().isEmpty())
            data.blockDeviceMappings(
                    template.volumes().stream().map(LaunchTemplates::volume).toList());
        return data.build();
    }

    private static String base64(String plain) {
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The subnet comes with each pool; only here can a public address be chosen, and then the security groups too. */
    private static LaunchTemplateInstanceNetworkInterfaceSpecificationRequest network(LaunchTemplateSpec template) {
        var network = LaunchTemplateInstanceNetworkInterfaceSpecificationRequest.builder()
                .deviceIndex(0)
                .associatePublicIpAddress(template.publicAddress())
                .deleteOnTermination(true);
        if (!template.securityGroups().isEmpty()) network.groups(template.securityGroups());
        return network.build();
    }

    private static LaunchTemplateIamInstanceProfileSpecificationRequest profile(String nameOrArn) {
        var profile = LaunchTemplateIamInstanceProfileSpecificationRequest.builder();
        return (nameOrArn.startsWith("arn:") ? profile.arn(nameOrArn) : profile.name(nameOrArn)).build();
    }

    private static LaunchTemplateBlockDeviceMappingRequest volume(EbsMapping mapping) {
        var ebs = LaunchTemplateEbsBlockDeviceRequest.builder()
                .volumeSize(mapping.sizeGib())
                .volumeType(mapping.volumeType())
                .deleteOnTermination(true);
        mapping.snapshotId().ifPresent(ebs::snapshotId);
        // false would contradict an encrypted snapshot, and an account that encrypts by default
        if (mapping.encrypted()) ebs.encrypted(true);
        return LaunchTemplateBlockDeviceMappingRequest.builder()
                .deviceName(mapping.device())
                .ebs(ebs.build())
                .build();
    }

    /** The owner's tags too: an instance that a Spot Fleet launches gets its tags from here alone. */
    private LaunchTemplateTagSpecificationRequest tags(LaunchTemplateSpec template, ResourceType resource) {
        var tags = new LinkedHashMap<>(template.tags());
        tags.putAll(OwnTags.ofCluster(cluster));
        tags.put(OwnerTags.TEMPLATE, template.hash());
        return LaunchTemplateTagSpecificationRequest.builder()
                .resourceType(resource)
                .tags(OwnTags.tags(tags))
                .build();
    }
}
