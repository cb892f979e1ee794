package dev.ballast.decide.lint;

import java.util.List;

/**
 * One thing with which a service, or tasks without one, would not survive a notice.
 *
 * @param because a sentence with the numbers
 * @param changes each would have to be made
 */
public record Weakness(Rule rule, Level level, Subject subject, String because, List<Change> changes) {
    /** SARIF's words. */
    public enum Level {
        /** It holds only where the settings ask for less than they could. */
        NOTE,
        /** It survives while there is room and nothing else happens. */
        WARNING,
        /** It does not survive, whatever Ballast does. */
        ERROR
    }

    /**
     * What is weak.
     *
     * @param name of the service, or the family of the standalone tasks
     * @param arn of the service, or of the task definition
     */
    public record Subject(Kind kind, String name, String arn) {
        public enum Kind {
            SERVICE,
            TASK_FAMILY
        }
    }

    /**
     * The exact setting.
     *
     * @param setting by its name in AWS or in ballast.yaml
     * @param how a command, or what to write where
     */
    public record Change(String setting, String now, String then, String how) {}

    public Weakness {
        changes = List.copyOf(changes);
    }
}
