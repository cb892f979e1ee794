package dev.ballast.sim.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The members that AWS's API models require; the SDK's metadata does not carry them, a table beside this class does. */
final class RequiredMembers {
    private static final Map<String, List<String>> BY_CLASS = read();

    private RequiredMembers() {}

    static boolean has(Class<?> model, String memberName) {
        String[] path = model.getPackageName().split("\\.");
        // software.amazon.awssdk.services.ec2.model
        String service = path[path.length - 2];
        return BY_CLASS.getOrDefault(key(service, model.getSimpleName()), List.of())
                .contains(memberName);
    }

    /** The SDK spells some class names with other capitals than the models. */
    private static String key(String service, String className) {
        return service + ' ' + className.toLowerCase(Locale.ROOT);
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> required = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                RequiredMembers.class.getResourceAsStream("required-members.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ");
                required.put(key(words[0], words[1]), Arrays.asList(words).subList(2, words.length));
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return required;
    }
}
