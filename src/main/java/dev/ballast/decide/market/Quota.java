package dev.ballast.decide.market;

import dev.ballast.model.CapacityPool;
import java.util.List;

/**
 * EC2 counts the vCPUs of an account in one region by buckets of families, spot and on-demand apart: "All Standard (A, C, D, H, I, M, R, T,
 * Z) Spot Instance Requests" and its likes in the list of Spot Instance quotas.
 */
enum Quota {
    DL("dl"),
    INF("inf"),
    TRN("trn"),
    HIGH_MEMORY("u"),
    HPC("hpc"),
    G_AND_VT("g", "vt"),
    F("f"),
    P("p"),
    X("x"),
    STANDARD("");

    private final List<String> families;

    Quota(String... families) {
        this.families = List.of(families);
    }

    /** By the letters before the generation: {@code g4dn.xlarge} is of {@code g}, {@code u-6tb1.metal} of {@code u}. */
    static Quota of(CapacityPool pool) {
        var type = pool.instanceType();
        var end = 0;
        while (end < type.length() && Character.isLetter(type.charAt(end))) end++;
        var letters = type.substring(0, end);
        for (var quota : values()) if (quota.families.contains(letters)) return quota;
        return STANDARD;
    }

    /** For a person. */
    String words() {
        return name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
    }
}
