package dev.ballast.sim.world.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads, never runs, the ways in which shell scripts write ecs.config: here-documents into {@code cat} or {@code tee},
 * {@code echo} and {@code printf} with {@code >} or {@code >>}, and a group in braces with one redirection. Variables are
 * put in where the script sets them to a literal before. Anything else in the script is passed over: conditions count as
 * true, and what comes from a command's output stays as written.
 */
final class ShellScript {
    private static final Pattern HEREDOC = Pattern.compile("<<(-?)\\s*(['\"\\\\]?)([A-Za-z_][A-Za-z0-9_]*)['\"]?");
    private static final Pattern TARGET = Pattern.compile("(>{1,2})\\s*[\"']?/etc/ecs/ecs\\.config[\"']?");
    private static final Pattern TEE =
            Pattern.compile("\\btee\\s+(-a\\s+|--append\\s+)?[\"']?/etc/ecs/ecs\\.config[\"']?");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "\\s*(?:export\\s+|readonly\\s+|local\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(\"[^\"]*\"|'[^']*'|[^\\s;|&$`(]*)\\s*;?\\s*");
    private static final Pattern WRITER = Pattern.compile("(echo|printf)(\\s.*)?", Pattern.DOTALL);
    private static final Pattern LEADING_WORD = Pattern.compile("(?:then|do|else|sudo)\\s+");
    private static final Pattern INNER_SHELL =
            Pattern.compile("(?:sudo\\s+)?(?:/bin/)?(?:ba|da)?sh\\s+-l?c\\s+(\"|')(.*)\\1\\s*", Pattern.DOTALL);
    private static final Pattern VARIABLE =
            Pattern.compile("(\\\\?)\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    private final ConfigFile file;
    private final Map<String, String> variables = new TreeMap<>();
    /** What commands inside an open brace have printed so far; null outside. */
    private StringBuilder group;

    ShellScript(ConfigFile file) {
        this.file = file;
    }

    void read(String script) {
        var lines = script.replace("\r\n", "\n").replace("\\\n", "").split("\n", -1);
        for (var at = 0; at < lines.length; at++) {
            var line = lines[at];
            if (line.stripLeading().startsWith("#")) continue;
            var heredoc = HEREDOC.matcher(line);
            if (heredoc.find()) {
                var body = new StringBuilder();
                for (at++; at < lines.length; at++) {
                    var text = heredoc.group(1).isEmpty() ? lines[at] : lines[at].replaceFirst("^\\t+", "");
                    if (text.equals(heredoc.group(3))) break;
                    body.append(text).append('\n');
                }
                redirect(line, heredoc.group(2).isEmpty() ? expanded(body.toString()) : body.toString());
            } else {
                while (hasOpenQuote(line) && at + 1 < lines.length) line += "\n" + lines[++at];
                commands(line).forEach(this::command);
            }
        }
    }

    private static boolean hasOpenQuote(String text) {
        char open = 0;
        for (var at = 0; at < text.length(); at++) {
            var letter = text.charAt(at);
            if (letter == '\\' && open != '\'') at++;
            else if (open == 0 && (letter == '"' || letter == '\'')) open = letter;
            else if (letter == open) open = 0;
        }
        return open != 0;
    }

    /** The commands of a line, apart at {@code ;}, {@code &&} and {@code ||} outside quotes; pipes stay together. */
    private static List<String> commands(String line) {
        var commands = new ArrayList<String>();
        char open = 0;
        var start = 0;
        for (var at = 0; at < line.length(); at++) {
            var letter = line.charAt(at);
            if (letter == '\\' && open != '\'') {
                at++;
            } else if (open != 0) {
                if (letter == open) open = 0;
            } else if (letter == '"' || letter == '\'') {
                open = letter;
            } else if (letter == ';' || line.startsWith("&&", at) || line.startsWith("||", at)) {
                commands.add(line.substring(start, at));
                if (letter != ';') at++;
                start = at + 1;
            }
        }
        commands.add(line.substring(start));
        return commands;
    }

    private void command(String written) {
        var command = withoutLeadingWords(written.strip());
        if (command.startsWith("}") || command.startsWith(")")) {
            if (group == null) return;
            var printed = group.toString();
            group = null;
            redirect(command, printed);
            return;
        }
        if (command.startsWith("{") || command.startsWith("(")) {
            group = new StringBuilder();
            command = withoutLeadingWords(command.substring(1).strip());
        }
        var inner = INNER_SHELL.matcher(command);
        var assignment = ASSIGNMENT.matcher(command);
        var writer = WRITER.matcher(command);
        if (inner.matches()) {
            read(inner.group(1).equals("\"") ? inner.group(2).replace("\\\"", "\"") : inner.group(2));
        } else if (assignment.matches()) {
            var value = assignment.group(2);
            variables.put(assignment.group(1), value.startsWith("'") ? unquoted(value) : expanded(unquoted(value)));
        } else if (writer.matches()) {
            var printed = printed(
                    writer.group(1),
                    writer.group(2) == null ? "" : writer.group(2).strip());
            if (!redirect(command, printed) && group != null) group.append(printed);
        } else if (command.startsWith("cat")
                || command.startsWith(":")
                || command.startsWith(">")
                || command.startsWith("truncate")) {
            // Output that is not known here: only that the file starts anew is.
            var target = TARGET.matcher(command);
            if (target.find() && target.group(1).equals(">")) file.replace("");
        }
    }

    private static String withoutLeadingWords(String command) {
        var word = LEADING_WORD.matcher(command);
        return word.lookingAt() ? withoutLeadingWords(command.substring(word.end())) : command;
    }

    /** Writes the text where the command's output goes to ecs.config; false where it goes elsewhere. */
    private boolean redirect(String command, String text) {
        var target = TARGET.matcher(command);
        var tee = TEE.matcher(command);
        if (target.find()) {
            if (target.group(1).equals(">>")) file.append(text);
            else file.replace(text);
            return true;
        }
        if (tee.find()) {
            if (tee.group(1) != null) file.append(text);
            else file.replace(text);
            return true;
        }
        return false;
    }

    private String printed(String program, String rest) {
        var words = new StringBuilder();
        var escapes = program.equals("printf");
        var at = 0;
        while (rest.startsWith("-", at)) {
            var end = rest.indexOf(' ', at);
            if (end < 0) return "";
            escapes |= rest.substring(at, end).contains("e");
            at = end;
            while (at < rest.length() && rest.charAt(at) == ' ') at++;
        }
        while (at < rest.length()) {
            var letter = rest.charAt(at);
            if (letter == '\'') {
                var end = rest.indexOf('\'', at + 1);
                if (end < 0) end = rest.length();
                words.append(rest, at + 1, end);
                at = end + 1;
            } else if (letter == '"') {
                var quoted = new StringBuilder();
                for (at++; at < rest.length() && rest.charAt(at) != '"'; at++) {
                    if (rest.charAt(at) == '\\' && at + 1 < rest.length() && "\"\\`".indexOf(rest.charAt(at + 1)) >= 0)
                        at++;
                    quoted.append(rest.charAt(at));
                }
                words.append(expanded(quoted.toString()));
                at++;
            } else if (">|;&<".indexOf(letter) >= 0) {
                break;
            } else {
                var end = at;
                while (end < rest.length() && "'\">|;&<".indexOf(rest.charAt(end)) < 0) end++;
                words.append(expanded(rest.substring(at, end)));
                at = end;
            }
        }
        var text = words.toString().strip();
        return (escapes ? text.replace("\\n", "\n").replace("\\t", "\t") : text) + "\n";
    }

    private String expanded(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            var name = match.group(2) != null ? match.group(2) : match.group(3);
            var value = match.group(1).isEmpty() ? variables.get(name) : "$" + name;
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
