package dev.ballast.template;

import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** User data as EC2 gets them: one script, or a MIME message where a part is for cloud-init itself. */
final class UserDataText {
    /** EC2's limit, counted before base64. */
    static final int MOST_BYTES = 16 * 1024;

    private static final String CLOUD_CONFIG = "#cloud-config";

    private UserDataText() {}

    static String of(Settings settings, Map<String, EbsMapping> mounts) {
        var shell = new ArrayList<String>();
        var cloudConfig = new ArrayList<String>();
        for (var part : settings.instance().userData()) (part.startsWith(CLOUD_CONFIG) ? cloudConfig : shell).add(part);
        var script = UserDataScript.of(settings, shell, mounts);
        return cloudConfig.isEmpty() ? script : message(cloudConfig, script);
    }

    private static String message(List<String> cloudConfig, String script) {
        var boundary = "ballast-part";
        while (contains(cloudConfig, script, boundary)) boundary += "-x";
        var text = new StringBuilder(
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n");
        for (var part : cloudConfig) part(text, boundary, "text/cloud-config", part);
        part(text, boundary, "text/x-shellscript", script);
        return text.append("--").append(boundary).append("--\n").toString();
    }

    private static boolean contains(List<String> cloudConfig, String script, String boundary) {
        return script.contains(boundary) || cloudConfig.stream().anyMatch(part -> part.contains(boundary));
    }

    private static void part(StringBuilder text, String boundary, String type, String body) {
        text.append("--").append(boundary).append('\n');
        text.append("Content-Type: ").append(type).append("; charset=\"utf-8\"\n\n");
        text.append(body).append(body.endsWith("\n") ? "" : "\n");
    }
}
