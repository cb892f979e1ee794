package dev.ballast.model;

import dev.ballast.model.InstanceType.TypeTraits;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The instance types that are known without asking AWS: what the local cloud offers, and what is proposed where no account
 * is at hand. Facts by family, because within a family almost everything is linear in the vCPUs; what is not stands as a
 * line of its own. Against AWS, DescribeInstanceTypes and the price list are asked instead.
 *
 * <p>Sources: AWS's instance type pages and price list of 2026-07 for us-east-1 (Linux, shared tenancy); spot shares are
 * the medians of the published spot prices of 2024-02-01.
 */
public final class InstanceCatalogue {
    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();

    /**
     * @param onDemand in us-east-1
     * @param spotShare what spot costs, usually, as a share of on-demand
     * @param addressesPerEni private IPv4 addresses on each network interface
     * @param localGb instance storage in GB, 0 without
     */
    public record Entry(InstanceType type, UsdPerHour onDemand, double spotShare, int addressesPerEni, int localGb) {}

    private InstanceCatalogue() {}

    public static Optional<Entry> find(String instanceType) {
        return Optional.ofNullable(BY_NAME.get(instanceType));
    }

    /** Family by family, small sizes first. */
    public static Collection<Entry> all() {
        return Collections.unmodifiableCollection(BY_NAME.values());
    }

    /**
     * What the type costs on demand in a region: the price of us-east-1 times the region's factor for m5.large, which other
     * families follow within a few per cent. Unknown regions cost what eu-west-1 does.
     */
    public static Optional<UsdPerHour> onDemand(String instanceType, String region) {
        return find(instanceType).map(entry -> entry.onDemand().times(regionFactor(region)));
    }

    private static double regionFactor(String region) {
        return switch (region) {
            case "us-east-1", "us-east-2", "us-west-2" -> 1;
            case "ap-south-1", "ap-south-2" -> 1.052;
            case "eu-north-1" -> 1.0625;
            case "eu-west-2", "eu-west-3" -> 1.16;
            case "us-west-1" -> 1.167;
            case "eu-central-1" -> 1.198;
            case "ap-southeast-1", "ap-southeast-2" -> 1.25;
            case "ap-northeast-1", "ap-northeast-2", "ap-northeast-3" -> 1.29;
            case "af-south-1" -> 1.32;
            case "sa-east-1" -> 1.594;
            default -> 1.1146;
        };
    }

    /** Branch ENIs by size, for types that can trunk. */
    private enum Trunk {
        NONE,
        NITRO,
        /** Intel and AMD from the sixth generation on: more at 8xlarge and 12xlarge. */
        NITRO_6,
        FLEX;

        int branchEnis(int vcpus) {
            if (this == NONE) return 0;
            return switch (vcpus) {
                case 1 -> 4;
                case 2 -> this == FLEX ? 3 : 9;
                case 4 -> this == FLEX ? 8 : 18;
                case 8 -> this == FLEX ? 18 : 38;
                case 16 -> this == FLEX ? 34 : 54;
                case 32 -> this == NITRO_6 ? 84 : 54;
                case 36 -> 54;
                case 48 -> this == NITRO ? 54 : 114;
                default -> 107;
            };
        }
    }

    /** A g behind the generation is Graviton; g4dn and g5 have theirs before it. */
    private static final Pattern GRAVITON_FAMILY = Pattern.compile("[a-z]+\\d+g[a-z]*");

    private static final String TO_16 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";
    private static final String TO_24 = TO_16 + " 24xlarge";
    private static final String TO_32 = TO_24 + " 32xlarge metal=128";
    private static final String TO_48 = TO_24 + " 32xlarge 48xlarge metal=192";
    private static final String INTEL_7 = TO_24 + " metal-24xl=96*1.1 48xlarge metal-48xl=192";
    private static final String AMD_7 = "medium " + TO_24 + " 32xlarge 48xlarge metal-48xl=192";
    private static final String GRAVITON = "medium " + TO_16;
    private static final String GRAVITON_8 = "medium " + TO_24 + " metal-24xl=96*1.1 48xlarge metal-48xl=192";
    private static final String SKYLAKE_C = "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge metal=96";
    private static final String XEN = "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge";

    /** Families on AWS's list of previous generations that are still sold. */
    private static final List<String> PREVIOUS_GENERATION =
            List.of("t1", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "r3", "r4", "i2", "p2", "p3");

    static {
        burstable("t2", 0.0116, 0.45, 1, "2/2 2/2 3/4 3/6 3/12 3/15 3/15");
        burstable("t3", 0.0104, 0.45, 2, "2/2 2/2 3/4 3/6 3/12 4/15 4/15");
        burstable("t3a", 0.0094, 0.45, 2, "2/2 2/2 2/4 3/6 3/12 4/15 4/15");
        burstable("t4g", 0.0084, 0.51, 2, "2/2 2/2 3/4 3/6 3/12 4/15 4/15");
        family("m4", 4096, 0.05, 0.50, Trunk.NONE, "large=2/10 xlarge 2xlarge 4xlarge 10xlarge 16xlarge=8/30");
        family("m5", 4096, 0.048, 0.44, Trunk.NITRO, TO_24 + " metal=96+120");
        family("m5a", 4096, 0.043, 0.47, Trunk.NITRO, TO_24);
        family("m5n", 4096, 0.0595, 0.53, Trunk.NITRO, TO_24 + " metal=96");
        family("m6i", 4096, 0.048, 0.44, Trunk.NITRO_6, TO_32);
        family("m6a", 4096, 0.0432, 0.49, Trunk.NITRO_6, TO_48);
        family("m6g", 4096, 0.0385, 0.47, Trunk.NITRO, GRAVITON + " metal=64*1.06");
        family("m7i", 4096, 0.0504, 0.45, Trunk.NITRO_6, INTEL_7);
        family("m7i-flex", 4096, 0.04788, 0.49, Trunk.FLEX, TO_16);
        family("m7a", 4096, 0.05796, 0.44, Trunk.NITRO_6, AMD_7);
        family("m7g", 4096, 0.0408, 0.46, Trunk.NITRO, GRAVITON + " metal=64");
        family("m8g", 4096, 0.04488, 0.46, Trunk.NITRO, GRAVITON_8);
        family("c4", 1920, 0.04975, 0.46, Trunk.NONE, "large xlarge 2xlarge 4xlarge");
        family("c5", 2048, 0.0425, 0.44, Trunk.NITRO, SKYLAKE_C);
        family("c5a", 2048, 0.0385, 0.52, Trunk.NITRO, TO_24);
        family("c6i", 2048, 0.0425, 0.46, Trunk.NITRO_6, TO_32);
        family("c6a", 2048, 0.03825, 0.48, Trunk.NITRO_6, TO_48);
        family("c6g", 2048, 0.034, 0.42, Trunk.NITRO, GRAVITON + " metal=64*1.06");
        family("c7i", 2048, 0.044625, 0.47, Trunk.NITRO_6, INTEL_7);
        family("c7i-flex", 2048, 0.042394, 0.49, Trunk.FLEX, TO_16);
        family("c7a", 2048, 0.05132, 0.46, Trunk.NITRO_6, AMD_7);
        family("c7g", 2048, 0.03625, 0.49, Trunk.NITRO, GRAVITON + " metal=64");
        family("c8g", 2048, 0.03988, 0.46, Trunk.NITRO, GRAVITON_8);
        family("r4", 7808, 0.0665, 0.49, Trunk.NONE, XEN);
        family("r5", 8192, 0.063, 0.43, Trunk.NITRO, TO_24 + " metal=96+120");
        family("r5a", 8192, 0.0565, 0.47, Trunk.NITRO, TO_24);
        family("r6i", 8192, 0.063, 0.42, Trunk.NITRO_6, TO_32);
        family("r6a", 8192, 0.0567, 0.46, Trunk.NITRO_6, TO_48);
        family("r6g", 8192, 0.0504, 0.40, Trunk.NITRO, GRAVITON + " metal=64*1.06");
        family("r7i", 8192, 0.06615, 0.52, Trunk.NITRO_6, INTEL_7);
        family("r7g", 8192, 0.05355, 0.46, Trunk.NITRO, GRAVITON + " metal=64");
        family("r8g", 8192, 0.05891, 0.46, Trunk.NITRO, GRAVITON_8);
        each("""
                t1.micro       1   0.6123 0.02    2/2     0 0     0  0.45
                m1.small       1   1.6992 0.044   2/4     0 0   160  0.45
                m1.medium      1   3.6992 0.087   2/6     0 0   410  0.45
                m1.large       2    7.5  0.175    3/10    0 0   840  0.45
                m1.xlarge      4   15    0.35     4/15    0 0  1680  0.45
                m2.xlarge      2  17.0996 0.245   4/15    0 0   420  0.45
                m2.2xlarge     4  34.1992 0.49    4/30    0 0   850  0.45
                m2.4xlarge     8  68.3994 0.98    8/30    0 0  1680  0.45
                m3.medium      1    3.75 0.067    2/6     0 0     4  0.45
                m3.large       2    7.5  0.133    3/10    0 0    32  0.45
                m3.xlarge      4   15    0.266    4/15    0 0    80  0.45
                m3.2xlarge     8   30    0.532    4/30    0 0   160  0.45
                c1.medium      2   1.6992 0.13    2/6     0 0   350  0.45
                c1.xlarge      8    7    0.52     4/15    0 0  1680  0.45
                c3.large       2    3.75 0.105    3/10    0 0    32  0.45
                c3.xlarge      4    7.5  0.21     4/15    0 0    80  0.45
                c3.2xlarge     8   15    0.42     4/15    0 0   160  0.45
                c3.4xlarge    16   30    0.84     8/30    0 0   320  0.45
                c3.8xlarge    32   60    1.68     8/30    0 0   640  0.45
                r3.large       2   15    0.166    3/10    0 0    32  0.45
                r3.xlarge      4   30.5  0.333    4/15    0 0    80  0.45
                r3.2xlarge     8   61    0.665    4/15    0 0   160  0.45
                r3.4xlarge    16  122    1.33     8/30    0 0   320  0.45
                r3.8xlarge    32  244    2.66     8/30    0 0   640  0.45
                i2.xlarge      4   30.5  0.853    4/15    0 0   800  0.45
                i2.2xlarge     8   61    1.705    4/15    0 0  1600  0.45
                i2.4xlarge    16  122    3.41     8/30    0 0  3200  0.45
                i2.8xlarge    32  244    6.82     8/30    0 0  6400  0.45
                c4.8xlarge    36   60    1.591    8/30    0 0     0  0.46
                i3.large       2   15.25 0.156    3/10    0 0   475  0.44
                i3.xlarge      4   30.5  0.312    4/15    0 0   950  0.44
                i3.2xlarge     8   61    0.624    4/15    0 0  1900  0.44
                i3.4xlarge    16  122    1.248    8/30    0 0  3800  0.44
                i3.8xlarge    32  244    2.496    8/30    0 0  7600  0.44
                i3.16xlarge   64  488    4.992   15/50    0 0 15200  0.44
                i4i.large      2   16    0.172    3/10    9 0   468  0.44
                i4i.xlarge     4   32    0.343    4/15    6 0   937  0.44
                i4i.2xlarge    8   64    0.686    4/15   26 0  1875  0.44
                i4i.4xlarge   16  128    1.373    8/30   52 0  3750  0.44
                i4i.8xlarge   32  256    2.746    8/30  112 0  7500  0.44
                i4i.12xlarge  48  384    4.118    8/30  112 0 11250  0.44
                i4i.16xlarge  64  512    5.491   15/50  120 0 15000  0.44
                i4i.24xlarge  96  768    8.2368  15/30  105 0 22500  0.44
                i4i.32xlarge 128 1024   10.9824  15/50  120 0 30000  0.44
                i4i.metal    128 1024   10.982   15/50  120 0 30000  0.44
                d3.xlarge      4   32    0.499    4/3    42 0  5940  0.41
                d3.2xlarge     8   64    0.999    4/5    92 0 11880  0.41
                d3.4xlarge    16  128    1.998    4/10  118 0 23760  0.41
                d3.8xlarge    32  256    3.99552  3/20  119 0 47520  0.41
                p2.xlarge      4   61    0.9      4/15    0 1     0  0.39
                p2.8xlarge    32  488    7.2      8/30    0 8     0  0.39
                p3.2xlarge     8   61    3.06     4/15    0 1     0  0.39
                p3.16xlarge   64  488   24.48     8/30    0 8     0  0.39
                g4dn.xlarge    4   16    0.526    3/10   39 1   125  0.44
                g4dn.2xlarge   8   32    0.752    3/10   39 1   225  0.44
                g4dn.4xlarge  16   64    1.204    3/10   59 1   225  0.44
                g4dn.8xlarge  32  128    2.176    4/15   58 1   900  0.44
                g4dn.12xlarge 48  192    3.912    8/30   54 4   900  0.44
                g4dn.16xlarge 64  256    4.352    4/15  118 1   900  0.44
                g4dn.metal    96  384    7.824   15/50  107 8  1800  0.44
                g5.xlarge      4   16    1.006    4/15    4 1   250  0.47
                g5.2xlarge     8   32    1.212    4/15   17 1   450  0.47
                g5.4xlarge    16   64    1.624    8/30   34 1   600  0.47
                g5.8xlarge    32  128    2.448    8/30   84 1   900  0.47
                g5.12xlarge   48  192    5.672   15/50  107 4  3800  0.47
                g5.16xlarge   64  256    4.096    8/30  114 1  1900  0.47
                g5.24xlarge   96  384    8.144   15/50  107 4  3800  0.47
                g5.48xlarge  192  768   16.288    7/50  115 8  7600  0.47
                g6.xlarge      4   16    0.8048   4/15   18 1   250  0.47
                g6.2xlarge     8   32    0.9776   4/15   38 1   450  0.47
                g6.4xlarge    16   64    1.3232   8/30   54 1   600  0.47
                g6.8xlarge    32  128    2.0144   8/30   84 1   900  0.47
                g6.12xlarge   48  192    4.6016   8/30  114 4  3760  0.47
                g6.16xlarge   64  256    3.3968  15/50  107 1  1880  0.47
                g6.24xlarge   96  384    6.6752  15/50  107 4  3760  0.47
                g6.48xlarge  192  768   13.3504  15/50  107 8  7520  0.47
                """);
    }

    /**
     * A size is {@code NAME}, then what differs from the rule: {@code =VCPUS} or {@code =ENIS/ADDRESSES}, {@code *FACTOR} on
     * the price, {@code +BRANCH} for its branch ENIs.
     */
    private static void family(
            String family, int mibPerVcpu, double usdPerVcpu, double spotShare, Trunk trunk, String sizes) {
        for (var written : sizes.split(" ")) {
            var size = written.split("(?=[=*+])");
            var vcpus = vcpusOf(size[0]);
            var enis = "";
            var factor = 1.0;
            var branch = -1;
            for (var at = 1; at < size.length; at++) {
                var value = size[at].substring(1);
                switch (size[at].charAt(0)) {
                    case '*' -> factor = Double.parseDouble(value);
                    case '+' -> branch = Integer.parseInt(value);
                    default -> {
                        if (value.contains("/")) enis = value;
                        else vcpus = Integer.parseInt(value);
                    }
                }
            }
            var shape = new Shape(
                    vcpus,
                    vcpus * mibPerVcpu,
                    usdPerVcpu * vcpus * factor,
                    enis.isEmpty() ? enisOf(size[0], vcpus) : enis,
                    branch >= 0 ? branch : trunk.branchEnis(vcpus),
                    0,
                    0);
            add(family + "." + size[0], shape, spotShare);
        }
    }

    /** T types: the price follows the memory, which doubles from nano (half a GiB) to 2xlarge. */
    private static void burstable(String family, double usdPerGib, double spotShare, int smallVcpus, String enis) {
        var sizes = List.of("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge");
        var vcpus = List.of(smallVcpus, smallVcpus, smallVcpus, 2, 2, 4, 8);
        for (var at = 0; at < sizes.size(); at++) {
            var mib = 512 << at;
            add(
                    family + "." + sizes.get(at),
                    new Shape(vcpus.get(at), mib, usdPerGib * mib / 1024, enis.split(" ")[at], 0, 0, 0),
                    spotShare);
        }
    }

    /** Name, vCPUs, memory in GiB, price, ENIs/addresses, branch ENIs, GPUs, local GB, spot share. */
    private static void each(String lines) {
        lines.lines().forEach(line -> {
            var field = line.strip().split("\\s+");
            add(
                    field[0],
                    new Shape(
                            Integer.parseInt(field[1]),
                            (int) Math.round(Double.parseDouble(field[2]) * 1024),
                            Double.parseDouble(field[3]),
                            field[4],
                            Integer.parseInt(field[5]),
                            Integer.parseInt(field[6]),
                            Integer.parseInt(field[7])),
                    Double.parseDouble(field[8]));
        });
    }

    private record Shape(int vcpus, int memoryMib, double usd, String enis, int branchEnis, int gpus, int localGb) {}

    private static void add(String name, Shape shape, double spotShare) {
        var family = name.substring(0, name.indexOf('.'));
        var enis = shape.enis().split("/");
        var type = new InstanceType(
                name,
                GRAVITON_FAMILY.matcher(family).matches() ? Architecture.ARM64 : Architecture.X86_64,
                shape.vcpus(),
                shape.memoryMib(),
                Integer.parseInt(enis[0]),
                shape.branchEnis(),
                shape.gpus(),
                new TypeTraits(
                        !PREVIOUS_GENERATION.contains(family),
                        family.startsWith("t") && !family.equals("t1"),
                        name.contains(".metal")));
        BY_NAME.put(
                name,
                new Entry(type, UsdPerHour.of(shape.usd()), spotShare, Integer.parseInt(enis[1]), shape.localGb()));
    }

    private static int vcpusOf(String size) {
        return switch (size) {
            case "medium" -> 1;
            case "large" -> 2;
            case "xlarge" -> 4;
            default -> size.endsWith("xlarge") ? 4 * Integer.parseInt(size.substring(0, size.indexOf('x'))) : 0;
        };
    }

    private static String enisOf(String size, int vcpus) {
        return switch (size) {
            case "medium" -> "2/4";
            case "large" -> "3/10";
            case "xlarge", "2xlarge" -> "4/15";
            default -> vcpus <= 48 ? "8/30" : "15/50";
        };
    }
}
