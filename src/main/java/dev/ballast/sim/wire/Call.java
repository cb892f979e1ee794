package dev.ballast.sim.wire;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One HTTP request, whole.
 *
 * @param path as sent, escapes and all
 * @param query as sent, without the question mark; empty where there is none
 * @param header the first value of a header by its name in small letters; null where it is absent
 */
public record Call(String method, String path, String query, Function<String, String> header, byte[] body) {
    private static final List<String> KEPT =
            List.of("host", "authorization", "x-amz-date", "x-amz-target", "content-type");
    private static final Pattern SIGNED = Pattern.compile("Signature=[^,\\s]*");

    /** Its line and the headers that say what it is, without what proves who sent it. */
    String head() {
        var head = new StringBuilder(method).append(' ').append(path);
        if (!query.isEmpty()) head.append('?').append(query);
        for (var name : KEPT) {
            var value = header.apply(name);
            if (value != null)
                head.append('\n')
                        .append(name)
                        .append(": ")
                        .append(SIGNED.matcher(value).replaceAll("Signature=0"));
        }
        return head.toString();
    }

    /** The call with that head. */
    static Call of(String head, byte[] body) {
        var lines = head.split("\n");
        var target = lines[0].substring(lines[0].indexOf(' ') + 1);
        var mark = target.indexOf('?');
        var headers = new TreeMap<String, String>();
        for (var line : lines) {
            var colon = line.indexOf(": ");
            if (line != lines[0]) headers.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return new Call(
                lines[0].substring(0, lines[0].indexOf(' ')),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers::get,
                body);
    }

    String header(String name) {
        return header.apply(name);
    }
}
