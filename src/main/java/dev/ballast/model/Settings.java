package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** What the user wants: ballast.yaml with every default filled in. The defaults themselves stand in the config room. */
public record Settings(
        String cluster,
        String region,
        Mode mode,
        Capacity capacity,
        InstanceTemplate instance,
        Interruption interruption,
        Brakes brakes,
        Disruption disruption) {

    /** Set by what a person last asked for ({@link Wish}), not by ballast.yaml. */
    public enum Mode {
        /** Hold the target and whatever the tasks need beyond it. */
        KEEP,
        /** Empty and terminate everything, whatever tasks are still wanted, and buy nothing. */
        TAKE_DOWN
    }

    /**
     * What to buy.
     *
     * @param target at least this much, whatever the tasks need
     * @param instanceTypes the types that may be bought, in the user's order
     * @param maxPrice the most an instance may cost an hour; empty is AWS's own bound, the on-demand price
     * @param leastTypes fewer acceptable types than this is reported: diversity is what makes spot safe
     * @param headroom room that is kept free beside the tasks
     * @param minimums what the target is at least while their windows are open
     * @param risk what {@code survive: auto} weighs
     * @param placementScores whether EC2 is asked how likely spot is to be had in each zone
     */
    public record Capacity(
            Target target,
            List<String> instanceTypes,
            Survive survive,
            Optional<UsdPerHour> maxPrice,
            Backend backend,
            OnDemand onDemand,
            int leastTypes,
            List<Headroom> headroom,
            List<Minimum> minimums,
            Risk risk,
            Scores placementScores) {
        public Capacity {
            instanceTypes = List.copyOf(instanceTypes);
            headroom = List.copyOf(headroom);
            minimums = List.copyOf(minimums);
        }

        /** With neither headroom nor minimums, and without placement scores. */
        public Capacity(
                Target target,
                List<String> instanceTypes,
                Survive survive,
                Optional<UsdPerHour> maxPrice,
                Backend backend,
                OnDemand onDemand,
                int leastTypes,
                Risk risk) {
            this(
                    target,
                    instanceTypes,
                    survive,
                    maxPrice,
                    backend,
                    onDemand,
                    leastTypes,
                    List.of(),
                    List.of(),
                    risk,
                    Scores.OFF);
        }

        public Capacity with(Backend other) {
            return changed(copy -> copy.backend = other);
        }

        public Capacity withTarget(Target other) {
            return changed(copy -> copy.target = other);
        }

        public Capacity withTypes(List<String> others) {
            return changed(copy -> copy.instanceTypes = others);
        }

        public Capacity withHeadroom(List<Headroom> others) {
            return changed(copy -> copy.headroom = others);
        }

        public Capacity withMinimums(List<Minimum> others) {
            return changed(copy -> copy.minimums = others);
        }

        public Capacity with(Survive other) {
            return changed(copy -> copy.survive = other);
        }

        public Capacity with(OnDemand other) {
            return changed(copy -> copy.onDemand = other);
        }

        public Capacity with(Risk other) {
            return changed(copy -> copy.risk = other);
        }

        public Capacity with(Scores other) {
            return changed(copy -> copy.placementScores = other);
        }

        private Capacity changed(Consumer<Copy> change) {
            var copy = new Copy(this);
            change.accept(copy);
            return new Capacity(
                    copy.target,
                    copy.instanceTypes,
                    copy.survive,
                    maxPrice,
                    copy.backend,
                    copy.onDemand,
                    leastTypes,
                    copy.headroom,
                    copy.minimums,
                    copy.risk,
                    copy.placementScores);
        }

        /** What may be another in a copy, so that a new component is named in one place and not in every change. */
        private static final class Copy {
            private Target target;
            private List<String> instanceTypes;
            private Survive survive;
            private Backend backend;
            private OnDemand onDemand;
            private List<Headroom> headroom;
            private List<Minimum> minimums;
            private Risk risk;
            private Scores placementScores;

            Copy(Capacity of) {
                target = of.target;
                instanceTypes = of.instanceTypes;
                survive = of.survive;
                backend = of.backend;
                onDemand = of.onDemand;
                headroom = of.headroom;
                minimums = of.minimums;
                risk = of.risk;
                placementScores = of.placementScores;
            }
        }

        /** The largest of the minimums whose windows are open, of those in the target's unit. */
        public Optional<Minimum> minimum(Instant at) {
            return minimums.stream()
                    .filter(one ->
                            one.target().unit() == target.unit() && one.window().contains(at))
                    .max(Comparator.comparingInt(one -> one.target().amount()));
        }
    }

    /** So many tasks of this size always find room beside the real ones. */
    public record Headroom(int cpuUnits, int memoryMib, int count) {}

    /** While the window is open the target is at least this. */
    public record Minimum(TimeWindow window, Target target) {}

    /** The loss after which everything must still fit. */
    public enum Survive {
        AUTO,
        POOL,
        ZONE,
        NONE
    }

    /** Whether the market is asked for placement scores. */
    public enum Scores {
        OFF,
        ON
    }

    /** Which of EC2's two ways of buying is used. */
    public enum Backend {
        /** EC2 Fleet of type instant: Ballast itself keeps the target. */
        EC2_FLEET,
        /** Spot Fleet of type maintain: AWS keeps the target that Ballast sets. */
        SPOT_FLEET
    }

    /**
     * Fallback while spot is not to be had, and what is on demand always.
     *
     * @param patience how long a shortfall must last before on-demand is bought
     * @param cap the most that the fallback may cost an hour; zero switches it off
     * @param share the most of the instances that are needed, the base not among them, which the fallback may be
     * @param base so many instances of the target are on demand always; no part of the fallback
     * @param caution as a share of what the cluster costs, how much more may be paid on demand for fear of young spot pools
     */
    public record OnDemand(Duration patience, UsdPerHour cap, double share, int base, double caution) {}

    /**
     * What {@code survive: auto} weighs.
     *
     * @param shortShare the share of time in which a loss may leave tasks without a place, as far as no spare is held for it
     * @param lossRates by instance type, what the Spot Instance Advisor says of it
     */
    public record Risk(double shortShare, SortedMap<String, LossBand> lossRates) {
        public Risk {
            lossRates = Ordered.map(lossRates);
        }
    }

    /** How an instance is made: image, disks, network, user data. */
    public record InstanceTemplate(
            ImageChoice image,
            Network network,
            Optional<String> keyName,
            Optional<String> instanceProfile,
            List<Volume> volumes,
            Map<String, String> tags,
            SortedMap<String, String> ecsConfig,
            Optional<RegistryAuth> registryAuth,
            List<String> userData,
            Optional<Bootstrap> bootstrap,
            Optional<String> spotFleetRole) {
        public InstanceTemplate {
            volumes = List.copyOf(volumes);
            tags = Ordered.asWritten(tags);
            ecsConfig = Ordered.map(ecsConfig);
            userData = List.copyOf(userData);
        }
    }

    /** Either an AMI id, or the newest ECS-optimized image of an architecture through its SSM parameter. */
    public sealed interface ImageChoice {
        record ById(String imageId) implements ImageChoice {}

        record EcsOptimized(Architecture architecture) implements ImageChoice {}
    }

    /** @param subnets at most one an Availability Zone; empty: those of the default VPC */
    public record Network(List<String> subnets, List<String> securityGroups, boolean publicAddress) {
        public Network {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }
    }

    public enum VolumeUse {
        /** Docker's images and containers: wherever the image keeps them. */
        DOCKER,
        LOGS,
        DATA
    }

    /**
     * @param device empty: chosen from what the image leaves free
     * @param mount where the instance mounts it; empty for Docker's, which the image mounts itself
     */
    public record Volume(
            VolumeUse use,
            Optional<String> device,
            int sizeGib,
            String type,
            boolean encrypted,
            Optional<String> mount) {}

    /**
     * Registry credentials.
     *
     * @param type ECS_ENGINE_AUTH_TYPE: docker or dockercfg
     * @param reference {@code secretsmanager:NAME}, a Secrets Manager ARN or {@code ssm:/name}, fetched on the instance,
     *     never in user data
     */
    public record RegistryAuth(String type, String reference) {}

    /** @param repository a git URL whose playbook ansible-pull runs on the new instance */
    public record Bootstrap(String repository, String revision, String playbook, SortedMap<String, String> variables) {
        public Bootstrap {
            variables = Ordered.map(variables);
        }
    }

    /**
     * The two minutes.
     *
     * @param margin kept free before the deadline for slow calls and clocks
     * @param rerunStandaloneTasks start a doomed host's RunTask tasks again elsewhere
     * @param hostWatch each host reads its own metadata and tells the queue as well
     */
    public record Interruption(Duration margin, boolean rerunStandaloneTasks, boolean agentDrains, boolean hostWatch) {}

    /**
     * When to stop and look instead of act.
     *
     * @param oldestFact facts older than this hold everything but interruptions
     * @param missingShare hold where more than this share of hosts is gone or unhealthy at once without notices
     * @param drainsAtOnce voluntary drains under way at the same time
     */
    public record Brakes(Duration oldestFact, double missingShare, int drainsAtOnce) {}

    /**
     * What Ballast may move by its own choice, because it is too much or too dear.
     *
     * @param minimumAge a younger host is not replaced to save money
     * @param coolDown how long nothing is replaced to save money after a launch, or after a host went by choice
     * @param leastSaving the least share of what the leaving hosts cost that a replacement must save
     * @param budgets each holds by itself, so the smallest one counts
     */
    public record Disruption(Duration minimumAge, Duration coolDown, double leastSaving, List<Budget> budgets) {
        public Disruption {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * How many hosts may be emptied by choice at the same time.
     *
     * @param window when it holds; empty: always
     */
    public record Budget(HostLimit hosts, Optional<TimeWindow> window) {}

    public Settings withTarget(Target target) {
        return with(capacity.withTarget(target));
    }

    public Settings withTypes(List<String> types) {
        return with(capacity.withTypes(types));
    }

    public Settings withNetwork(Network network) {
        return with(new InstanceTemplate(
                instance.image(),
                network,
                instance.keyName(),
                instance.instanceProfile(),
                instance.volumes(),
                instance.tags(),
                instance.ecsConfig(),
                instance.registryAuth(),
                instance.userData(),
                instance.bootstrap(),
                instance.spotFleetRole()));
    }

    public Settings with(Capacity other) {
        return new Settings(cluster, region, mode, other, instance, interruption, brakes, disruption);
    }

    public Settings with(InstanceTemplate template) {
        return new Settings(cluster, region, mode, capacity, template, interruption, brakes, disruption);
    }

    public Settings with(Interruption other) {
        return new Settings(cluster, region, mode, capacity, instance, other, brakes, disruption);
    }

    public Settings withMode(Mode mode) {
        return new Settings(cluster, region, mode, capacity, instance, interruption, brakes, disruption);
    }

    public Settings with(Disruption other) {
        return new Settings(cluster, region, mode, capacity, instance, interruption, brakes, other);
    }

    /** With the target that holds then: a minimum that is open, where that is more. */
    public Settings at(Instant at) {
        return capacity.minimum(at)
                .filter(one -> one.target().amount() > capacity.target().amount())
                .map(one -> withTarget(one.target()))
                .orElse(this);
    }

    /** What the last wish makes of these settings: a scale holds until the target in ballast.yaml is edited. */
    public Settings after(Optional<Wish> last) {
        return switch (last.orElse(null)) {
            case Wish.Scale scale when scale.fileTarget().equals(capacity.target()) -> withTarget(scale.target());
            case Wish.TakeDown down -> withMode(Mode.TAKE_DOWN);
            case null, default -> this;
        };
    }
}
