package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Vpc;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ClassicLinkDnsSupport;
import software.amazon.awssdk.services.ec2.model.DescribeVpcClassicLinkDnsSupportRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcClassicLinkDnsSupportResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcClassicLinkRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcClassicLinkResponse;
import software.amazon.awssdk.services.ec2.model.VpcClassicLink;

/**
 * What is left of EC2-Classic. AWS retired it in 2022 and goes on answering these two reads, which Ansible's ec2_vpc_net and
 * ec2_vpc_net_info make for every VPC: no VPC is linked.
 */
final class ClassicLinkApi implements Ec2Api {
    private static final Filters<Vpc> VPCS =
            new Filters<Vpc>().on("is-classic-link-enabled", it -> "false").onTags(Vpc::tags);

    private final Ec2 ec2;

    ClassicLinkApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeVpcClassicLink", DescribeVpcClassicLinkRequest::builder, this::describe);
        operations.on(
                "DescribeVpcClassicLinkDnsSupport",
                DescribeVpcClassicLinkDnsSupportRequest::builder,
                this::describeDnsSupport);
    }

    private DescribeVpcClassicLinkResponse describe(DescribeVpcClassicLinkRequest request, CallContext context) {
        return DescribeVpcClassicLinkResponse.builder()
                .vpcs(VPCS.keep(named(request.vpcIds(), context), request.filters()).stream()
                        .map(vpc -> VpcClassicLink.builder()
                                .vpcId(vpc.id())
                                .classicLinkEnabled(false)
                                .tags(TagLists.of(vpc.tags()))
                                .build())
                        .toList())
                .build();
    }

    private DescribeVpcClassicLinkDnsSupportResponse describeDnsSupport(
            DescribeVpcClassicLinkDnsSupportRequest request, CallContext context) {
        return DescribeVpcClassicLinkDnsSupportResponse.builder()
                .vpcs(named(request.vpcIds(), context).stream()
                        .map(vpc -> ClassicLinkDnsSupport.builder()
                                .vpcId(vpc.id())
                                .classicLinkDnsSupported(false)
                                .build())
                        .toList())
                .build();
    }

    private Collection<Vpc> named(List<String> ids, CallContext context) {
        var network = ec2.region(context.region()).network();
        return ids.isEmpty() ? network.vpcs() : ids.stream().map(network::vpc).toList();
    }
}
