package dev.ballast.decide.pack;

import java.util.List;
import java.util.regex.Pattern;

/** One expression of the cluster query language. What a host does not tell makes it neither true nor false. */
sealed interface Condition {
    Answer on(Attributes host);

    record And(Condition left, Condition right) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return left.on(host).and(right.on(host));
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return left.on(host).or(right.on(host));
        }
    }

    /** Of a host without the subject, too: that it does not equal a value is taken for true there, which AWS does not document. */
    record Not(Condition inner) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return inner.on(host).not();
        }
    }

    record Exists(String subject) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return host.knows(subject) ? Answer.of(host.value(subject).isPresent()) : Answer.UNKNOWN;
        }
    }

    record In(String subject, List<String> values) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return host.knows(subject)
                    ? Answer.of(host.value(subject).filter(values::contains).isPresent())
                    : Answer.UNKNOWN;
        }
    }

    record Matches(String subject, Pattern pattern) implements Condition {
        @Override
        public Answer on(Attributes host) {
            return host.knows(subject)
                    ? Answer.of(host.value(subject)
                            .filter(value -> pattern.matcher(value).matches())
                            .isPresent())
                    : Answer.UNKNOWN;
        }
    }

    /** An order, which versions, dates and counts have: nothing that is known of a host before it runs. */
    record Ordered() implements Condition {
        @Override
        public Answer on(Attributes host) {
            return Answer.UNKNOWN;
        }
    }

    record Unreadable() implements Condition {
        @Override
        public Answer on(Attributes host) {
            return Answer.UNKNOWN;
        }
    }
}
