package dev.ballast.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** A task's CPU and memory, as task definitions have them. */
final class SizeKinds {
    private static final Pattern CPU = Pattern.compile("(\\d{1,6}|\\d{0,4}\\.\\d{1,4})\\s*([A-Za-z]*)");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,7}|\\d{0,4}\\.\\d{1,4})\\s*([A-Za-z]+)");
    private static final BigDecimal UNITS_A_VCPU = BigDecimal.valueOf(1024);
    private static final int MOST_CPU_UNITS = 448 * 1024;
    private static final int MOST_MEMORY_MIB = 24 * 1024 * 1024;

    static final Kind<Integer> CPU_UNITS = new Kind<>(
            "CPU units such as 512, or vCPUs such as 0.5 vcpu",
            text -> {
                var match = CPU.matcher(text);
                if (!match.matches()) throw new IllegalArgumentException();
                var amount = new BigDecimal(match.group(1));
                return switch (match.group(2).toLowerCase(Locale.ROOT)) {
                    case "" -> whole(amount, MOST_CPU_UNITS);
                    case "vcpu", "vcpus" -> whole(amount.multiply(UNITS_A_VCPU), MOST_CPU_UNITS);
                    default -> throw new IllegalArgumentException();
                };
            },
            String::valueOf,
            Kind.Shape.of("integer", "string"));

    static final Kind<Integer> MEMORY_MIB = new Kind<>(
            "memory with its unit such as 512 MiB or 2 GiB",
            text -> {
                var match = MEMORY.matcher(text);
                if (!match.matches()) throw new IllegalArgumentException();
                var amount = new BigDecimal(match.group(1));
                return switch (match.group(2).toLowerCase(Locale.ROOT)) {
                    case "mib" -> whole(amount, MOST_MEMORY_MIB);
                    case "gib" -> whole(amount.multiply(BigDecimal.valueOf(1024)), MOST_MEMORY_MIB);
                    default -> throw new IllegalArgumentException();
                };
            },
            mib -> mib % 1024 == 0 ? mib / 1024 + " GiB" : mib + " MiB",
            Kind.Shape.of("string"));

    private SizeKinds() {}

    private static int whole(BigDecimal amount, int most) {
        int whole;
        try {
            whole = amount.intValueExact();
        } catch (ArithmeticException fraction) {
            throw new IllegalArgumentException(fraction);
        }
        if (whole < 1 || whole > most) throw new IllegalArgumentException();
        return whole;
    }
}
