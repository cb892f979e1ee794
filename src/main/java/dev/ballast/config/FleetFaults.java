package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;

/** What makes a request unusable although its members have the right names and types. */
final class FleetFaults {
    private static final int MOST_USER_DATA_BYTES = 16 * 1024;

    private final SpotFleetRequest request;
    private final Faults faults;

    private FleetFaults(SpotFleetRequest request, Faults faults) {
        this.request = request;
        this.faults = faults;
    }

    static void tell(SpotFleetRequest request, Faults faults) {
        var told = new FleetFaults(request, faults);
        told.target();
        told.launches();
        told.readable("SpotPrice", Keys.MAX_PRICE, "a price such as \"0.25\" in dollars an hour");
        for (var path : request.elements(FleetSpecifications.LIST)) told.specification(path);
        for (var template : request.elements("LaunchTemplateConfigs"))
            for (var override : request.elements(template + ".Overrides")) told.pool(override);
    }

    private void target() {
        var target = request.member("TargetCapacity");
        if (!request.has("TargetCapacity")) missing("", "TargetCapacity", "how many instances, or units of weight");
        else if (target.isPresent()
                && !faults.has("TargetCapacity")
                && target.get().text().startsWith("-"))
            faults.add(
                    target.get().place(),
                    "TargetCapacity",
                    "expected 0 or more, found " + target.get().text());
    }

    private void launches() {
        var list = FleetSpecifications.LIST;
        var hasSpecifications = request.has(list);
        var hasTemplates = request.has("LaunchTemplateConfigs");
        if (!hasSpecifications && !hasTemplates)
            missing("", list, "what to launch, one entry for each type and subnet");
        if (hasSpecifications && hasTemplates)
            faults.add(
                    request.place("LaunchTemplateConfigs"),
                    "LaunchTemplateConfigs",
                    "stands beside LaunchSpecifications, and AWS takes one of the two");
        for (var name : new String[] {list, "LaunchTemplateConfigs"})
            if (request.has(name) && request.elements(name).isEmpty() && !faults.has(name))
                faults.add(request.place(name), name, "is empty, expected at least one entry");
    }

    private void specification(String path) {
        if (!request.has(path + ".ImageId")) missing(path, "ImageId", "the image, such as ami-0123456789abcdef0");
        if (!request.has(path + ".InstanceType") && !request.has(path + ".InstanceRequirements"))
            missing(path, "InstanceType", "a type such as m5.xlarge");
        readable(path + ".ImageId", Keys.IMAGE, "an image id such as ami-0123456789abcdef0");
        readable(path + ".SpotPrice", Keys.MAX_PRICE, "a price such as \"0.25\" in dollars an hour");
        for (var group : request.elements(path + ".SecurityGroups"))
            readable(
                    group + ".GroupId",
                    Keys.SECURITY_GROUPS,
                    Keys.SECURITY_GROUPS.kind().expected());
        readable(
                path + ".IamInstanceProfile.Arn",
                Keys.PROFILE,
                Keys.PROFILE.kind().expected());
        readable(
                path + ".IamInstanceProfile.Name",
                Keys.PROFILE,
                Keys.PROFILE.kind().expected());
        pool(path);
        userData(path + ".UserData");
    }

    private void pool(String path) {
        readable(path + ".InstanceType", Keys.TYPES, Keys.TYPES.kind().expected());
        request.member(path + ".SubnetId").ifPresent(member -> {
            var seen = new LinkedHashSet<String>();
            for (var subnet : member.text().split(","))
                if (!isReadable(Keys.SUBNETS, subnet.strip()))
                    faults.add(
                            member.place(),
                            member.path(),
                            "expected " + Keys.SUBNETS.kind().expected() + ", found '" + subnet.strip() + "'");
                else if (!seen.add(subnet.strip()))
                    faults.add(member.place(), member.path(), "names " + subnet.strip() + " twice");
        });
    }

    private void userData(String path) {
        var member = request.member(path);
        var decoded = member.flatMap(FleetFaults::decoded);
        if (member.isPresent() && decoded.isEmpty())
            faults.add(
                    member.get().place(),
                    path,
                    "expected base64, as AWS wants it in this file; 'base64 -w0 user-data.sh' makes it");
        else if (decoded.isPresent() && decoded.get().length > MOST_USER_DATA_BYTES)
            faults.add(
                    member.get().place(),
                    path,
                    "has " + decoded.get().length + " bytes before base64, and EC2 takes " + MOST_USER_DATA_BYTES
                            + " (16 KB)");
    }

    static Optional<byte[]> decoded(Member member) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(member.text()))
                    .filter(bytes -> bytes.length > 0 && isBase64(member));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The MIME decoder passes over characters that are none of base64's. */
    private static boolean isBase64(Member member) {
        return member.text()
                .chars()
                .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+/=\r\n".indexOf(c) >= 0));
    }

    private void missing(String path, String member, String expected) {
        var full = path.isEmpty() ? member : path + "." + member;
        faults.add(request.place(full), full, "missing, expected " + expected);
    }

    private <T> void readable(String path, SettingKey<T> key, String expected) {
        request.member(path)
                .filter(member -> !faults.has(path) && !isReadable(key, member.text()))
                .ifPresent(member ->
                        faults.add(member.place(), path, "expected " + expected + ", found '" + member.text() + "'"));
    }

    private static <T> boolean isReadable(SettingKey<T> key, String text) {
        try {
            key.kind().parse().apply(text);
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
