package dev.ballast.sim.wire;

import java.util.function.Function;

/**
 * One HTTP request, whole.
 *
 * @param path as sent, escapes and all
 * @param query as sent, without the question mark; empty where there is none
 * @param header the first value of a header by its name in small letters; null where it is absent
 */
public record Call(String method, String path, String query, Function<String, String> header, byte[] body) {
    String header(String name) {
        return header.apply(name);
    }
}
