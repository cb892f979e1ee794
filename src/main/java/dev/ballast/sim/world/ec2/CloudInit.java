package dev.ballast.sim.world.ec2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The forms of user data that cloud-init knows: a script, {@code #cloud-config}, a boot hook, or several of them in a MIME
 * multi-part message. Only what they write to ecs.config is taken.
 */
final class CloudInit {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;]+))", Pattern.CASE_INSENSITIVE);

    private CloudInit() {}

    static void read(String text, ConfigFile file) {
        var start = text.stripLeading();
        if (start.startsWith("#cloud-config")) cloudConfig(text, file);
        else if (start.startsWith("#!") || start.startsWith("#cloud-boothook")) new ShellScript(file).read(text);
        else if (isMultipart(start)) parts(start, file);
    }

    private static boolean isMultipart(String text) {
        var header = header(text).toLowerCase(Locale.ROOT);
        return header.contains("content-type:") && header.contains("multipart/");
    }

    private static String header(String message) {
        var end = endOfHeader(message);
        return end < 0 ? "" : message.substring(0, end);
    }

    private static int endOfHeader(String message) {
        var blank = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n").matcher(message);
        return blank.find() ? blank.end() : -1;
    }

    private static void parts(String message, ConfigFile file) {
        var boundary = BOUNDARY.matcher(header(message));
        if (!boundary.find()) return;
        var mark = "--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2));
        var pieces = message.split("(?m)^" + Pattern.quote(mark), -1);
        for (var i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) part(pieces[i].stripLeading(), file);
    }

    private static void part(String part, ConfigFile file) {
        var header = header(part).toLowerCase(Locale.ROOT);
        var body = part.substring(Math.max(0, endOfHeader(part)));
        if (header.contains("content-transfer-encoding: base64")) body = decoded(body);
        if (header.contains("text/cloud-config")) cloudConfig(body, file);
        else if (header.contains("text/x-shellscript") || header.contains("text/cloud-boothook"))
            new ShellScript(file).read(body);
        else read(body, file);
    }

    private static void cloudConfig(String text, ConfigFile file) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return; // cloud-init, too, logs it and goes on without
        }
        commands(root.path("bootcmd"), file);
        for (var entry : root.path("write_files")) {
            if (!entry.path("path").asText().equals(ConfigFile.PATH)) continue;
            var content = entry.path("content").asText();
            switch (entry.path("encoding").asText("").toLowerCase(Locale.ROOT)) {
                case "b64", "base64" -> content = decoded(content);
                case "gz", "gzip", "gz+base64", "gzip+base64", "gz+b64", "gzip+b64" ->
                    content = new UserData(content).text();
                default -> {}
            }
            if (entry.path("append").asBoolean(false)) file.append(content);
            else file.replace(content);
        }
        commands(root.path("runcmd"), file);
    }

    /** A command is a line for the shell, or a list of words; {@code [sh, -c, line]} is the list that redirects. */
    private static void commands(JsonNode commands, ConfigFile file) {
        var script = new ShellScript(file);
        for (var command : commands) {
            if (command.isTextual()) script.read(command.asText());
            else if (command.size() == 3 && command.path(1).asText().equals("-c"))
                script.read(command.path(2).asText());
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }
}
