package dev.ballast.bench.cloud;

import dev.ballast.bench.load.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Keeps the last request that the AWS SDK sent, signed and whole. */
final class Recorder implements ExecutionInterceptor {
    private Recorded last;

    @Override
    public void beforeTransmission(Context.BeforeTransmission sent, ExecutionAttributes attributes) {
        try {
            var http = sent.httpRequest();
            var body = body(http);
            var path = http.encodedPath().isEmpty() ? "/" : http.encodedPath();
            var head = new StringBuilder(http.method() + " " + path
                    + http.encodedQueryParameters().map(query -> "?" + query).orElse("") + " HTTP/1.1\r\n");
            http.forEachHeader((name, values) -> {
                if (name.equalsIgnoreCase("content-length")) return;
                for (var value : values)
                    head.append(name).append(": ").append(value).append("\r\n");
            });
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            var bytes = new ByteArrayOutputStream();
            bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(body);
            last = Recorded.of(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What goes over the wire; the interceptor's own view of the body lacks the form of the Query protocols. */
    private static byte[] body(SdkHttpRequest http) throws IOException {
        var content = ((SdkHttpFullRequest) http).contentStreamProvider();
        if (content.isEmpty()) return new byte[0];
        try (var stream = content.get().newStream()) {
            return stream.readAllBytes();
        }
    }

    /** Makes the call, and answers what it sent. */
    Recorded of(Runnable call) {
        last = null;
        call.run();
        return Optional.ofNullable(last).orElseThrow(() -> new IllegalStateException("nothing was sent"));
    }
}
