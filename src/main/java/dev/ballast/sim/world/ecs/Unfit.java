package dev.ballast.sim.world.ecs;

/** What keeps a task off a host, in the order in which it is looked at: the later, the closer the host came. */
public enum Unfit {
    AGENT("AGENT", "encountered error \"AGENT\""),
    ATTRIBUTE("ATTRIBUTE", "is missing an attribute required by your task"),
    CONSTRAINT(
            "MemberOf placement constraint unsatisfied.",
            "encountered error \"MemberOf placement constraint unsatisfied.\""),
    DISTINCT(
            "DistinctInstance placement constraint unsatisfied.",
            "encountered error \"DistinctInstance placement constraint unsatisfied.\""),
    GPU("RESOURCE:GPU", "has insufficient GPU resource available"),
    PORTS("RESOURCE:PORTS", "is already using a port required by your task"),
    ENI("RESOURCE:ENI", "encountered error \"RESOURCE:ENI\""),
    CPU("RESOURCE:CPU", "has insufficient CPU units available"),
    MEMORY("RESOURCE:MEMORY", "has insufficient memory available");

    private final String reason;
    private final String eventText;

    Unfit(String reason, String eventText) {
        this.reason = reason;
        this.eventText = eventText;
    }

    /** As the failures of RunTask and StartTask say it. */
    public String reason() {
        return reason;
    }

    /** As a service event says it of the closest matching host. */
    public String eventText() {
        return eventText;
    }
}
