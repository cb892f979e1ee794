package dev.ballast.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds secrets where they do not belong, without ever repeating them. */
final class Secrets {
    static final String HIDDEN = "(hidden)";

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

    private Secrets() {}

    /** What kind of secret stands in the text in clear. */
    static Optional<String> in(String text) {
        if (AUTH_DATA.matcher(text).find() || JSON_PASSWORD.matcher(text).find())
            return Optional.of("registry credentials");
        if (ACCESS_KEY.matcher(text).find() || SECRET_ACCESS_KEY.matcher(text).find())
            return Optional.of("an AWS access key");
        if (PRIVATE_KEY.matcher(text).find()) return Optional.of("a private key");
        if (URL_PASSWORD.matcher(text).find()) return Optional.of("a password in a URL");
        return Optional.empty();
    }

    /** The value as it may be shown to anybody. */
    static String hidden(String key, String value) {
        if (TELLING_NAME.matcher(key).matches()) return HIDDEN;
        if (in(value).isEmpty() && !ASSIGNED.matcher(value).find()) return value;
        return value.lines()
                .map(line ->
                        in(line).isPresent() ? HIDDEN : ASSIGNED.matcher(line).replaceAll("$1" + HIDDEN))
                .reduce((above, below) -> above + "\n" + below)
                .orElse("");
    }
}
