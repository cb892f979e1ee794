package dev.ballast.sim.wire;

import java.util.Map;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** What a member holds. */
enum Kind {
    STRING,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    INSTANT,
    BLOB,
    STRUCTURE,
    LIST,
    MAP;

    private static final Map<MarshallingType<?>, Kind> BY_TYPE = Map.ofEntries(
            Map.entry(MarshallingType.STRING, STRING),
            Map.entry(MarshallingType.INTEGER, INTEGER),
            Map.entry(MarshallingType.LONG, LONG),
            Map.entry(MarshallingType.FLOAT, FLOAT),
            Map.entry(MarshallingType.DOUBLE, DOUBLE),
            Map.entry(MarshallingType.BOOLEAN, BOOLEAN),
            Map.entry(MarshallingType.INSTANT, INSTANT),
            Map.entry(MarshallingType.SDK_BYTES, BLOB),
            Map.entry(MarshallingType.SDK_POJO, STRUCTURE),
            Map.entry(MarshallingType.LIST, LIST),
            Map.entry(MarshallingType.MAP, MAP));

    /** @throws IllegalArgumentException for the types that no service of the local cloud has */
    static Kind of(MarshallingType<?> type) {
        Kind kind = BY_TYPE.get(type);
        if (kind == null) {
            throw new IllegalArgumentException("The wire does not carry " + type.getTargetClass());
        }
        return kind;
    }
}
