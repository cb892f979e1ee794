package dev.ballast.config;

import static dev.ballast.config.SettingKey.Form.ONE;
import static dev.ballast.config.SettingKey.required;
import static dev.ballast.config.SettingKey.withDefault;

import dev.ballast.model.Target;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.SortedSet;

/** Keys for what is wanted beyond the tasks and the target: room for tasks to come, and more at some hours. */
final class KeysDemand {
    static final SettingKey<Integer> HEADROOM_CPU = required(
            "capacity.headroom[].cpu",
            SizeKinds.CPU_UNITS,
            ONE,
            "Room is kept free for tasks of this size beside the real ones: the CPU of one of them, as a task definition has it."
                    + " The room is bought like room for tasks, but never on demand, and a loss may use it up for a while.");
    static final SettingKey<Integer> HEADROOM_MEMORY =
            required("capacity.headroom[].memory", SizeKinds.MEMORY_MIB, ONE, "The memory of one of them.");
    static final SettingKey<Integer> HEADROOM_COUNT = required(
            "capacity.headroom[].count",
            Kinds.wholeNumber(1, 10_000),
            ONE,
            "For how many of them there is always room.");

    static final SettingKey<SortedSet<DayOfWeek>> MINIMUM_DAYS = withDefault(
            "capacity.minimums[].days",
            WindowKinds.DAYS,
            WindowKinds.EVERY_DAY,
            "capacity.minimums raises the target for some hours: these are the days on which they begin.");
    static final SettingKey<LocalTime> MINIMUM_FROM = required(
            "capacity.minimums[].from",
            WindowKinds.TIME,
            ONE,
            "When the higher target begins to hold. Hosts are launched from then on: say it some minutes before they are needed.");
    static final SettingKey<LocalTime> MINIMUM_TO = required(
            "capacity.minimums[].to",
            WindowKinds.TIME,
            ONE,
            "When it ends; where that is not after from, on the next day.");
    static final SettingKey<ZoneId> MINIMUM_ZONE = required(
            "capacity.minimums[].time-zone", WindowKinds.ZONE, ONE, "By whose clocks: their summer time is followed.");
    static final SettingKey<Target> MINIMUM_TARGET = required(
            "capacity.minimums[].target",
            Kinds.TARGET,
            ONE,
            "The least that capacity.target is in these hours, in the same unit. Of several that hold at once the largest counts.");

    private KeysDemand() {}
}
