package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The cluster query language: {@code attribute:ecs.instance-type =~ m5.* and not(task:group == service:db)}. Subjects are
 * {@code attribute:NAME}, {@code agentConnected}, {@code agentVersion}, {@code ec2InstanceId}, {@code registeredAt},
 * {@code runningTasksCount} and {@code task:group}; of several values one that fits is enough.
 */
public final class ClusterQuery {
    private sealed interface Node {
        record And(Node left, Node right) implements Node {}

        record Or(Node left, Node right) implements Node {}

        record Not(Node inner) implements Node {}

        record Exists(String subject) implements Node {}

        record In(String subject, List<String> values) implements Node {}

        record Matches(String subject, Pattern pattern) implements Node {}

        record Compares(String subject, Comparison comparison, String value) implements Node {}
    }

    private enum Comparison {
        EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    private final Node root;

    private ClusterQuery(Node root) {
        this.root = root;
    }

    /** @throws Refused InvalidParameterException unless the text is an expression of the language */
    public static ClusterQuery of(String text) {
        var reader = new Reader(text);
        var root = reader.or();
        if (!reader.atEnd()) throw reader.unreadable();
        return new ClusterQuery(root);
    }

    public boolean matches(EcsInstance instance) {
        return holds(root, instance);
    }

    private static boolean holds(Node node, EcsInstance instance) {
        return switch (node) {
            case Node.And and -> holds(and.left(), instance) && holds(and.right(), instance);
            case Node.Or or -> holds(or.left(), instance) || holds(or.right(), instance);
            case Node.Not not -> !holds(not.inner(), instance);
            case Node.Exists exists -> !values(exists.subject(), instance).isEmpty();
            case Node.In in -> values(in.subject(), instance).stream().anyMatch(in.values()::contains);
            case Node.Matches matches ->
                values(matches.subject(), instance).stream()
                        .anyMatch(value -> matches.pattern().matcher(value).matches());
            case Node.Compares compares ->
                values(compares.subject(), instance).stream()
                        .anyMatch(value -> compare(value, compares.comparison(), compares.value()));
        };
    }

    private static boolean compare(String value, Comparison comparison, String other) {
        var order = order(value, other);
        return switch (comparison) {
            case EQUAL -> value.equals(other);
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
    }

    /** Numbers and dotted versions part by part, everything else as text. */
    private static int order(String left, String right) {
        var lefts = left.split("\\.", -1);
        var rights = right.split("\\.", -1);
        for (var i = 0; i < Math.max(lefts.length, rights.length); i++) {
            var one = i < lefts.length ? lefts[i] : "0";
            var other = i < rights.length ? rights[i] : "0";
            if (!isNumber(one) || !isNumber(other)) return left.compareTo(right);
            var byPart = Long.compare(Long.parseLong(one), Long.parseLong(other));
            if (byPart != 0) return byPart;
        }
        return 0;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Collection<String> values(String subject, EcsInstance instance) {
        if (subject.startsWith("attribute:")) {
            var value = instance.attribute(subject.substring("attribute:".length()));
            return value == null ? List.of() : List.of(value);
        }
        return switch (subject) {
            case "agentConnected" -> List.of(Boolean.toString(instance.isAgentConnected()));
            case "agentVersion" -> List.of(EcsInstance.AGENT_VERSION);
            case "ec2InstanceId" -> List.of(instance.instanceId());
            case "registeredAt" -> List.of(instance.registeredAt().toString());
            case "runningTasksCount" -> List.of(Integer.toString(instance.runningTasks()));
            case "task:group" -> instance.tasks().stream().map(EcsTask::group).toList();
            default -> throw new IllegalStateException("no subject " + subject);
        };
    }

    private static final class Reader {
        private static final Pattern TOKEN = Pattern.compile(
                "\\s*(?:(&&|\\|\\||==|!=|>=|<=|=~|!~|!exists\\b|[()\\[\\],!<>])|'([^']*)'|\"([^\"]*)\"|([^\\s()\\[\\],'\"!<>=&|][^\\s()\\[\\],'\"]*))");

        /** @param quoted a value, never a word of the language */
        private record Token(String text, boolean quoted) {}

        private final String text;
        private final List<Token> tokens = new ArrayList<>();
        private int next;

        Reader(String text) {
            this.text = text;
            var matcher = TOKEN.matcher(text);
            var end = 0;
            while (matcher.lookingAt()) {
                var quoted = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
                if (quoted != null) tokens.add(new Token(quoted, true));
                else tokens.add(new Token(matcher.group(1) != null ? matcher.group(1) : matcher.group(4), false));
                end = matcher.end();
                matcher.region(end, text.length());
            }
            if (!text.substring(end).isBlank() || tokens.isEmpty()) throw unreadable();
        }

        Refused unreadable() {
            return new Refused("InvalidParameterException", "Invalid expression: " + text);
        }

        boolean atEnd() {
            return next == tokens.size();
        }

        private boolean takes(String... words) {
            if (atEnd() || tokens.get(next).quoted()) return false;
            for (var word : words) {
                if (tokens.get(next).text().equalsIgnoreCase(word)) {
                    next++;
                    return true;
                }
            }
            return false;
        }

        private String value() {
            if (atEnd()) throw unreadable();
            return tokens.get(next++).text();
        }

        Node or() {
            var left = and();
            while (takes("or", "||")) left = new Node.Or(left, and());
            return left;
        }

        private Node and() {
            var left = not();
            while (takes("and", "&&")) left = new Node.And(left, not());
            return left;
        }

        private Node not() {
            if (takes("not", "!")) return new Node.Not(not());
            if (takes("(")) {
                var inner = or();
                if (!takes(")")) throw unreadable();
                return inner;
            }
            return predicate();
        }

        private Node predicate() {
            var subject = value();
            if (!isSubject(subject)) throw unreadable();
            if (takes("exists")) return new Node.Exists(subject);
            if (takes("!exists", "not_exists")) return new Node.Not(new Node.Exists(subject));
            if (takes("in")) return new Node.In(subject, list());
            if (takes("not_in")) return new Node.Not(new Node.In(subject, list()));
            if (takes("!")) {
                if (takes("in")) return new Node.Not(new Node.In(subject, list()));
                if (takes("exists")) return new Node.Not(new Node.Exists(subject));
                throw unreadable();
            }
            if (takes("=~", "matches")) return new Node.Matches(subject, pattern());
            if (takes("!~", "not_matches")) return new Node.Not(new Node.Matches(subject, pattern()));
            if (takes("!=", "not_equals")) return new Node.Not(new Node.Compares(subject, Comparison.EQUAL, value()));
            return new Node.Compares(subject, comparison(), value());
        }

        private Comparison comparison() {
            return switch (value()) {
                case "==", "equals" -> Comparison.EQUAL;
                case ">", "greater_than" -> Comparison.GREATER;
                case ">=", "greater_than_equal" -> Comparison.GREATER_OR_EQUAL;
                case "<", "less_than" -> Comparison.LESS;
                case "<=", "less_than_equal" -> Comparison.LESS_OR_EQUAL;
                default -> throw unreadable();
            };
        }

        private static boolean isSubject(String word) {
            return word.startsWith("attribute:") && word.length() > "attribute:".length()
                    || switch (word) {
                        case "agentConnected",
                                "agentVersion",
                                "ec2InstanceId",
                                "registeredAt",
                                "runningTasksCount",
                                "task:group" -> true;
                        default -> false;
                    };
        }

        private List<String> list() {
            if (!takes("[")) throw unreadable();
            var values = new ArrayList<String>();
            while (!takes("]")) {
                if (!values.isEmpty() && !takes(",")) throw unreadable();
                values.add(value());
            }
            return List.copyOf(values);
        }

        private Pattern pattern() {
            try {
                return Pattern.compile(value());
            } catch (PatternSyntaxException notAPattern) {
                throw unreadable();
            }
        }
    }
}
