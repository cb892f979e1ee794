package dev.ballast.sim.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP response, whole; the server adds Date and Content-Length. */
public record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
    static final int OK = 200;
    static final String REQUEST_ID = "x-amzn-RequestId";

    static Answer of(int status, String contentType, String requestId, byte[] body) {
        return new Answer(status, contentType, Map.of(REQUEST_ID, requestId), body);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }
}
