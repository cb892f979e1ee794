package dev.ballast.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What a parser says about text that is no YAML or JSON, in one line and without its class names. */
final class SyntaxMessage {
    private static final Pattern OPENED =
            Pattern.compile("expected close marker for (Object|Array) \\(start marker at .*?line: (\\d+)");
    private static final Pattern PARSER_INTERNALS =
            Pattern.compile(", (but )?got (this instead: )?<|: enable `|\\. \\(Do not use");
    private static final Pattern CHARACTER_CODE = Pattern.compile("\\('(.)' \\(code \\d+\\)\\)");

    private SyntaxMessage() {}

    static String of(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) return "is nested too deep, or a value is too long";
        if (e.getCause() instanceof MarkedYAMLException marked) return yaml(marked);
        var said = e.getOriginalMessage();
        var opened = OPENED.matcher(said);
        if (opened.find())
            return "the text ends too early: expected '" + (opened.group(1).equals("Object") ? '}' : ']')
                    + "' for what opens on line " + opened.group(2);
        if (e instanceof JsonEOFException) return "the text ends too early, in the middle of a value";
        return "malformed: " + plain(said);
    }

    static JsonLocation location(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            var mark = marked.getProblemMark();
            return new JsonLocation(null, -1, mark.getLine() + 1, mark.getColumn() + 1);
        }
        return e.getLocation();
    }

    private static String yaml(MarkedYAMLException e) {
        var context = e.getContext() == null ? "" : e.getContext() + ", ";
        return "malformed: " + plain(context + e.getProblem());
    }

    private static String plain(String said) {
        var text = PARSER_INTERNALS.split(said.lines().findFirst().orElse("").strip(), 2)[0];
        text = CHARACTER_CODE.matcher(text).replaceAll("'$1'");
        return text.isEmpty() ? "expected YAML or JSON" : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
