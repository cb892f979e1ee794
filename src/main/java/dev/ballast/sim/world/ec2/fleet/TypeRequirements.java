package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Attribute-based selection of instance types: EC2's InstanceRequirements, as far as the catalogue knows the attributes.
 *
 * @param allowed and {@code excluded} are type names in which * stands for anything
 */
public record TypeRequirements(
        Range vcpus,
        Range memoryMib,
        Set<Architecture> architectures,
        Inclusion burstable,
        Inclusion bareMetal,
        Range gpus,
        LocalStorage localStorage,
        Generations generations,
        List<String> allowed,
        List<String> excluded) {

    /** Both ends included; an open end is {@link Integer#MAX_VALUE}. */
    public record Range(int min, int max) {
        public static final Range ANY = new Range(0, Integer.MAX_VALUE);

        boolean holds(int value) {
            return value >= min && value <= max;
        }
    }

    public enum Inclusion {
        INCLUDED,
        EXCLUDED,
        REQUIRED;

        boolean allows(boolean has) {
            return switch (this) {
                case INCLUDED -> true;
                case EXCLUDED -> !has;
                case REQUIRED -> has;
            };
        }
    }

    public enum LocalStorage {
        ANY,
        WITH,
        WITHOUT
    }

    public enum Generations {
        ANY,
        CURRENT,
        PREVIOUS
    }

    /** Every type of the catalogue that satisfies all of it, in the catalogue's order. */
    public List<InstanceType> matching() {
        return InstanceCatalogue.all().stream()
                .filter(this::holds)
                .map(InstanceCatalogue.Entry::type)
                .toList();
    }

    private boolean holds(InstanceCatalogue.Entry entry) {
        var type = entry.type();
        return vcpus.holds(type.vcpus())
                && memoryMib.holds(type.memoryMib())
                && (architectures.isEmpty() || architectures.contains(type.architecture()))
                && burstable.allows(type.traits().burstable())
                && bareMetal.allows(type.traits().bareMetal())
                && gpus.holds(type.gpus())
                && switch (localStorage) {
                    case ANY -> true;
                    case WITH -> entry.localGb() > 0;
                    case WITHOUT -> entry.localGb() == 0;
                }
                && switch (generations) {
                    case ANY -> true;
                    case CURRENT -> type.traits().currentGeneration();
                    case PREVIOUS -> !type.traits().currentGeneration();
                }
                && (allowed.isEmpty() || allowed.stream().anyMatch(pattern -> matches(pattern, type.name())))
                && excluded.stream().noneMatch(pattern -> matches(pattern, type.name()));
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), name);
    }
}
