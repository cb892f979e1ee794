package dev.ballast.sim.api.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Function;

/** JSON that is written as it is read from the world, one thing after the other: no second copy of the world is ever held. */
final class StateText {
    private static final JsonFactory FACTORY = new ObjectMapper().getFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final JsonGenerator json;

    StateText() {
        try {
            json = FACTORY.createGenerator(bytes);
            json.writeStartObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void say(String name, Object value) {
        try {
            json.writeFieldName(name);
            json.writeObject(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    <T> void list(String name, Collection<T> all, Function<T, Facts> facts) {
        try {
            json.writeArrayFieldStart(name);
            for (var one : all) json.writeObject(facts.apply(one).said());
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void object(String name, Runnable inside) {
        try {
            json.writeObjectFieldStart(name);
            inside.run();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] end() {
        try {
            json.writeEndObject();
            json.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
