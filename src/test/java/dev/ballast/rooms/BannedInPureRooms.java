package dev.ballast.rooms;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What would make a pure room depend on the machine, the moment or the JVM: clocks, threads, logs, random draws, files,
 * sockets, the environment, and collections whose order differs from one JVM to the next. Method references count as calls.
 */
final class BannedInPureRooms {
    private static final String CLOCK = "a pure room reads no clock; time is a parameter";
    private static final String THREAD = "a pure room starts, joins or guards no thread";
    private static final String LOG = "a pure room writes no log; its reason is the log line";
    private static final String RANDOM = "a pure room draws nothing at random";
    private static final String SEED = "sim.world draws only from a generator that was given its seed";
    private static final String FILE = "a pure room touches no file and no stream of the process";
    private static final String NET = "a pure room opens no connection";
    private static final String ENVIRONMENT = "a pure room does not read the environment";
    private static final String ORDER =
            "its order differs between JVMs; use List, LinkedHashMap, TreeMap or their sets";

    /** Types that may not be mentioned at all; a trailing dot means the package and what is below it. */
    private static final Map<String, String> TYPES = new LinkedHashMap<>();

    /** {@code Type.method}; a star at the end stands for the rest of the name. */
    private static final Map<String, String> CALLS = new LinkedHashMap<>();

    static {
        types(CLOCK, "java.time.Clock", "java.time.InstantSource", "java.util.Date", "java.util.Calendar");
        types(THREAD, "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.ScopedValue", "java.util.Timer");
        types(THREAD, "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime", "java.util.concurrent.");
        types(LOG, "java.util.logging.", "java.lang.System$Logger", "org.slf4j.", "java.io.PrintStream");
        types(RANDOM, "java.util.Random", "java.security.SecureRandom");
        types(FILE, "java.nio.file.", "java.nio.channels.", "java.io.File", "java.io.FileDescriptor");
        types(FILE, "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.FileReader", "java.io.FileWriter");
        types(FILE, "java.io.RandomAccessFile", "java.io.Console", "java.util.Scanner");
        types(NET, "java.net.", "javax.net.");
        types(ORDER, "java.util.IdentityHashMap", "java.util.WeakHashMap", "java.util.Hashtable");

        calls(CLOCK, "java.lang.System.currentTimeMillis", "java.lang.System.nanoTime");
        calls(ENVIRONMENT, "java.lang.System.getenv", "java.lang.System.getPropert*", "java.time.ZoneId.systemDefault");
        calls(ENVIRONMENT, "java.util.Locale.getDefault", "java.util.TimeZone.getDefault");
        calls(LOG, "java.lang.System.getLogger", "java.lang.Throwable.printStackTrace");
        calls(FILE, "java.lang.System.out", "java.lang.System.err", "java.lang.System.in", "java.lang.System.console");
        calls(THREAD, "java.lang.Object.wait*", "java.lang.Object.notify*", "java.lang.System.exit");
        calls(THREAD, "java.util.Collection.parallelStream", "java.util.stream.BaseStream.parallel");
        calls(RANDOM, "java.lang.Math.random", "java.lang.StrictMath.random", "java.util.UUID.randomUUID");
        calls(ORDER, "java.util.Set.of", "java.util.Set.copyOf", "java.util.Map.of", "java.util.Map.ofEntries");
        calls(ORDER, "java.util.Map.copyOf", "java.util.stream.Collectors.toSet");
        calls(ORDER, "java.util.stream.Collectors.toUnmodifiableSet", "java.util.stream.Collectors.toUnmodifiableMap");
        calls(ORDER, "java.util.stream.Collectors.toConcurrentMap", "java.util.stream.Collectors.groupingByConcurrent");
        calls(ORDER, "java.util.HashMap.<init>", "java.util.HashMap.newHashMap");
        calls(ORDER, "java.util.HashSet.<init>", "java.util.HashSet.newHashSet");
        calls(ORDER, "java.lang.System.identityHashCode");
    }

    /** Collectors that make a HashMap unless they are given the map: their shortest harmless number of arguments. */
    private static final Map<String, Integer> COLLECTORS_WITH_A_MAP = Map.of("toMap", 4, "groupingBy", 3);

    /** Types of java.util.concurrent and java.net that are values, not machinery. */
    private static final Set<String> VALUES = Set.of(
            "java.util.concurrent.TimeUnit",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLEncoder",
            "java.net.URLDecoder");

    private final ProductClasses product;

    BannedInPureRooms(ProductClasses product) {
        this.product = product;
    }

    List<Violation> violations() {
        var found = new ArrayList<Violation>();
        for (JavaClass type : product.classes()) {
            Optional<Room> room = product.roomOf(type).filter(Room.PURE::contains);
            if (room.isEmpty()) continue;
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                bannedType(room.get(), target)
                        .ifPresent(rule -> found.add(new Violation(
                                rule,
                                type.getName(),
                                target,
                                dependency.getSourceCodeLocation().toString())));
            }
            for (JavaAccess<?> access : type.getAccessesFromSelf())
                bannedCall(access)
                        .ifPresent(rule -> found.add(new Violation(
                                rule,
                                type.getName(),
                                access.getTarget().getFullName(),
                                access.getSourceCodeLocation().toString())));
            for (JavaMethod method : type.getMethods())
                if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                    found.add(new Violation(THREAD, type.getName(), method.getName(), "(synchronized)"));
        }
        return found;
    }

    private static Optional<String> bannedType(Room room, String name) {
        if (VALUES.contains(name)) return Optional.empty();
        boolean generator = name.startsWith("java.util.random.") || name.equals("java.util.SplittableRandom");
        if (generator && room != Room.SIM_WORLD) return Optional.of(RANDOM);
        return TYPES.entrySet().stream()
                .filter(banned -> banned.getKey().endsWith(".")
                        ? name.startsWith(banned.getKey())
                        : name.equals(banned.getKey()) || name.startsWith(banned.getKey() + "$"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<String> bannedCall(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        if (owner.startsWith("java.time.") && name.equals("now")) return Optional.of(CLOCK);
        if (isUnseeded(owner, name, access)) return Optional.of(SEED);
        if (owner.equals("java.util.Collections") && name.equals("shuffle") && arguments(access) == 1)
            return Optional.of(RANDOM);
        if (owner.equals("java.util.stream.Collectors")
                && arguments(access) < COLLECTORS_WITH_A_MAP.getOrDefault(name, 0)) return Optional.of(ORDER);
        // The compiler names the static type of the receiver: a stream's parallel() may be called on any kind of
        // stream.
        if (owner.startsWith("java.util.") && (name.equals("parallelStream") || name.equals("parallel")))
            return Optional.of(THREAD);
        if (name.equals("printStackTrace")) return Optional.of(LOG);
        String call = owner + "." + name;
        return CALLS.entrySet().stream()
                .filter(banned -> banned.getKey().endsWith("*")
                        ? call.startsWith(
                                banned.getKey().substring(0, banned.getKey().length() - 1))
                        : call.equals(banned.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isUnseeded(String owner, String name, JavaAccess<?> access) {
        return switch (owner) {
            case "java.util.SplittableRandom" -> name.equals("<init>") && arguments(access) == 0;
            case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
            case "java.util.random.RandomGeneratorFactory" -> name.equals("create") && arguments(access) == 0;
            default -> false;
        };
    }

    private static int arguments(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().size()
                : 0;
    }

    private static void types(String rule, String... names) {
        for (String name : names) TYPES.put(name, rule);
    }

    private static void calls(String rule, String... names) {
        for (String name : names) CALLS.put(name, rule);
    }
}
