package dev.ballast.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.config.SettingKey.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * docs/ballast.schema.json, from the table of keys: names, types, words and defaults, for editors. It refuses nothing that
 * Ballast takes; ranges and contradictions are checked by Ballast alone.
 */
final class KeySchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, KeySchema> children = new LinkedHashMap<>();
    private KeySchema element;
    private SettingKey<?> leaf;

    private KeySchema() {}

    static String json() {
        var root = new KeySchema();
        for (var key : Keys.all()) {
            var at = root;
            for (var name : key.path().replace("[]", ".[]").split("\\.")) {
                if (name.equals("*")) break;
                if (name.equals("[]")) {
                    if (at.element == null) at.element = new KeySchema();
                    at = at.element;
                } else at = at.children.computeIfAbsent(name, unused -> new KeySchema());
            }
            at.leaf = key;
        }
        var schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "ballast.yaml");
        schema.setAll(root.mapping(List.of("cluster", "capacity")));
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try {
            return JSON.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode node() {
        if (leaf != null && leaf.form() == Form.MAP) {
            var map = described(JSON.createObjectNode().put("type", "object"));
            map.putObject("additionalProperties").putPOJO("type", List.of("string", "number", "boolean"));
            return map;
        }
        if (element != null) {
            var list = JSON.createObjectNode().put("type", "array");
            list.set("items", element.mapping(List.of()));
            return list;
        }
        if (leaf == null) return mapping(List.of());
        var forms = new ArrayList<ObjectNode>();
        if (leaf.form() != Form.LIST) forms.add(one());
        if (leaf.form() != Form.ONE) {
            var list = JSON.createObjectNode().put("type", "array");
            list.set("items", one());
            forms.add(list);
        }
        if (!children.isEmpty()) forms.add(mapping(List.of()));
        if (forms.size() == 1) return described(forms.getFirst());
        var any = described(JSON.createObjectNode());
        ArrayNode either = any.putArray("anyOf");
        forms.forEach(either::add);
        return any;
    }

    private ObjectNode one() {
        var shape = leaf.kind().shape();
        var one = JSON.createObjectNode();
        if (shape.jsonTypes().size() == 1) one.put("type", shape.jsonTypes().getFirst());
        else shape.jsonTypes().forEach(one.putArray("type")::add);
        if (!shape.enumeration().isEmpty()) shape.enumeration().forEach(one.putArray("enum")::add);
        return one;
    }

    private ObjectNode described(ObjectNode node) {
        node.put(
                "description",
                leaf.why() + " Takes " + leaf.kind().expected() + "."
                        + (leaf.required() ? "" : " Default: " + leaf.fallbackText() + "."));
        return node;
    }

    private ObjectNode mapping(List<String> alwaysRequired) {
        var mapping = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        var properties = mapping.putObject("properties");
        var required = new ArrayList<>(alwaysRequired);
        children.forEach((name, child) -> {
            properties.set(name, child.node());
            if (child.leaf != null && child.leaf.required() && !required.contains(name)) required.add(name);
        });
        if (!required.isEmpty()) required.forEach(mapping.putArray("required")::add);
        return mapping;
    }
}
