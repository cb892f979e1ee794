package dev.ballast.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.model.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The user data of a request taken apart: the agent's settings that it writes, and everything else, which stays a script.
 * Secrets are taken out and kept nowhere.
 */
final class FleetUserData {
    private static final String CONFIG = "/etc/ecs/ecs.config";
    private static final Pattern HEREDOC = Pattern.compile("<<(-?)\\s*(['\"\\\\]?)([A-Za-z_][A-Za-z0-9_]*)['\"]?");
    private static final Pattern SETTING = Pattern.compile("\\s*([A-Z][A-Z0-9_]*)=(.*)");
    private static final Pattern ECHO = Pattern.compile(
            "\\s*(?:sudo\\s+)?echo\\s+(['\"]?)([A-Z][A-Z0-9_]*)=(.*?)\\1\\s*>>?\\s*['\"]?" + CONFIG + "['\"]?\\s*");
    private static final Pattern OVERWRITES = Pattern.compile("(?<!>)>(\\s*['\"]?" + CONFIG + ")");
    private static final Pattern TEE = Pattern.compile("tee(\\s+['\"]?" + CONFIG + ")");
    private static final Pattern SECRET_MEMBER = Pattern.compile("(?i)password|auth|identitytoken|registrytoken");
    private static final String REMOVED = "# A line with a secret stood here; see what init reported.";
    private static final int LEAST_SECRET_LENGTH = 4;
    /** Escaped, because the text goes into a YAML comment, which some characters beyond ASCII would end. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();
    private final TreeSet<String> secrets = new TreeSet<>();
    private boolean lostSecret;
    private boolean overwrote;

    private FleetUserData() {}

    /** @param text decoded user data */
    static FleetUserData of(String text) {
        var data = new FleetUserData();
        var plain = text.replace("\r\n", "\n");
        if (plain.startsWith("#!")) data.script(plain.split("\n", -1));
        else data.rest.addAll(List.of(plain.split("\n", -1)));
        data.withoutSecrets();
        return data;
    }

    /** What the user data write into ecs.config as literal values, AUTH_DATA left out. */
    Map<String, String> settings() {
        var shown = new LinkedHashMap<>(settings);
        shown.remove("ECS_ENGINE_AUTH_DATA");
        return shown;
    }

    boolean hasRegistryCredentials() {
        return settings.containsKey("ECS_ENGINE_AUTH_DATA");
    }

    /** A line with a secret was taken out of what stays. */
    boolean lostSecret() {
        return lostSecret;
    }

    /** A remaining command wrote ecs.config anew, and now appends to it. */
    boolean overwrote() {
        return overwrote;
    }

    boolean mentions(String text) {
        return rest.stream().anyMatch(line -> line.contains(text));
    }

    /** Whether the rest is a MIME message, which cannot be a part of another. */
    boolean isMime() {
        return rest.stream()
                .limit(5)
                .anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type: multipart"));
    }

    /** What is left of the script; empty where nothing does anything. */
    String remainder() {
        var doesNothing = rest.stream()
                .allMatch(line -> line.isBlank() || line.startsWith("#") && !line.startsWith("#cloud-config"));
        if (doesNothing) return "";
        return String.join("\n", rest).strip() + "\n";
    }

    /** The registry credentials with a placeholder for everything secret, as one line of JSON. */
    String credentialsWithPlaceholder() {
        try {
            var parsed = JSON.readTree(settings.get("ECS_ENGINE_AUTH_DATA"));
            if (parsed instanceof ObjectNode object) {
                blank(object);
                return JSON.writeValueAsString(object);
            }
        } catch (JsonProcessingException e) {
            // What is no JSON is not shown: it may be anything.
        }
        return "{\"https://REGISTRY\":{\"username\":\"USER\",\"password\":\"PASSWORD\"}}";
    }

    private void script(String[] lines) {
        for (var at = 0; at < lines.length; at++) {
            var line = lines[at];
            var heredoc = HEREDOC.matcher(line);
            var echo = ECHO.matcher(line);
            if (line.stripLeading().startsWith("#") || !heredoc.find()) {
                if (echo.matches() && isLiteral(echo.group(3), echo.group(1).equals("'")))
                    settings.put(
                            echo.group(2),
                            echo.group(1).equals("\"") ? echo.group(3).replace("\\\"", "\"") : echo.group(3));
                else rest.add(appending(line));
                continue;
            }
            var body = new ArrayList<String>();
            var end = at + 1;
            while (end < lines.length
                    && !ends(lines[end], heredoc.group(3), !heredoc.group(1).isEmpty())) body.add(lines[end++]);
            if (line.contains(CONFIG)) config(body, !heredoc.group(2).isEmpty());
            else {
                rest.add(line);
                rest.addAll(body);
                if (end < lines.length) rest.add(lines[end]);
            }
            at = end;
        }
    }

    private static boolean ends(String line, String delimiter, boolean ignoresTabs) {
        return (ignoresTabs ? line.replaceFirst("^\\t+", "") : line).equals(delimiter);
    }

    private void config(List<String> body, boolean quoted) {
        for (var line : body) {
            var setting = SETTING.matcher(line);
            if (!setting.matches()) continue;
            if (isLiteral(setting.group(2), quoted))
                settings.put(setting.group(1), setting.group(2).strip());
            else rest.add("echo \"" + line.strip().replace("\"", "\\\"") + "\" >> " + CONFIG);
        }
    }

    /** True where the shell puts nothing of its own into the text. */
    private static boolean isLiteral(String text, boolean quoted) {
        return quoted || text.indexOf('$') < 0 && text.indexOf('`') < 0;
    }

    private String appending(String line) {
        var appending = TEE.matcher(OVERWRITES.matcher(line).replaceAll(">>$1")).replaceAll("tee -a$1");
        overwrote |= !appending.equals(line);
        return appending;
    }

    private void withoutSecrets() {
        if (hasRegistryCredentials()) collectSecrets();
        for (var i = 0; i < rest.size(); i++) {
            var line = rest.get(i);
            if (Redaction.in(line).isEmpty() && secrets.stream().noneMatch(line::contains)) continue;
            rest.set(i, REMOVED);
            lostSecret = true;
        }
    }

    private void collectSecrets() {
        try {
            collect(JSON.readTree(settings.get("ECS_ENGINE_AUTH_DATA")));
        } catch (JsonProcessingException e) {
            secrets.add(settings.get("ECS_ENGINE_AUTH_DATA"));
        }
    }

    private void collect(JsonNode node) {
        node.properties().forEach(member -> {
            if (member.getValue().isContainerNode()) collect(member.getValue());
            else if (SECRET_MEMBER.matcher(member.getKey()).matches()) {
                var secret = member.getValue().asText();
                if (secret.length() >= LEAST_SECRET_LENGTH) secrets.add(secret);
                if (member.getKey().equals("auth")) secrets.addAll(passwordOf(secret));
            }
        });
    }

    /** {@code auth} is base64 of user and password. */
    private static List<String> passwordOf(String auth) {
        try {
            var decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            var password = decoded.substring(decoded.indexOf(':') + 1);
            return password.length() >= LEAST_SECRET_LENGTH ? List.of(password) : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static void blank(ObjectNode object) {
        object.properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode inner) blank(inner);
            else if (SECRET_MEMBER.matcher(member.getKey()).matches())
                object.put(
                        member.getKey(), member.getKey().equals("auth") ? "BASE64_OF_USER_AND_PASSWORD" : "PASSWORD");
        });
    }
}
