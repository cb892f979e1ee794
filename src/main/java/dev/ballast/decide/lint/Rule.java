package dev.ballast.decide.lint;

/** What lint looks for. The ids are for programs and stay; docs/lint.md says more on each. */
public enum Rule {
    NO_TASK_MAY_MOVE(
            "no-task-may-move",
            "Minimum and maximum healthy percent leave no task that may be stopped first or started in addition",
            "A drain moves a service's tasks by stopping one first or starting one more. With minimumHealthyPercent = maximumPercent ="
                    + " 100, or where rounding comes to the same, ECS may do neither: the tasks stay until the instance ends under"
                    + " them."),
    ENDS_TOO_LATE(
            "ends-too-late",
            "Deregistration delay and stop timeout together do not fit into a notice",
            "ECS sends SIGTERM once the load balancer has let go of a task. Where deregistration delay, stop timeout and Ballast's"
                    + " margin need more than 120 s, the instance ends first: the container gets no SIGTERM, and requests under way"
                    + " are cut off."),
    ONE_TASK(
            "one-task",
            "A service of one task is away whenever its task moves without room for a second",
            "With one task there is no other that serves while it moves. It survives where ECS may start the second first and finds"
                    + " room; else the service is away until a new host has come."),
    FIXED_HOST_PORT(
            "fixed-host-port",
            "A fixed host port lets a task move only to a host without another of its kind",
            "Of tasks that claim the same port of their host only one runs on each. A task that must move needs a host that has none,"
                    + " so the service needs more hosts than tasks."),
    NO_ROOM_IN_ANOTHER_ZONE(
            "no-room-in-another-zone",
            "If its Availability Zone is lost, tasks find no room in the others",
            "Spot capacity of a whole zone can go at once. What the other zones cannot hold waits for new hosts, which take as long"
                    + " as the notice or longer, and are hardest to get just then."),
    NO_ROOM_AFTER_A_LOSS(
            "no-room-after-a-loss",
            "If its capacity pool is lost, tasks find no room on the other hosts",
            "Instances of one pool tend to go together. What the rest of the cluster cannot hold waits for new hosts."),
    DATA_STAYS_BEHIND(
            "data-stays-behind",
            "A volume's data does not come along to another host",
            "A folder or Docker volume of the host ends with the instance. An EBS volume that ECS attaches for a service's task is"
                    + " deleted with it. Most volume plug-ins lend a volume to one host of one zone at a time."),
    RUNS_ONCE(
            "runs-once",
            "A standalone task is moved by nobody",
            "A drain leaves tasks that no service keeps where they are. They end with the instance, and nothing starts them again.");

    private final String id;
    private final String title;
    private final String explanation;

    Rule(String id, String title, String explanation) {
        this.id = id;
        this.title = title;
        this.explanation = explanation;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }
}
