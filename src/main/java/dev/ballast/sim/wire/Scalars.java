package dev.ballast.sim.wire;

import java.time.DateTimeException;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;

/** Single values as forms, paths, query strings and headers write them. */
final class Scalars {
    private Scalars() {}

    /** Null where the text is no value of that kind. */
    static Object read(Kind kind, String text) {
        try {
            return switch (kind) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> decimal(text).floatValue();
                case DOUBLE -> decimal(text);
                case BOOLEAN -> bool(text);
                case INSTANT -> Timestamps.fromIso(text);
                case BLOB ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getMimeDecoder().decode(text));
                case STRUCTURE, LIST, MAP -> throw new IllegalArgumentException(kind + " is no single value");
            };
        } catch (DateTimeException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private static Boolean bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        return text.equalsIgnoreCase("false") ? false : null;
    }

    /** Java reads texts such as 1d as numbers; AWS does not. */
    private static Double decimal(String text) {
        char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
        if (!Character.isDigit(last) && last != '.') {
            throw new NumberFormatException(text);
        }
        return Double.valueOf(text);
    }
}
