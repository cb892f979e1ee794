package dev.ballast.sim.wire;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing buffer of UTF-8 that an answer is written into. */
final class Bytes extends OutputStream {
    private static final int ASCII_END = 0x80;
    private static final int UTF8_MAX = 4;

    /** What every JVM allows an array. */
    private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    Bytes(int capacity) {
        bytes = new byte[capacity];
    }

    @Override
    public void write(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void add(byte[] source) {
        write(source, 0, source.length);
    }

    void add(String text) {
        for (int i = addAscii(text, 0, false); i < text.length(); i++) {
            i += addAt(text, i);
        }
    }

    /**
     * Writes the longest beginning, from the index on, that is plain in UTF-8, and with {@code forXml} also in XML; returns the
     * index of the first character that it left.
     */
    int addAscii(String text, int from, boolean forXml) {
        int end = text.length();
        room(end - from);
        int at = length;
        int i = from;
        for (; i < end; i++) {
            char sign = text.charAt(i);
            if (sign >= ASCII_END
                    || forXml && (sign < ' ' || sign == '&' || sign == '<' || sign == '>' || sign == '"')) {
                break;
            }
            bytes[at++] = (byte) sign;
        }
        length = at;
        return i;
    }

    /** Writes the character at the index; returns how many further characters it took. */
    int addAt(String text, int index) {
        char unit = text.charAt(index);
        if (unit < ASCII_END) {
            write(unit);
            return 0;
        }
        if (Character.isHighSurrogate(unit)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            addCodePoint(Character.toCodePoint(unit, text.charAt(index + 1)));
            return 1;
        }
        addCodePoint(Character.isSurrogate(unit) ? '\uFFFD' : unit);
        return 0;
    }

    byte[] toArray() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }

    int length() {
        return length;
    }

    private void addCodePoint(int point) {
        room(UTF8_MAX);
        if (point < ASCII_END) {
            bytes[length++] = (byte) point;
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xC0 | point >> 6);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            bytes[length++] = (byte) (0xE0 | point >> 12);
            bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        } else {
            bytes[length++] = (byte) (0xF0 | point >> 18);
            bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), (int)
                    Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
