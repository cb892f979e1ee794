package dev.ballast.sim.world.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** Small pieces of an event's detail. */
final class Detail {
    private Detail() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void put(ObjectNode detail, String name, Optional<Instant> moment) {
        moment.ifPresent(at -> detail.put(name, at.toString()));
    }
}
