package dev.ballast.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** How big the cluster is to be: at least so many instances, vCPUs or GiB of memory. */
public record Target(int amount, Unit unit) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})\\s*([A-Za-z]*)");

    public enum Unit {
        INSTANCES("instances"),
        VCPUS("vcpu"),
        MEMORY_GIB("GiB");

        private final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    public static Target instances(int count) {
        return new Target(count, Unit.INSTANCES);
    }

    /** @throws IllegalArgumentException unless the text is like {@code 20}, {@code 80 vcpu} or {@code 320 GiB} */
    @JsonCreator
    public static Target of(String text) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches()) throw unreadable(text);
        var amount = Integer.parseInt(match.group(1));
        return switch (match.group(2).toLowerCase(Locale.ROOT)) {
            case "", "instance", "instances" -> instances(amount);
            case "vcpu", "vcpus" -> new Target(amount, Unit.VCPUS);
            case "gib" -> new Target(amount, Unit.MEMORY_GIB);
            default -> throw unreadable(text);
        };
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("'" + text
                + "' is no target, expected a number of instances (20), vCPUs (80 vcpu) or memory (320 GiB)");
    }

    /** What one instance of the type adds towards this target. */
    public int contribution(InstanceType type) {
        return switch (unit) {
            case INSTANCES -> 1;
            case VCPUS -> type.vcpus();
            case MEMORY_GIB -> type.memoryMib() / 1024;
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return amount + " " + unit.word;
    }
}
