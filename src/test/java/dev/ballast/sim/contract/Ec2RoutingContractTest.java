package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A network from nothing: VPC, subnet, internet gateway, route table. */
class Ec2RoutingContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private String vpc() {
        return ec2.createVpc(it -> it.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    }

    private String gateway() {
        return ec2.createInternetGateway().internetGateway().internetGatewayId();
    }

    private String table(String vpc) {
        return ec2.createRouteTable(it -> it.vpcId(vpc)).routeTable().routeTableId();
    }

    @Test
    void aPublicSubnetIsBuiltAndTakenDownAgain() {
        var vpc = vpc();
        var subnet = ec2.createSubnet(it -> it.vpcId(vpc).cidrBlock("10.0.0.0/24"))
                .subnet()
                .subnetId();
        var gateway = gateway();
        ec2.attachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
        var attachment = ec2.describeInternetGateways(it -> it.filters(
                        Filter.builder().name("attachment.vpc-id").values(vpc).build()))
                .internetGateways()
                .getFirst()
                .attachments()
                .getFirst();
        assertThat(attachment.stateAsString()).isEqualTo("available");

        var table = table(vpc);
        assertThat(ec2.createRoute(it -> it.routeTableId(table)
                                .destinationCidrBlock("0.0.0.0/0")
                                .gatewayId(gateway))
                        .returnValue())
                .isTrue();
        var association = ec2.associateRouteTable(it -> it.routeTableId(table).subnetId(subnet))
                .associationId();
        var told = ec2.describeRouteTables(it -> it.filters(Filter.builder()
                        .name("association.subnet-id")
                        .values(subnet)
                        .build()))
                .routeTables()
                .getFirst();
        assertThat(told.routes()).extracting(Route::gatewayId).containsExactly("local", gateway);
        assertThat(told.routes()).extracting(Route::originAsString).containsExactly("CreateRouteTable", "CreateRoute");
        assertThat(told.associations()).extracting(RouteTableAssociation::main).containsExactly(false);

        assertRefused(
                "DependencyViolation", "has dependencies", () -> ec2.deleteRouteTable(it -> it.routeTableId(table)));
        assertRefused("DependencyViolation", "has dependencies", () -> ec2.deleteVpc(it -> it.vpcId(vpc)));
        ec2.disassociateRouteTable(it -> it.associationId(association));
        ec2.deleteRouteTable(it -> it.routeTableId(table));
        ec2.deleteSubnet(it -> it.subnetId(subnet));
        assertRefused(
                "DependencyViolation",
                "has dependencies",
                () -> ec2.deleteInternetGateway(it -> it.internetGatewayId(gateway)));
        ec2.detachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
        ec2.deleteInternetGateway(it -> it.internetGatewayId(gateway));
        ec2.deleteVpc(it -> it.vpcId(vpc));
        assertRefused("InvalidVpcID.NotFound", vpc, () -> ec2.describeVpcs(it -> it.vpcIds(vpc)));
    }

    @Test
    void everyVpcHasAMainTableAndTheDefaultOneAGateway() {
        var vpc = vpc();
        var main = ec2.describeRouteTables(it -> it.filters(
                        Filter.builder().name("vpc-id").values(vpc).build(),
                        Filter.builder().name("association.main").values("true").build()))
                .routeTables();
        assertThat(main).singleElement().satisfies(table -> {
            assertThat(table.routes()).extracting(Route::destinationCidrBlock).containsExactly("10.0.0.0/16");
            assertRefused(
                    "DependencyViolation",
                    "has dependencies",
                    () -> ec2.deleteRouteTable(it -> it.routeTableId(table.routeTableId())));
        });
        assertThat(ec2.describeInternetGateways().internetGateways())
                .singleElement()
                .satisfies(gateway -> assertThat(gateway.attachments()).hasSize(1));
    }

    @Test
    void anotherTableBecomesTheMainOneByReplacingTheAssociation() {
        var vpc = vpc();
        var main = ec2.describeRouteTables(it ->
                        it.filters(Filter.builder().name("vpc-id").values(vpc).build()))
                .routeTables()
                .getFirst();
        var table = table(vpc);
        ec2.replaceRouteTableAssociation(
                it -> it.associationId(main.associations().getFirst().routeTableAssociationId())
                        .routeTableId(table));
        assertThat(ec2.describeRouteTables(it -> it.routeTableIds(table))
                        .routeTables()
                        .getFirst()
                        .associations()
                        .getFirst()
                        .main())
                .isTrue();
        ec2.deleteRouteTable(it -> it.routeTableId(main.routeTableId()));
    }

    @Test
    void routesAreReplacedAndDeletedAndTheLocalOneStays() {
        var vpc = vpc();
        var table = table(vpc);
        var first = gateway();
        var second = gateway();
        ec2.createRoute(
                it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(first));
        assertRefused(
                "RouteAlreadyExists",
                "The route identified by 0.0.0.0/0 already exists.",
                () -> ec2.createRoute(it ->
                        it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(second)));
        ec2.replaceRoute(
                it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(second));
        assertThat(ec2.describeRouteTables(it -> it.routeTableIds(table))
                        .routeTables()
                        .getFirst()
                        .routes())
                .extracting(Route::gatewayId)
                .containsExactly("local", second);
        ec2.deleteRoute(it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0"));
        assertRefused(
                "InvalidRoute.NotFound",
                "no route with destination-cidr-block 0.0.0.0/0 in route table " + table,
                () -> ec2.deleteRoute(it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0")));
        assertRefused(
                "InvalidParameterValue",
                "cannot remove local route",
                () -> ec2.deleteRoute(it -> it.routeTableId(table).destinationCidrBlock("10.0.0.0/16")));
        assertRefused(
                "InvalidParameterValue",
                "for parameter destinationCidrBlock is invalid",
                () -> ec2.createRoute(it ->
                        it.routeTableId(table).destinationCidrBlock("10.0.0.0").gatewayId(second)));
        assertRefused(
                "MissingParameter",
                "exactly one of gatewayId",
                () -> ec2.createRoute(it -> it.routeTableId(table).destinationCidrBlock("1.0.0.0/8")));
    }

    @Test
    void aGatewayBelongsToOneVpcAndAVpcHasOneGateway() {
        var vpc = vpc();
        var gateway = gateway();
        var spare = gateway();
        ec2.attachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
        assertRefused(
                "Resource.AlreadyAssociated",
                "is already attached to network " + vpc,
                () -> ec2.attachInternetGateway(
                        it -> it.internetGatewayId(gateway).vpcId(vpc)));
        assertRefused(
                "InvalidParameterValue",
                "Network " + vpc + " already has an internet gateway attached",
                () -> ec2.attachInternetGateway(
                        it -> it.internetGatewayId(spare).vpcId(vpc)));
        assertRefused(
                "Gateway.NotAttached",
                "resource " + spare + " is not attached to network " + vpc,
                () -> ec2.detachInternetGateway(
                        it -> it.internetGatewayId(spare).vpcId(vpc)));
        assertRefused(
                "InvalidInternetGatewayID.NotFound",
                "The internetGateway ID 'igw-0123456789abcdef0' does not exist",
                () -> ec2.describeInternetGateways(it -> it.internetGatewayIds("igw-0123456789abcdef0")));
        assertRefused(
                "InvalidRouteTableID.NotFound",
                "The routeTable ID 'rtb-0123456789abcdef0' does not exist",
                () -> ec2.describeRouteTables(it -> it.routeTableIds("rtb-0123456789abcdef0")));
    }

    @Test
    void gatewaysAndTablesHaveTags() {
        var vpc = vpc();
        var table = table(vpc);
        var tag = Tag.builder().key("Name").value("public").build();
        var gateway = ec2.createInternetGateway(it -> it.tagSpecifications(
                        tags -> tags.resourceType("internet-gateway").tags(tag)))
                .internetGateway();
        assertThat(gateway.tags()).containsExactly(tag);
        ec2.createTags(it -> it.resources(table).tags(tag));
        assertThat(ec2.describeRouteTables(it -> it.filters(Filter.builder()
                                .name("tag:Name")
                                .values("public")
                                .build()))
                        .routeTables())
                .hasSize(1);
        assertThat(ec2.describeTags(it -> it.filters(
                                Filter.builder().name("key").values("Name").build()))
                        .tags())
                .extracting(each -> each.resourceTypeAsString())
                .containsExactlyInAnyOrder("internet-gateway", "route-table");
    }
}
