package dev.ballast.sim.port;

import dev.ballast.model.Action;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Offer;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.BlockDevice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchParameters.Access;
import dev.ballast.sim.world.ec2.LaunchParameters.Machine;
import dev.ballast.sim.world.ec2.LaunchParameters.Placing;
import dev.ballast.sim.world.ec2.LaunchParameters.SpotOptions;
import dev.ballast.sim.world.ec2.LaunchParameters.Tagging;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import dev.ballast.sim.world.ecs.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Model values in the world's words: launch templates and task definitions. */
final class Templates {
    private Templates() {}

    static LaunchParameters parameters(LaunchTemplateSpec template) {
        var tags = new TreeMap<>(template.tags());
        return LaunchParameters.EMPTY
                .with(new Machine(
                        Optional.of(template.imageId()),
                        Optional.empty(),
                        Optional.of(Base64.getEncoder()
                                .encodeToString(template.userData().getBytes(StandardCharsets.UTF_8)))))
                .with(new Placing(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(template.publicAddress()),
                        Optional.empty(),
                        true))
                .with(new Access(template.keyName(), template.securityGroups(), List.of(), template.instanceProfile()))
                .with(template.volumes().stream()
                        .map(volume -> BlockDevice.ebs(
                                volume.device(),
                                BlockDevice.Ebs.of(
                                        volume.sizeGib(), volume.snapshotId().orElse(""), volume.volumeType())))
                        .toList())
                .with(new Tagging(tags, tags, new TreeMap<>()));
    }

    /** The template for one pool, with the launch's own tags on top. */
    static LaunchParameters placed(
            LaunchParameters template, Offer offer, Optional<UsdPerHour> maxPrice, Map<String, String> ownTags) {
        var tags = new TreeMap<>(template.tagging().instance());
        tags.putAll(ownTags);
        return template.placedAs(offer.pool().instanceType(), Optional.of(offer.subnetId()), Optional.empty())
                .with(new Tagging(tags, template.tagging().volume(), new TreeMap<>()))
                .with(new SpotOptions(maxPrice, false, Optional.empty(), Optional.empty()));
    }

    static TaskDefinition.Spec definition(Action.ServiceSpec service) {
        var needs = service.shape().needs();
        var container = ContainerDefinition.of(service.name(), service.image(), needs.cpuUnits(), needs.memoryMib())
                .withStopTimeout(service.stopTimeout())
                .withPorts(service.shape().hostPorts().stream()
                        .map(port -> new PortMapping(port, port, Transport.TCP))
                        .toArray(PortMapping[]::new));
        return TaskDefinition.Spec.of(service.name(), container)
                .with(service.shape().architecture());
    }
}
