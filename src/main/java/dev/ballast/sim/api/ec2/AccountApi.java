package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.KeyPairs;
import dev.ballast.sim.world.ec2.KeyPairs.KeyPair;
import dev.ballast.sim.world.ec2.PublicKey;
import dev.ballast.sim.world.ec2.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.Region;

/** What the account itself has: regions, zones, keys. */
final class AccountApi implements Ec2Api {
    /** Those that every account has had since 2019; any other exists as soon as it is asked for. */
    private static final List<String> REGIONS = List.of(
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ca-central-1",
            "eu-central-1",
            "eu-north-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    private static final Filters<Zone> ZONES = new Filters<Zone>()
            .on("zone-name", Zone::name)
            .on("zone-id", Zone::id)
            .on("region-name", it -> it.name().substring(0, it.name().length() - 1))
            .on("group-name", it -> it.name().substring(0, it.name().length() - 1) + "-zg-1")
            .nobodyHas("group-long-name", "message", "parent-zone-id", "parent-zone-name")
            .on("zone-type", it -> "availability-zone")
            .on("opt-in-status", it -> "opt-in-not-required")
            .on("state", it -> "available");
    private static final Filters<String> REGION_FILTERS = new Filters<String>()
            .on("region-name", it -> it)
            .on("endpoint", AccountApi::endpoint)
            .on("opt-in-status", it -> "opt-in-not-required");
    private static final Filters<KeyPair> KEYS = new Filters<KeyPair>()
            .on("key-name", KeyPair::name)
            .on("key-pair-id", KeyPair::id)
            .on("fingerprint", KeyPair::fingerprint)
            .onTags(KeyPair::tags);

    /** What a region's name looks like: any such region exists here as soon as it is asked for. */
    static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,3}-\\d{1,2}");

    private final Ec2 ec2;

    AccountApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    private static String endpoint(String region) {
        return "ec2." + region + ".amazonaws.com";
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeRegions", DescribeRegionsRequest::builder, this::describeRegions);
        operations.on("DescribeAvailabilityZones", DescribeAvailabilityZonesRequest::builder, this::describeZones);
        operations.on("DescribeAccountAttributes", DescribeAccountAttributesRequest::builder, this::describeAttributes);
        operations.on("DescribeKeyPairs", DescribeKeyPairsRequest::builder, this::describeKeys);
        operations.on("CreateKeyPair", CreateKeyPairRequest::builder, this::createKey);
        operations.on("ImportKeyPair", ImportKeyPairRequest::builder, this::importKey);
        operations.on("DeleteKeyPair", DeleteKeyPairRequest::builder, this::deleteKey);
    }

    private DescribeRegionsResponse describeRegions(DescribeRegionsRequest request, CallContext context) {
        var names = new LinkedHashSet<>(REGIONS);
        ec2.regions().forEach(region -> names.add(region.name()));
        names.add(context.region());
        for (var name : request.regionNames())
            if (!REGION.matcher(name).matches())
                throw AwsError.refused("InvalidParameterValue", "Invalid region names: " + name);
        Collection<String> wanted = request.regionNames().isEmpty() ? names : request.regionNames();
        return DescribeRegionsResponse.builder()
                .regions(REGION_FILTERS.keep(wanted, request.filters()).stream()
                        .map(name -> Region.builder()
                                .regionName(name)
                                .endpoint(endpoint(name))
                                .optInStatus("opt-in-not-required")
                                .build())
                        .toList())
                .build();
    }

    private DescribeAvailabilityZonesResponse describeZones(
            DescribeAvailabilityZonesRequest request, CallContext context) {
        var zones = ec2.region(context.region()).zones();
        for (var id : request.zoneIds())
            if (zones.stream().noneMatch(zone -> zone.id().equals(id)))
                throw AwsError.refused("InvalidParameterValue", "Invalid availability zone-id: [" + id + "]");
        for (var name : request.zoneNames())
            if (zones.stream().noneMatch(zone -> zone.name().equals(name)))
                throw AwsError.refused("InvalidParameterValue", "Invalid availability zone: [" + name + "]");
        var wanted = ZONES.keep(zones, request.filters()).stream()
                .filter(zone ->
                        request.zoneNames().isEmpty() || request.zoneNames().contains(zone.name()))
                .filter(zone -> request.zoneIds().isEmpty() || request.zoneIds().contains(zone.id()))
                .map(zone -> AvailabilityZone.builder()
                        .zoneName(zone.name())
                        .zoneId(zone.id())
                        .regionName(context.region())
                        .groupName(context.region() + "-zg-1")
                        .networkBorderGroup(context.region())
                        .zoneType("availability-zone")
                        .optInStatus("opt-in-not-required")
                        .state("available")
                        .messages(List.of())
                        .build())
                .toList();
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(wanted)
                .build();
    }

    private DescribeAccountAttributesResponse describeAttributes(
            DescribeAccountAttributesRequest request, CallContext context) {
        var attributes = new ArrayList<AccountAttribute>();
        var asked = request.attributeNamesAsStrings();
        if (asked.isEmpty() || asked.contains("supported-platforms"))
            attributes.add(attribute("supported-platforms", "VPC"));
        if (asked.isEmpty() || asked.contains("default-vpc"))
            attributes.add(attribute(
                    "default-vpc",
                    ec2.region(context.region()).network().defaultVpc().id()));
        return DescribeAccountAttributesResponse.builder()
                .accountAttributes(attributes)
                .build();
    }

    private static AccountAttribute attribute(String name, String value) {
        return AccountAttribute.builder()
                .attributeName(name)
                .attributeValues(it -> it.attributeValue(value))
                .build();
    }

    /** Asking for a key by name adopts none: Ansible's ec2_key asks for names until it finds one that is free. */
    private DescribeKeyPairsResponse describeKeys(DescribeKeyPairsRequest request, CallContext context) {
        var pairs = ec2.region(context.region()).keyPairs();
        Collection<KeyPair> named = pairs.all();
        if (!request.keyNames().isEmpty() || !request.keyPairIds().isEmpty()) {
            named = new ArrayList<>();
            for (var name : request.keyNames()) named.add(pairs.find(name).orElseThrow(() -> KeyPairs.notFound(name)));
            for (var id : request.keyPairIds()) named.add(byId(pairs, id));
        }
        return DescribeKeyPairsResponse.builder()
                .keyPairs(KEYS.keep(named, request.filters()).stream()
                        .map(pair -> KeyPairInfo.builder()
                                .keyPairId(pair.id())
                                .keyName(pair.name())
                                .keyFingerprint(pair.fingerprint())
                                .keyType(pair.type())
                                .tags(TagLists.of(pair.tags()))
                                .build())
                        .toList())
                .build();
    }

    private static KeyPair byId(KeyPairs pairs, String id) {
        return pairs.all().stream()
                .filter(pair -> pair.id().equals(id))
                .findFirst()
                .orElseThrow(() -> KeyPairs.notFound(id));
    }

    /** Nobody can log in to an instance here, so the private key is only a text in the form of one. */
    private CreateKeyPairResponse createKey(CreateKeyPairRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("key-pair"));
        var type = request.keyTypeAsString() == null ? "rsa" : request.keyTypeAsString();
        var pair = region.keyPairs()
                .create(request.keyName(), type, TagLists.of(request.tagSpecifications(), "key-pair", region));
        return CreateKeyPairResponse.builder()
                .keyPairId(pair.id())
                .keyName(pair.name())
                .keyFingerprint(pair.fingerprint())
                .keyMaterial(
                        "-----BEGIN RSA PRIVATE KEY-----\nlocal cloud: opens nothing\n-----END RSA PRIVATE KEY-----")
                .tags(TagLists.of(pair.tags()))
                .build();
    }

    private ImportKeyPairResponse importKey(ImportKeyPairRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("key-pair"));
        var pair = region.keyPairs()
                .add(
                        request.keyName(),
                        PublicKey.of(request.publicKeyMaterial().asUtf8String()),
                        TagLists.of(request.tagSpecifications(), "key-pair", region));
        return ImportKeyPairResponse.builder()
                .keyPairId(pair.id())
                .keyName(pair.name())
                .keyFingerprint(pair.fingerprint())
                .tags(TagLists.of(pair.tags()))
                .build();
    }

    private DeleteKeyPairResponse deleteKey(DeleteKeyPairRequest request, CallContext context) {
        var pairs = ec2.region(context.region()).keyPairs();
        if (request.keyName() == null && request.keyPairId() == null)
            throw AwsError.refused("MissingParameter", "The request must contain the parameter KeyName or KeyPairId");
        var name = request.keyName() != null
                ? request.keyName()
                : byId(pairs, request.keyPairId()).name();
        var id = pairs.find(name).map(KeyPair::id).orElse(null);
        pairs.delete(name);
        return DeleteKeyPairResponse.builder().returnValue(true).keyPairId(id).build();
    }
}
