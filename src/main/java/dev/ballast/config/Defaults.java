package dev.ballast.config;

import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Scores;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;

/** What holds where ballast.yaml is silent. A test pins every value: changing one is a change of behaviour. */
final class Defaults {
    static final Survive SURVIVE = Survive.AUTO;
    static final Backend BACKEND = Backend.EC2_FLEET;
    /** What users of fallbacks ask for: wait first, because spot that is missing now is often back within minutes. */
    static final Duration PATIENCE = Duration.ofMinutes(5);
    /** About five 4-vCPU instances: enough to bridge a drought of a small cluster, at most 24 dollars a day. */
    static final UsdPerHour CAP = UsdPerHour.of("1.00");
    /** The cap alone bounds the fallback: during a drought all of the fleet may have to be on demand. */
    static final double ON_DEMAND_SHARE = 1;

    static final double CAUTION = 0.1;

    static final int ON_DEMAND_BASE = 0;
    /** 99.99 % of the time every task has a place: less than an hour a year without. */
    static final double RISK = 0.0001;
    /** One call and one permission more; whether it pays is not measured on AWS. */
    static final Scores PLACEMENT_SCORES = Scores.OFF;
    /** AWS advises at least ten types for a spot request; Karpenter keeps at least fifteen open, and so does Ballast. */
    static final int LEAST_TYPES = 15;

    static final boolean PUBLIC_ADDRESS = false;
    static final String VOLUME_TYPE = "gp3";
    static final boolean VOLUME_ENCRYPTED = true;
    static final String LOGS_MOUNT = "/mnt/logs";
    static final String DATA_MOUNT = "/mnt/data";
    static final String AUTH_TYPE = "docker";
    static final String REVISION = "main";
    /** What ansible-pull itself looks for. */
    static final String PLAYBOOK = "local.yml";

    /** A throttled call and its retry, and clocks that differ by a second or two. */
    static final Duration MARGIN = Duration.ofSeconds(10);

    static final boolean RERUN_STANDALONE_TASKS = false;
    /** Ballast drains; two that drain do no harm, but the agent does not wait for a replacement. */
    static final boolean AGENT_DRAINS = false;

    static final boolean HOST_WATCH = false;
    /** Four missed readings at the usual pace. */
    static final Duration OLDEST_FACT = Duration.ofMinutes(2);

    static final double MISSING_SHARE = 0.3;
    static final int DRAINS_AT_ONCE = 2;

    /** What on-demand instances waited before they went back to spot: a price that comes and goes must not move the same tasks twice. */
    static final Duration MINIMUM_AGE = Duration.ofMinutes(10);
    /** One reading of the prices, which are read every five minutes. */
    static final Duration COOL_DOWN = Duration.ofMinutes(5);
    /** Published spot prices move by 1 to 9 % in a month: see the market model. */
    static final double LEAST_SAVING = 0.05;

    private Defaults() {}
}
