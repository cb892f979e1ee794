package dev.ballast.sim.world.ecs;

/**
 * One item of a call that could not be served, as ECS answers it beside what could.
 *
 * @param arn as ECS or the caller wrote it; null where the failure is about none
 * @param detail null where the reason says all
 */
public record Failure(String arn, String reason, String detail) {
    public static Failure missing(String arn) {
        return new Failure(arn, "MISSING", null);
    }
}
