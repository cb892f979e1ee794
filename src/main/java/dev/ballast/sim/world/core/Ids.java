package dev.ballast.sim.world.core;

/** Ids as AWS makes them: a prefix and 17 hex digits, or 32 for ECS; drawn, so that a seed gives the same ids. */
public final class Ids {
    private static final String HEX = "0123456789abcdef";
    private final Draws.Stream draws;

    public Ids(Draws draws) {
        this.draws = draws.stream("ids");
    }

    /** {@code i-0a1b2c…}: AWS's long ids begin with 0 after the dash. */
    public String ec2(String prefix) {
        return prefix + "-0" + hex(16);
    }

    /** A Spot Fleet's, a request id's or a message's form: 8-4-4-4-12. */
    public String uuid() {
        return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
    }

    /** What stands last in the ARN of a container instance or a task. */
    public String ecs() {
        return hex(32);
    }

    public String hex(int digits) {
        var text = new StringBuilder(digits);
        for (var i = 0; i < digits; i++) text.append(HEX.charAt(draws.nextInt(16)));
        return text.toString();
    }
}
