package dev.ballast.config;

import static dev.ballast.config.SettingKey.Form.ONE;
import static dev.ballast.config.SettingKey.optional;
import static dev.ballast.config.SettingKey.required;
import static dev.ballast.config.SettingKey.withDefault;

import dev.ballast.model.HostLimit;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.SortedSet;

/** Keys for what Ballast may move by its own choice, and when. */
final class KeysDisruption {
    static final SettingKey<Duration> MINIMUM_AGE = withDefault(
            "disruption.minimum-age",
            Kinds.duration(Duration.ZERO, Duration.ofDays(7)),
            Defaults.MINIMUM_AGE,
            "A host younger than this is not replaced to save money, and does not go back from on-demand to spot. One that a person"
                    + " tags ballast:do-not-disrupt=true is not emptied by choice at any age.");
    static final SettingKey<Duration> COOL_DOWN = withDefault(
            "disruption.cool-down",
            Kinds.duration(Duration.ZERO, Duration.ofDays(1)),
            Defaults.COOL_DOWN,
            "How long nothing is replaced to save money after a launch, or after a host went that Ballast had chosen.");
    static final SettingKey<Double> LEAST_SAVING = withDefault(
            "disruption.least-saving",
            Kinds.share(),
            Defaults.LEAST_SAVING,
            "A running host is replaced only where that saves at least this share of its price, so that prices that wobble move"
                    + " nothing. 1 switches it off: then hosts are only given back.");
    static final SettingKey<HostLimit> BUDGET_HOSTS = required(
            "disruption.budgets[].hosts",
            new Kind<>(
                    "a number of hosts such as 2, or a share of them such as 10%",
                    HostLimit::of, HostLimit::toString, Kind.Shape.of("integer", "string")),
            ONE,
            "At most so many hosts are emptied by choice at the same time: given back, replaced by cheaper ones, or sent back from"
                    + " on-demand to spot. A share is rounded up; 0 lets none go. Of several budgets the smallest counts, and"
                    + " brakes.drains-at-once bounds them all.");
    static final SettingKey<SortedSet<DayOfWeek>> BUDGET_DAYS = optional(
            "disruption.budgets[].days",
            WindowKinds.DAYS,
            ONE,
            "every day",
            "The days on which the budget's window opens.");
    static final SettingKey<LocalTime> BUDGET_FROM = optional(
            "disruption.budgets[].from",
            WindowKinds.TIME,
            ONE,
            "midnight",
            "When the window opens. A budget with neither days nor times holds always.");
    static final SettingKey<LocalTime> BUDGET_TO = optional(
            "disruption.budgets[].to",
            WindowKinds.TIME,
            ONE,
            "midnight",
            "When the window closes; where that is not after its beginning, on the next day.");
    static final SettingKey<ZoneId> BUDGET_ZONE = optional(
            "disruption.budgets[].time-zone",
            WindowKinds.ZONE,
            ONE,
            "UTC",
            "The time zone by whose clocks the window opens and closes.");

    private KeysDisruption() {}
}
