package dev.ballast.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds secrets where they do not belong, without ever repeating them. */
public final class Redaction {
    public static final String HIDDEN = "(hidden)";

    private static final Pattern TELLING_NAME = Pattern.compile(
            "(?i).*(passw(or)?d|passphrase|secret|token|credential|private[-_.]?key|api[-_.]?key|access[-_.]?key|auth[-_.]?data).*");
    private static final Pattern ACCESS_KEY = Pattern.compile("(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])");
    private static final Pattern SECRET_ACCESS_KEY =
            Pattern.compile("(?i)aws_secret_access_key\\s*[=:]\\s*['\"]?[A-Za-z0-9/+]{40}");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final Pattern AUTH_DATA = Pattern.compile("ECS_ENGINE_AUTH_DATA\\s*=\\s*['\"]?\\{");
    private static final Pattern URL_PASSWORD = Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s/@:'\"]*:[^\\s/@'\"$]+@");
    private static final Pattern JSON_PASSWORD = Pattern.compile("\"(password|auth)\"\\s*:\\s*\"[^\"$]+\"");
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)([A-Z0-9_.-]*(?:password|passwd|passphrase|secret|token|auth_data|api_?key|access_key)[A-Z0-9_.-]*\\s*[=:]\\s*).+");

    /** Words after which a command line carries a password, and what curl takes as one. */
    private static final Pattern ON_COMMAND_LINE = Pattern.compile(
            "(?i)(--?(?:password|passwd|pass|secret|token|api-?key)(?:[ =]+)|\\bdocker\\s+login\\b.*?\\s-p[ =]?|\\bcurl\\b.*?\\s(?:-u|--user)[ =]?|\\bAuthorization:\\s*(?:Basic|Bearer)\\s+)\\S+");
    /** Base64 or a key: long, without a space, of every kind of letter. Paths and hex digests have not all three. */
    private static final Pattern OPAQUE = Pattern.compile(
            "(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[0-9])[A-Za-z0-9+/]{40,}={0,2}"
                    + "|\\beyJ[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*)*");

    private static final Pattern KEY_BEGINS = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final Pattern KEY_ENDS = Pattern.compile("-----END [A-Z ]*PRIVATE KEY-----");

    private Redaction() {}

    /** What kind of secret stands in the text in clear. */
    public static Optional<String> in(String text) {
        if (AUTH_DATA.matcher(text).find() || JSON_PASSWORD.matcher(text).find())
            return Optional.of("registry credentials");
        if (ACCESS_KEY.matcher(text).find() || SECRET_ACCESS_KEY.matcher(text).find())
            return Optional.of("an AWS access key");
        if (PRIVATE_KEY.matcher(text).find()) return Optional.of("a private key");
        if (URL_PASSWORD.matcher(text).find()) return Optional.of("a password in a URL");
        return Optional.empty();
    }

    /** The value as it may be shown to anybody. */
    public static String hidden(String key, String value) {
        if (TELLING_NAME.matcher(key).matches()) return HIDDEN;
        if (in(value).isEmpty() && !ASSIGNED.matcher(value).find()) return value;
        return value.lines()
                .map(line ->
                        in(line).isPresent() ? HIDDEN : ASSIGNED.matcher(line).replaceAll("$1" + HIDDEN))
                .reduce((above, below) -> above + "\n" + below)
                .orElse("");
    }

    /**
     * A script or configuration file as it may be shown to anybody: line by line, rather too little than too much. Whole private keys,
     * and whatever looks like encoded data, are hidden too.
     */
    public static String script(String text) {
        var shown = new StringBuilder();
        var inKey = false;
        for (var line : text.split("\\R", -1)) {
            if (!shown.isEmpty()) shown.append('\n');
            inKey |= KEY_BEGINS.matcher(line).find();
            shown.append(inKey ? HIDDEN : line(line));
            inKey &= !KEY_ENDS.matcher(line).find();
        }
        return shown.toString();
    }

    private static String line(String line) {
        var shown = hidden("", line);
        shown = ON_COMMAND_LINE.matcher(shown).replaceAll("$1" + HIDDEN);
        return OPAQUE.matcher(shown).replaceAll(HIDDEN);
    }
}
