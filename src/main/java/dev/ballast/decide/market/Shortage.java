package dev.ballast.decide.market;

import dev.ballast.model.Memory.Quarantine;
import java.time.Duration;
import java.util.List;

/** What AWS has nothing of, told by its error codes: how far that reaches, and how long it tends to last. */
enum Shortage {
    /** The pool is empty. Half of the droughts recorded last less than 20 minutes, some last days. */
    CAPACITY(Reach.POOL, Duration.ofMinutes(2), Duration.ofMinutes(10)),
    /** The market price is above the bound. It moves a few times a day. */
    PRICE(Reach.POOL, Duration.ofMinutes(15), Duration.ofHours(4), "SpotMaxPriceTooLow"),
    /** The type cannot be had there as it is asked for: until AWS or a person changes something. */
    UNSUPPORTED(Reach.POOL, Duration.ofHours(1), Duration.ofHours(24), "Unsupported"),
    /** The subnet has no address left, for no type and however it is bought; addresses come free as instances end. */
    ADDRESSES(
            Reach.ZONE,
            Quarantine.FIRST,
            Quarantine.LONGEST,
            "InsufficientFreeAddressesInSubnet",
            "InsufficientAddressCapacity"),
    /** The account's vCPUs of this bucket are used up. Instances that end free them; AWS or a person raises them within hours. */
    QUOTA(
            Reach.QUOTA,
            Duration.ofMinutes(5),
            Quarantine.LONGEST,
            "MaxSpotInstanceCountExceeded",
            "VcpuLimitExceeded",
            "InstanceLimitExceeded");

    enum Reach {
        POOL,
        ZONE,
        QUOTA
    }

    private final Reach reach;
    private final Duration first;
    private final Duration longest;
    private final List<String> codes;

    Shortage(Reach reach, Duration first, Duration longest, String... codes) {
        this.reach = reach;
        this.first = first;
        this.longest = longest;
        this.codes = List.of(codes);
    }

    /** Every code that the table does not name is about the pool. */
    static Shortage of(String code) {
        for (var shortage : values()) if (shortage.codes.contains(code)) return shortage;
        return CAPACITY;
    }

    Reach reach() {
        return reach;
    }

    Duration first() {
        return first;
    }

    Duration longest() {
        return longest;
    }
}
