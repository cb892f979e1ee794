package dev.ballast.decide.draft;

import dev.ballast.model.TaskTarget;

/** The names under which refusals are remembered: what was tried, and on what. */
public final class Subject {
    public static final String SPOT_FLEET = "spot fleet";

    public static final String GIVING_BACK = "giving back";
    public static final String LEAVING_YOUNG_POOLS = "leaving young pools";

    private Subject() {}

    public static String launch(String template) {
        return "launch from " + template;
    }

    public static String template(String name) {
        return "launch template " + name;
    }

    public static String drain(String containerInstanceArn) {
        return "drain " + containerInstanceArn;
    }

    public static String terminate(String instanceId) {
        return "terminate " + instanceId;
    }

    public static String stop(String taskArn) {
        return "stop " + taskArn;
    }

    public static String target(TaskTarget.Address target) {
        return "target " + target;
    }

    public static String deregister(String containerInstanceArn) {
        return "deregister " + containerInstanceArn;
    }
}
