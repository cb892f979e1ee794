package dev.ballast.decide.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads an expression of ECS's cluster query language: {@code attribute:ecs.instance-type =~ m5.* and not (attribute:stack == test)}.
 * Words of operators may stand in place of their signs.
 */
final class ConditionReader {
    /** ECS takes no longer ones; parentheses could be nested without end. */
    private static final int LONGEST = 2_000;

    private static final Pattern SUBJECT = Pattern.compile(
            "attribute:[A-Za-z0-9._/-]+|agentConnected|agentVersion|ec2InstanceId|registeredAt|runningTasksCount|task:group");

    private static final List<String> SIGNS = List.of(
            "!exists", "==", "!=", ">=", "<=", "=~", "!~", "!in", ">", "<", "&&", "||", "!", "(", ")", "[", "]", ",");

    /** The text is no expression. */
    private static final class Unreadable extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
    }

    private final String text;
    private int at;

    private ConditionReader(String text) {
        this.text = text;
    }

    static Condition read(String text) {
        if (text.length() > LONGEST) return new Condition.Unreadable();
        try {
            var reader = new ConditionReader(text);
            var read = reader.or();
            return reader.isAtEnd() ? read : new Condition.Unreadable();
        } catch (Unreadable none) {
            return new Condition.Unreadable();
        }
    }

    private Condition or() {
        var left = and();
        while (takes("||") || takesWord("or")) left = new Condition.Or(left, and());
        return left;
    }

    private Condition and() {
        var left = not();
        while (takes("&&") || takesWord("and")) left = new Condition.And(left, not());
        return left;
    }

    private Condition not() {
        if (takes("!") || takesWord("not")) return new Condition.Not(not());
        if (!takes("(")) return comparison();
        var inner = or();
        if (!takes(")")) throw new Unreadable();
        return inner;
    }

    private Condition comparison() {
        var subject = word();
        if (!SUBJECT.matcher(subject).matches()) throw new Unreadable();
        if (takesWord("exists")) return new Condition.Exists(subject);
        if (takes("!exists") || takesWord("not_exists")) return new Condition.Not(new Condition.Exists(subject));
        if (takesWord("in")) return new Condition.In(subject, list());
        if (takes("!in") || takesWord("not_in")) return new Condition.Not(new Condition.In(subject, list()));
        if (takes("=~") || takesWord("matches")) return new Condition.Matches(subject, pattern());
        if (takes("!~") || takesWord("not_matches"))
            return new Condition.Not(new Condition.Matches(subject, pattern()));
        if (takes("==") || takesWord("equals")) return new Condition.In(subject, List.of(value()));
        if (takes("!=") || takesWord("not_equals"))
            return new Condition.Not(new Condition.In(subject, List.of(value())));
        if (!takesOrder()) throw new Unreadable();
        value();
        return new Condition.Ordered();
    }

    private boolean takesOrder() {
        return takes(">=")
                || takes("<=")
                || takes(">")
                || takes("<")
                || takesWord("greater_than_equal")
                || takesWord("greater_than")
                || takesWord("less_than_equal")
                || takesWord("less_than");
    }

    private List<String> list() {
        if (!takes("[")) throw new Unreadable();
        var values = new ArrayList<String>();
        do values.add(value());
        while (takes(","));
        if (!takes("]")) throw new Unreadable();
        return List.copyOf(values);
    }

    private String value() {
        skipSpace();
        return isAtQuote() ? quoted() : word();
    }

    /** Java's, with parentheses and brackets of its own: up to a space, or a parenthesis that it did not open. */
    private Pattern pattern() {
        skipSpace();
        var written = isAtQuote() ? quoted() : plainPattern();
        try {
            return Pattern.compile(written);
        } catch (PatternSyntaxException none) {
            throw new Unreadable();
        }
    }

    private String plainPattern() {
        var start = at;
        var depth = 0;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            if (text.charAt(at) == '(') depth++;
            if (text.charAt(at) == ')' && depth-- == 0) break;
            at++;
        }
        if (at == start) throw new Unreadable();
        return text.substring(start, at);
    }

    private boolean isAtQuote() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private String quoted() {
        var end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0) throw new Unreadable();
        var value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String word() {
        skipSpace();
        var start = at;
        while (at < text.length() && isOfWord()) at++;
        if (at == start) throw new Unreadable();
        return text.substring(start, at);
    }

    private boolean isOfWord() {
        return !Character.isWhitespace(text.charAt(at))
                && text.charAt(at) != '"'
                && text.charAt(at) != '\''
                && SIGNS.stream().noneMatch(sign -> sign.length() < 3 && text.startsWith(sign, at));
    }

    private boolean takes(String sign) {
        skipSpace();
        // of two signs that begin alike the longer one is meant
        for (var one : SIGNS) if (text.startsWith(one, at)) return one.equals(sign) && step(sign);
        return false;
    }

    private boolean takesWord(String word) {
        skipSpace();
        var end = at + word.length();
        if (!text.regionMatches(true, at, word, 0, word.length())) return false;
        if (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_'))
            return false;
        return step(word);
    }

    private boolean step(String taken) {
        at += taken.length();
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }
}
