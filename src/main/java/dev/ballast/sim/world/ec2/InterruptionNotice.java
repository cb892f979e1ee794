package dev.ballast.sim.world.ec2;

import java.time.Instant;

/**
 * What EC2 will do to a spot instance, and when.
 *
 * @param saidAt when the notice was given
 * @param at when it acts
 */
public record InterruptionNotice(Action action, Instant saidAt, Instant at) {
    /** The words of the instance metadata and of the EventBridge event. */
    public enum Action {
        TERMINATE("terminate"),
        STOP("stop"),
        HIBERNATE("hibernate");

        private final String ec2Name;

        Action(String ec2Name) {
            this.ec2Name = ec2Name;
        }

        public String ec2Name() {
            return ec2Name;
        }

        /** @throws IllegalArgumentException for a word that EC2 does not have */
        public static Action of(String ec2Name) {
            for (var action : values()) if (action.ec2Name.equals(ec2Name)) return action;
            throw new IllegalArgumentException("unknown interruption behaviour '" + ec2Name + "'");
        }
    }
}
