package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Members for which ballast.yaml has no key: each is told with what becomes of its purpose. */
final class FleetRemainder {
    private static final Map<String, String> NEEDLESS = new LinkedHashMap<>();

    static {
        NEEDLESS.put("ClientToken", "Ballast makes its own token for every launch");
        NEEDLESS.put("Context", "is reserved by AWS");
        NEEDLESS.put("ReplaceUnhealthyInstances", "Ballast itself replaces hosts whose agent is gone");
        NEEDLESS.put("InstancePoolsToUseCount", "the plan says which pools are used");
        NEEDLESS.put("SpotMaintenanceStrategies", "Ballast acts on rebalance recommendations itself");
        NEEDLESS.put("ExcessCapacityTerminationPolicy", "Ballast empties a host before it goes");
        NEEDLESS.put("LoadBalancersConfig", "ECS services register their own targets");
        NEEDLESS.put("OnDemandAllocationStrategy", "the plan says what is bought on demand");
        NEEDLESS.put("OnDemandMaxTotalPrice", "capacity.on-demand.cap-per-hour bounds on-demand");
        NEEDLESS.put("SpotMaxTotalPrice", "there is no key for a total bound; capacity.max-price bounds each instance");
        NEEDLESS.put("FulfilledCapacity", "is an answer of AWS");
        NEEDLESS.put("OnDemandFulfilledCapacity", "is an answer of AWS");
        NEEDLESS.put("TagSpecifications", "tags of the fleet request itself; instances have their own");
        NEEDLESS.put("TargetCapacityUnitType", "is part of capacity.target");
    }

    private static final Map<String, String> NEEDLESS_IN_SPECIFICATION = new LinkedHashMap<>();

    static {
        NEEDLESS_IN_SPECIFICATION.put("EbsOptimized", "is on by itself for every type of today");
        NEEDLESS_IN_SPECIFICATION.put("Monitoring", "there is no key for detailed monitoring");
        NEEDLESS_IN_SPECIFICATION.put(
                "Placement", "zones follow from the subnets; there is no key for groups and tenancy");
        NEEDLESS_IN_SPECIFICATION.put("KernelId", "follows from the image");
        NEEDLESS_IN_SPECIFICATION.put("RamdiskId", "follows from the image");
        NEEDLESS_IN_SPECIFICATION.put("AddressingType", "follows from the subnet");
    }

    private final SpotFleetRequest request;
    private final FleetSpecifications specifications;
    private final Findings findings;
    private final Instant asOf;

    FleetRemainder(SpotFleetRequest request, FleetSpecifications specifications, Findings findings, Instant asOf) {
        this.request = request;
        this.specifications = specifications;
        this.findings = findings;
        this.asOf = asOf;
    }

    void tell() {
        dates();
        strategy();
        kept();
        NEEDLESS.forEach((name, why) -> {
            if (request.has(name)) findings.dropped(request.place(name), name, why, "left out");
        });
        NEEDLESS_IN_SPECIFICATION.forEach((name, why) -> specifications.paths().stream()
                .map(path -> path + "." + name)
                .filter(request::has)
                .findFirst()
                .ifPresent(path -> findings.dropped(request.place(path), path, why, "left out")));
        specifications.paths().stream()
                .flatMap(path -> request.elements(path + ".SecurityGroups").stream())
                .filter(path -> request.has(path + ".GroupName") && !request.has(path + ".GroupId"))
                .findFirst()
                .ifPresent(path -> findings.look(
                        request.place(path),
                        path,
                        "names a group and not its id",
                        "left out; say the id under instance.security-groups"));
        absent();
        templates();
    }

    private void absent() {
        if (specifications.paths().isEmpty()) return;
        absent(
                "IamInstanceProfile",
                "no instance profile: on AWS the agent cannot join a cluster",
                "say one under instance.profile");
        if (specifications.paths().stream().noneMatch(path -> request.has(path + ".NetworkInterfaces"))) {
            absent(
                    "SubnetId",
                    "no subnet",
                    "instances start in the default VPC's subnets; say them under instance.subnets");
            absent(
                    "SecurityGroups",
                    "no security group",
                    "instances get the VPC's default group; say one under instance.security-groups");
        }
    }

    private void absent(String member, String what, String done) {
        if (specifications.paths().stream().anyMatch(path -> request.has(path + "." + member))) return;
        var path = specifications.paths().getFirst();
        findings.look(request.place(path), path + "." + member, "has " + what, done);
    }

    private void dates() {
        for (var name : new String[] {"ValidFrom", "ValidUntil"})
            request.member(name).ifPresent(member -> date(member, name.equals("ValidUntil")));
        request.member("TerminateInstancesWithExpiration")
                .ifPresent(member -> findings.dropped(
                        member.place(),
                        member.path(),
                        "belongs to an end date, and there is none any more",
                        "left out"));
    }

    private void date(Member member, boolean isEnd) {
        var date = SpotFleetMembers.date(member.text());
        var day = date.atOffset(ZoneOffset.UTC).toLocalDate();
        if (date.isBefore(asOf))
            findings.dropped(
                    member.place(),
                    member.path(),
                    isEnd
                            ? "was over on " + day + ", and AWS refuses a request that has ended"
                            : "is long past, since " + day,
                    "left out: Ballast keeps the cluster until 'ballast down'");
        else
            findings.look(
                    member.place(),
                    member.path(),
                    isEnd ? "ends the fleet on " + day : "begins the fleet on " + day,
                    "left out: Ballast begins with 'ballast up' and ends with 'ballast down'");
    }

    private void strategy() {
        var member = request.member("AllocationStrategy");
        var name = member.map(Member::text).orElse("lowestPrice");
        if (name.equals("lowestPrice"))
            findings.mended(
                    request.place("AllocationStrategy"),
                    "AllocationStrategy",
                    (member.isEmpty() ? "is missing, which AWS takes for lowestPrice: it" : "is lowestPrice, which")
                            + " buys the pools that are lost first",
                    "the plan spreads over many pools instead");
        else
            findings.dropped(
                    member.orElseThrow().place(),
                    "AllocationStrategy",
                    "is " + name + ", one of the strategies of the legacy Spot Fleet",
                    "the plan chooses the pools itself, and always spreads");
    }

    private void kept() {
        request.member("IamFleetRole")
                .ifPresentOrElse(
                        member -> findings.look(
                                member.place(),
                                "IamFleetRole",
                                "is needed by Spot Fleet only",
                                "kept as instance.spot-fleet-role; the default backend, ec2-fleet, does without it"),
                        () -> findings.look(
                                request.place("IamFleetRole"),
                                "IamFleetRole",
                                "is missing, and AWS refuses a spot fleet without it",
                                "not needed: the backend ec2-fleet does without it"));
        request.member("OnDemandTargetCapacity")
                .filter(member -> !member.text().equals("0"))
                .ifPresent(member -> findings.look(
                        member.place(),
                        member.path(),
                        "wants a part of the target on demand at all times",
                        "left out: say capacity.on-demand.base for what is to be on demand always; beyond it Ballast buys on demand where"
                                + " spot is not to be had, up to capacity.on-demand.cap-per-hour"));
        request.member("InstanceInterruptionBehavior")
                .filter(member -> !member.text().equals("terminate"))
                .ifPresent(member -> findings.mended(
                        member.place(),
                        member.path(),
                        "is " + member.text() + ": such a host stays registered and returns with old tasks",
                        "Ballast's instances terminate and are replaced"));
        request.member("Type")
                .filter(member -> !member.text().equals("maintain"))
                .ifPresent(member -> findings.mended(
                        member.place(),
                        member.path(),
                        "is " + member.text() + ": lost instances are not replaced",
                        "Ballast keeps the target"));
    }

    private void templates() {
        for (var path : request.elements("LaunchTemplateConfigs")) {
            var template = path + ".LaunchTemplateSpecification";
            var id = request.member(template + ".LaunchTemplateId");
            var name = id.or(() -> request.member(template + ".LaunchTemplateName"))
                    .map(Member::text)
                    .orElse("?");
            var version =
                    request.member(template + ".Version").map(Member::text).orElse("$Default");
            findings.look(
                    request.place(template),
                    template,
                    "image, user data, key, profile, groups and volumes are in the launch template " + name
                            + ", not in this file",
                    "ask EC2 and fill in the instance section: aws ec2 describe-launch-template-versions --launch-template-"
                            + (id.isPresent() ? "id " : "name ") + name + " --versions '" + version + "'");
        }
    }
}
