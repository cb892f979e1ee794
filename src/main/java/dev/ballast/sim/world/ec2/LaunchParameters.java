package dev.ballast.sim.world.ec2;

import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.LaunchSpec.MetadataOptions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request, a launch template or a fleet's launch specification says of the instances to launch. Everything may be
 * left open; {@link #over} puts one on top of another. {@link Launches} turns it into a checked {@link Launch}.
 */
public record LaunchParameters(
        Machine machine,
        Placing placing,
        Access access,
        List<BlockDevice> blockDevices,
        Options options,
        Tagging tagging,
        Optional<SpotOptions> spot) {
    public static final LaunchParameters EMPTY = new LaunchParameters(
            Machine.EMPTY, Placing.EMPTY, Access.EMPTY, List.of(), Options.EMPTY, Tagging.EMPTY, Optional.empty());

    /** @param userData base64, as it came */
    public record Machine(Optional<String> imageId, Optional<String> instanceType, Optional<String> userData) {
        static final Machine EMPTY = new Machine(Optional.empty(), Optional.empty(), Optional.empty());

        Machine over(Machine base) {
            return new Machine(
                    imageId.or(base::imageId), instanceType.or(base::instanceType), userData.or(base::userData));
        }
    }

    /** @param networkInterfaceUsed the request spoke through a network interface, and is told of it that way */
    public record Placing(
            Optional<String> subnetId,
            Optional<String> zone,
            Optional<Boolean> publicAddress,
            Optional<String> tenancy,
            boolean networkInterfaceUsed) {
        static final Placing EMPTY =
                new Placing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

        /** The zone's default subnet. */
        public static Placing in(String zone) {
            return new Placing(Optional.empty(), Optional.of(zone), Optional.empty(), Optional.empty(), false);
        }

        Placing over(Placing base) {
            var placed = subnetId.isPresent() || zone.isPresent();
            return new Placing(
                    placed ? subnetId : base.subnetId,
                    placed ? zone : base.zone,
                    publicAddress.or(base::publicAddress),
                    tenancy.or(base::tenancy),
                    networkInterfaceUsed || base.networkInterfaceUsed);
        }
    }

    /** @param profile an instance profile's ARN or name */
    public record Access(
            Optional<String> keyName,
            List<String> securityGroupIds,
            List<String> securityGroupNames,
            Optional<String> profile) {
        static final Access EMPTY = new Access(Optional.empty(), List.of(), List.of(), Optional.empty());

        Access over(Access base) {
            var named = !securityGroupIds.isEmpty() || !securityGroupNames.isEmpty();
            return new Access(
                    keyName.or(base::keyName),
                    named ? securityGroupIds : base.securityGroupIds,
                    named ? securityGroupNames : base.securityGroupNames,
                    profile.or(base::profile));
        }
    }

    public record Options(
            Optional<Boolean> detailedMonitoring,
            Optional<Boolean> ebsOptimized,
            Optional<Boolean> terminationProtected,
            Optional<Boolean> stopProtected,
            Optional<Boolean> terminatesOnShutdown,
            Optional<MetadataOptions> metadata) {
        static final Options EMPTY = new Options(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        Options over(Options base) {
            return new Options(
                    detailedMonitoring.or(base::detailedMonitoring),
                    ebsOptimized.or(base::ebsOptimized),
                    terminationProtected.or(base::terminationProtected),
                    stopProtected.or(base::stopProtected),
                    terminatesOnShutdown.or(base::terminatesOnShutdown),
                    metadata.or(base::metadata));
        }

        LaunchSpec.Switches settled() {
            return new LaunchSpec.Switches(
                    detailedMonitoring.orElse(false),
                    ebsOptimized.orElse(false),
                    terminationProtected.orElse(false),
                    stopProtected.orElse(false),
                    terminatesOnShutdown.orElse(false),
                    true,
                    metadata.orElse(MetadataOptions.DEFAULT));
        }
    }

    /** Tags by what they are put on at launch. */
    public record Tagging(
            SortedMap<String, String> instance,
            SortedMap<String, String> volume,
            SortedMap<String, String> spotRequest) {
        static final Tagging EMPTY = new Tagging(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

        public Tagging {
            instance = Collections.unmodifiableSortedMap(new TreeMap<>(instance));
            volume = Collections.unmodifiableSortedMap(new TreeMap<>(volume));
            spotRequest = Collections.unmodifiableSortedMap(new TreeMap<>(spotRequest));
        }

        public Tagging over(Tagging base) {
            return new Tagging(
                    merged(instance, base.instance),
                    merged(volume, base.volume),
                    merged(spotRequest, base.spotRequest));
        }

        private static SortedMap<String, String> merged(
                SortedMap<String, String> over, SortedMap<String, String> base) {
            var both = new TreeMap<>(base);
            both.putAll(over);
            return both;
        }
    }

    /** @param maxPrice empty: up to the on-demand price */
    public record SpotOptions(
            Optional<UsdPerHour> maxPrice,
            boolean persistent,
            Optional<InterruptionNotice.Action> onInterruption,
            Optional<Instant> validUntil) {
        public static final SpotOptions DEFAULT =
                new SpotOptions(Optional.empty(), false, Optional.empty(), Optional.empty());

        InterruptionNotice.Action settledInterruption() {
            return onInterruption.orElse(InterruptionNotice.Action.TERMINATE);
        }
    }

    public LaunchParameters {
        blockDevices = List.copyOf(blockDevices);
    }

    /** This, and where it leaves something open, what {@code base} says. Devices are replaced by name. */
    public LaunchParameters over(LaunchParameters base) {
        return new LaunchParameters(
                machine.over(base.machine),
                placing.over(base.placing),
                access.over(base.access),
                BlockDevice.over(blockDevices, base.blockDevices),
                options.over(base.options),
                tagging.over(base.tagging),
                spot.or(base::spot));
    }

    public LaunchParameters with(Machine other) {
        return new LaunchParameters(other, placing, access, blockDevices, options, tagging, spot);
    }

    public LaunchParameters with(Placing other) {
        return new LaunchParameters(machine, other, access, blockDevices, options, tagging, spot);
    }

    public LaunchParameters with(Access other) {
        return new LaunchParameters(machine, placing, other, blockDevices, options, tagging, spot);
    }

    public LaunchParameters with(List<BlockDevice> other) {
        return new LaunchParameters(machine, placing, access, other, options, tagging, spot);
    }

    public LaunchParameters with(Options other) {
        return new LaunchParameters(machine, placing, access, blockDevices, other, tagging, spot);
    }

    public LaunchParameters with(Tagging other) {
        return new LaunchParameters(machine, placing, access, blockDevices, options, other, spot);
    }

    public LaunchParameters with(SpotOptions other) {
        return new LaunchParameters(machine, placing, access, blockDevices, options, tagging, Optional.of(other));
    }

    /** Where and as what: what a fleet's override names. */
    public LaunchParameters placedAs(String instanceType, Optional<String> subnetId, Optional<String> zone) {
        return with(new Machine(machine.imageId(), Optional.of(instanceType), machine.userData()))
                .with(new Placing(subnetId, zone, Optional.empty(), Optional.empty(), false).over(placing));
    }
}
