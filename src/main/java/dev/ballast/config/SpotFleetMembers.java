package dev.ballast.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The members of EC2's SpotFleetRequestConfigData (API version 2016-11-15) and of what is inside it, by the names that AWS
 * uses in files. Finds what AWS's own clients would refuse: unknown names, wrong types, missing required members.
 */
final class SpotFleetMembers {
    /** What may stand at a place. */
    private sealed interface Shape {
        record One(Type type) implements Shape {}

        record Words(List<String> allowed) implements Shape {}

        record Many(Shape element) implements Shape {}

        record Structure(Map<String, Shape> members) implements Shape {}

        /** Its inside is not looked at. */
        record Anything() implements Shape {}
    }

    private enum Type {
        TEXT("a text"),
        WHOLE("a whole number"),
        NUMBER("a number"),
        SWITCH("true or false"),
        DATE("a date such as \"2026-02-15T14:40:42Z\"");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }
    }

    private static final Shape TEXT = new Shape.One(Type.TEXT);
    private static final Shape WHOLE = new Shape.One(Type.WHOLE);
    private static final Shape NUMBER = new Shape.One(Type.NUMBER);
    private static final Shape SWITCH = new Shape.One(Type.SWITCH);
    private static final Shape DATE = new Shape.One(Type.DATE);
    private static final Shape ANYTHING = new Shape.Anything();
    private static final Shape TAGS = new Shape.Many(
            structure("ResourceType", TEXT, "Tags", new Shape.Many(structure("Key", TEXT, "Value", TEXT))));
    private static final Shape REQUIREMENTS = structure(
            "VCpuCount", structure("Min", WHOLE, "Max", WHOLE),
            "MemoryMiB", structure("Min", WHOLE, "Max", WHOLE),
            "CpuManufacturers", ANYTHING,
            "MemoryGiBPerVCpu", ANYTHING,
            "ExcludedInstanceTypes", new Shape.Many(TEXT),
            "InstanceGenerations", new Shape.Many(TEXT),
            "SpotMaxPricePercentageOverLowestPrice", WHOLE,
            "OnDemandMaxPricePercentageOverLowestPrice", WHOLE,
            "BareMetal", TEXT,
            "BurstablePerformance", TEXT,
            "RequireHibernateSupport", SWITCH,
            "NetworkInterfaceCount", ANYTHING,
            "LocalStorage", TEXT,
            "LocalStorageTypes", ANYTHING,
            "TotalLocalStorageGB", ANYTHING,
            "BaselineEbsBandwidthMbps", ANYTHING,
            "AcceleratorTypes", ANYTHING,
            "AcceleratorCount", ANYTHING,
            "AcceleratorManufacturers", ANYTHING,
            "AcceleratorNames", ANYTHING,
            "AcceleratorTotalMemoryMiB", ANYTHING,
            "NetworkBandwidthGbps", ANYTHING,
            "AllowedInstanceTypes", new Shape.Many(TEXT),
            "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice", WHOLE,
            "BaselinePerformanceFactors", ANYTHING,
            "RequireEncryptionInTransit", SWITCH);
    private static final Shape BLOCK_DEVICE = structure(
            "DeviceName", TEXT,
            "VirtualName", TEXT,
            "NoDevice", TEXT,
            "Ebs",
                    structure(
                            "DeleteOnTermination", SWITCH,
                            "Iops", WHOLE,
                            "SnapshotId", TEXT,
                            "VolumeSize", WHOLE,
                            "VolumeType",
                                    new Shape.Words(List.of("standard", "io1", "io2", "gp2", "sc1", "st1", "gp3")),
                            "KmsKeyId", TEXT,
                            "Throughput", WHOLE,
                            "OutpostArn", TEXT,
                            "AvailabilityZone", TEXT,
                            "AvailabilityZoneId", TEXT,
                            "Encrypted", SWITCH,
                            "VolumeInitializationRate", WHOLE,
                            "EbsCardIndex", WHOLE));
    private static final Shape INTERFACE = structure(
            "AssociatePublicIpAddress", SWITCH,
            "DeleteOnTermination", SWITCH,
            "Description", TEXT,
            "DeviceIndex", WHOLE,
            "Groups", new Shape.Many(TEXT),
            "Ipv6AddressCount", WHOLE,
            "Ipv6Addresses", ANYTHING,
            "NetworkInterfaceId", TEXT,
            "PrivateIpAddress", TEXT,
            "PrivateIpAddresses", ANYTHING,
            "SecondaryPrivateIpAddressCount", WHOLE,
            "SubnetId", TEXT,
            "AssociateCarrierIpAddress", SWITCH,
            "InterfaceType", TEXT,
            "NetworkCardIndex", WHOLE,
            "Ipv4Prefixes", ANYTHING,
            "Ipv4PrefixCount", WHOLE,
            "Ipv6Prefixes", ANYTHING,
            "Ipv6PrefixCount", WHOLE,
            "PrimaryIpv6", SWITCH,
            "EnaSrdSpecification", ANYTHING,
            "ConnectionTrackingSpecification", ANYTHING,
            "EnaQueueCount", WHOLE);
    private static final Shape SPECIFICATION = structure(
            "AddressingType", TEXT,
            "BlockDeviceMappings", new Shape.Many(BLOCK_DEVICE),
            "EbsOptimized", SWITCH,
            "IamInstanceProfile", structure("Arn", TEXT, "Name", TEXT),
            "ImageId", TEXT,
            "InstanceType", TEXT,
            "KernelId", TEXT,
            "KeyName", TEXT,
            "Monitoring", structure("Enabled", SWITCH),
            "NetworkInterfaces", new Shape.Many(INTERFACE),
            "Placement",
                    structure("AvailabilityZone", TEXT, "AvailabilityZoneId", TEXT, "GroupName", TEXT, "Tenancy", TEXT),
            "RamdiskId", TEXT,
            "SpotPrice", TEXT,
            "SubnetId", TEXT,
            "UserData", TEXT,
            "WeightedCapacity", NUMBER,
            "TagSpecifications", TAGS,
            "InstanceRequirements", REQUIREMENTS,
            "SecurityGroups", new Shape.Many(structure("GroupId", TEXT, "GroupName", TEXT)));
    private static final Shape TEMPLATE = structure(
            "LaunchTemplateSpecification",
            structure("LaunchTemplateId", TEXT, "LaunchTemplateName", TEXT, "Version", TEXT),
            "Overrides",
            new Shape.Many(structure(
                    "InstanceType", TEXT,
                    "SpotPrice", TEXT,
                    "SubnetId", TEXT,
                    "AvailabilityZone", TEXT,
                    "AvailabilityZoneId", TEXT,
                    "WeightedCapacity", NUMBER,
                    "Priority", NUMBER,
                    "InstanceRequirements", REQUIREMENTS)));
    private static final Shape REQUEST = structure(
            "AllocationStrategy",
                    new Shape.Words(List.of(
                            "lowestPrice",
                            "diversified",
                            "capacityOptimized",
                            "capacityOptimizedPrioritized",
                            "priceCapacityOptimized")),
            "OnDemandAllocationStrategy", new Shape.Words(List.of("lowestPrice", "prioritized")),
            "SpotMaintenanceStrategies", ANYTHING,
            "ClientToken", TEXT,
            "ExcessCapacityTerminationPolicy", new Shape.Words(List.of("noTermination", "default")),
            "FulfilledCapacity", NUMBER,
            "OnDemandFulfilledCapacity", NUMBER,
            "IamFleetRole", TEXT,
            "LaunchSpecifications", new Shape.Many(SPECIFICATION),
            "LaunchTemplateConfigs", new Shape.Many(TEMPLATE),
            "SpotPrice", TEXT,
            "TargetCapacity", WHOLE,
            "OnDemandTargetCapacity", WHOLE,
            "OnDemandMaxTotalPrice", TEXT,
            "SpotMaxTotalPrice", TEXT,
            "TerminateInstancesWithExpiration", SWITCH,
            "Type", new Shape.Words(List.of("request", "maintain", "instant")),
            "ValidFrom", DATE,
            "ValidUntil", DATE,
            "ReplaceUnhealthyInstances", SWITCH,
            "InstanceInterruptionBehavior", new Shape.Words(List.of("hibernate", "stop", "terminate")),
            "LoadBalancersConfig", ANYTHING,
            "InstancePoolsToUseCount", WHOLE,
            "Context", TEXT,
            "TargetCapacityUnitType", new Shape.Words(List.of("vcpu", "memory-mib", "units")),
            "TagSpecifications", TAGS);

    private final Faults faults;

    private SpotFleetMembers(Faults faults) {
        this.faults = faults;
    }

    /** Tells everything in the request that has another shape than EC2's. */
    static void check(Node request, Faults faults) {
        new SpotFleetMembers(faults).check(request, REQUEST, "", request.place());
    }

    /** @throws DateTimeParseException for anything but a date with time and zone */
    static Instant date(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static Shape.Structure structure(Object... namesAndShapes) {
        var members = new LinkedHashMap<String, Shape>();
        for (var i = 0; i < namesAndShapes.length; i += 2)
            members.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        return new Shape.Structure(members);
    }

    private void check(Node node, Shape shape, String path, Place keyPlace) {
        switch (shape) {
            case Shape.Anything anything -> {}
            case Shape.Structure structure -> structure(node, structure, path, keyPlace);
            case Shape.Many many -> {
                if (node instanceof Node.Listing listing)
                    for (var i = 0; i < listing.items().size(); i++) {
                        var item = listing.items().get(i);
                        check(item, many.element, path + "[" + i + "]", item.place());
                    }
                else faults.add(keyPlace, path, "expected a list, found " + node.word());
            }
            case Shape.One one -> one(node, one.type, path, keyPlace);
            case Shape.Words words -> {
                var expected = "expected one of " + String.join(", ", words.allowed);
                if (!(node instanceof Node.Scalar scalar))
                    faults.add(keyPlace, path, expected + ", found " + node.word());
                else if (!words.allowed.contains(scalar.text()))
                    faults.add(
                            keyPlace,
                            path,
                            expected + ", found '" + scalar.text() + "'" + Nearest.hint(scalar.text(), words.allowed));
            }
        }
    }

    private void structure(Node node, Shape.Structure structure, String path, Place keyPlace) {
        if (!(node instanceof Node.Mapping mapping)) {
            faults.add(
                    keyPlace,
                    path,
                    "expected an object with members such as "
                            + structure.members.keySet().stream().limit(3).collect(Collectors.joining(", "))
                            + ", found "
                            + (node instanceof Node.Mapping ? "an object" : node.word()));
            return;
        }
        mapping.entries().forEach((name, entry) -> {
            var inner = path.isEmpty() ? name : path + "." + name;
            var member = structure.members.get(name);
            if (member == null)
                faults.add(
                        entry.keyPlace(),
                        inner,
                        "unknown parameter, which AWS refuses" + Nearest.hint(name, structure.members.keySet()));
            else check(entry.value(), member, inner, entry.keyPlace());
        });
    }

    private void one(Node node, Type type, String path, Place keyPlace) {
        if (node instanceof Node.Scalar scalar && isOf(scalar, type)) return;
        var isText = node instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.TEXT;
        faults.add(
                keyPlace,
                path,
                "expected " + type.expected + ", found " + node.word()
                        + (isText && type != Type.DATE ? "; leave the quotes away" : "")
                        + (!isText && type == Type.TEXT && node instanceof Node.Scalar ? "; put it in quotes" : ""));
    }

    private static boolean isOf(Node.Scalar scalar, Type type) {
        return switch (type) {
            case TEXT -> scalar.kind() == Node.Scalar.Kind.TEXT || scalar.isNothing();
            case WHOLE ->
                scalar.kind() == Node.Scalar.Kind.NUMBER && scalar.text().matches("-?\\d{1,9}");
            case NUMBER -> scalar.kind() == Node.Scalar.Kind.NUMBER;
            case SWITCH -> scalar.kind() == Node.Scalar.Kind.BOOLEAN;
            case DATE -> isDate(scalar.text());
        };
    }

    private static boolean isDate(String text) {
        try {
            date(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
