package dev.ballast.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads one YAML or JSON document into nodes that know their line. Stops at the first place where the text is no YAML or
 * JSON; what the keys mean is not known here. Aliases and tags are refused and depth and size are bounded, so that no
 * short text becomes a long one.
 */
final class LocatedReader {
    /** Far above 16 KB of user data with everything around it. */
    static final int MOST_YAML_BYTES = 1 << 20;
    /** A spot fleet request repeats 22 KB of base64 user data in up to 300 launch specifications. */
    static final int MOST_JSON_BYTES = 16 << 20;

    private static final int DEEPEST = 32;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST * 2)
            .maxStringLength(MOST_JSON_BYTES)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    private static final JsonFactory YAML =
            YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private final String source;
    private final JsonParser parser;
    private final Faults faults;

    private LocatedReader(String source, JsonParser parser, Faults faults) {
        this.source = source;
        this.parser = parser;
        this.faults = faults;
    }

    /** The document, or an empty mapping with the reason in {@code faults}. */
    static Node yaml(String text, String source, Faults faults) {
        return read(YAML, text, source, faults);
    }

    /** The document, or an empty mapping with the reason in {@code faults}. */
    static Node json(String text, String source, Faults faults) {
        return read(JSON, text, source, faults);
    }

    /**
     * The file's text without a byte order mark.
     *
     * @throws BadInput where there is no such file, or it is too long, unreadable or not UTF-8
     */
    static String text(Path file, int mostBytes, String remedy) {
        var faults = new Faults();
        var place = Place.in(file.toString());
        try {
            if (Files.isDirectory(file)) faults.add(place, "", "is a folder, expected a file");
            else if (Files.size(file) > mostBytes)
                faults.add(place, "", "is longer than " + (mostBytes >> 20) + " MiB, which none of these files needs");
            faults.refuse();
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            faults.add(place, "", "no such file" + (remedy.isEmpty() ? "" : "; " + remedy));
        } catch (AccessDeniedException e) {
            faults.add(place, "", "may not be read by this user");
        } catch (CharacterCodingException e) {
            faults.add(place, "", "is not UTF-8 text");
        } catch (IOException e) {
            faults.add(place, "", "cannot be read: " + e.getMessage());
        }
        throw BadInput.of(faults.list());
    }

    private static Node read(JsonFactory format, String text, String source, Faults faults) {
        var start = new Place(source, 1, 1);
        try (var parser = format.createParser(text)) {
            var reader = new LocatedReader(source, parser, faults);
            if (parser.nextToken() == null) {
                faults.add(start, "", "is empty, expected keys and values");
                return Node.Mapping.empty(start);
            }
            var root = reader.value("", 1);
            if (parser.nextToken() != null)
                faults.add(reader.here(), "", "expected the end of the file, found something after the document");
            return root;
        } catch (Stop stop) {
            faults.add(stop.place, stop.key, stop.getMessage());
        } catch (JsonProcessingException e) {
            faults.add(place(source, SyntaxMessage.location(e)), "", SyntaxMessage.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Node.Mapping.empty(start);
    }

    private Node value(String key, int depth) throws IOException {
        var place = here();
        if (depth > DEEPEST) throw new Stop(place, "", "is nested deeper than " + DEEPEST + " levels");
        if (parser instanceof YAMLParser yaml) {
            if (yaml.isCurrentAlias())
                throw new Stop(place, key, "aliases (*" + parser.getText() + ") are not read, write the value again");
            var tag = yaml.getTypeId();
            if (tag != null) throw new Stop(place, key, "tags (!" + tag + ") are not read, write the plain value");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place, key, depth);
            case START_ARRAY -> listing(place, key, depth);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, Node.Scalar.Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> scalar(place, Node.Scalar.Kind.BOOLEAN);
            case VALUE_NULL -> new Node.Scalar(place, Node.Scalar.Kind.NOTHING, "");
            default -> scalar(place, Node.Scalar.Kind.TEXT);
        };
    }

    private Node scalar(Place place, Node.Scalar.Kind kind) throws IOException {
        var value = parser.getText();
        // YAML reads `key:` with nothing behind it as an empty text.
        return new Node.Scalar(place, value.isEmpty() ? Node.Scalar.Kind.NOTHING : kind, value);
    }

    private Node mapping(Place place, String key, int depth) throws IOException {
        var entries = new LinkedHashMap<String, Node.Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var keyPlace = here();
            var path = key.isEmpty() ? name : key + "." + name;
            parser.nextToken();
            var value = value(path, depth + 1);
            var earlier = entries.putIfAbsent(name, new Node.Entry(keyPlace, value));
            if (earlier != null)
                faults.add(
                        keyPlace,
                        path,
                        "is given twice, first on line " + earlier.keyPlace().line());
        }
        return new Node.Mapping(place, entries);
    }

    private Node listing(Place place, String key, int depth) throws IOException {
        var items = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(key + "[" + items.size() + "]", depth + 1));
        return new Node.Listing(place, items);
    }

    private Place here() {
        return place(source, parser.currentTokenLocation());
    }

    private static Place place(String source, JsonLocation location) {
        return location == null
                ? Place.in(source)
                : new Place(source, Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }

    /** Reading cannot go on. */
    private static final class Stop extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Place place;
        private final String key;

        Stop(Place place, String key, String message) {
            super(message);
            this.place = place;
            this.key = key;
        }
    }
}
