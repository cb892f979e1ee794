package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.fleet.Fleets;
import java.util.List;

/** All of EC2's operations over one world. */
public final class Ec2Apis {
    private Ec2Apis() {}

    public static List<Api> of(Ec2 ec2, Fleets fleets) {
        return List.of(
                new InstancesApi(ec2),
                new InstanceAttributesApi(ec2),
                new VolumesApi(ec2),
                new SnapshotsApi(ec2),
                new TagsApi(ec2),
                new LaunchTemplatesApi(ec2),
                new ImagesApi(ec2),
                new NetworksApi(ec2),
                new ClassicLinkApi(ec2),
                new SecurityGroupsApi(ec2),
                new RoutingApi(ec2),
                new AddressesApi(ec2),
                new ProfileAssociationsApi(ec2),
                new NetworkInterfacesApi(ec2),
                new AccountApi(ec2),
                new InstanceTypesApi(ec2),
                new SpotMarketApi(ec2),
                new SpotRequestsApi(ec2),
                new SpotFleetsApi(ec2, fleets),
                new FleetsApi(ec2, fleets));
    }
}
