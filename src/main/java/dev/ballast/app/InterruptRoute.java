package dev.ballast.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Gate;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST /_ballast/interrupt} with {@code {"instanceIds": ["i-…"]}}: each gets its notice now. */
final class InterruptRoute {
    private InterruptRoute() {}

    static void register(Admin admin, Gate gate, World world) {
        admin.acts("interrupt", asked -> {
            var ids = ids(asked.body());
            gate.call(now -> {
                world.reclaim().instances(ids);
                return ids;
            });
            return Map.of("interrupted", ids);
        });
    }

    private static List<String> ids(JsonNode body) {
        var listed = body.path("instanceIds");
        var ids = new ArrayList<String>();
        listed.forEach(id -> ids.add(id.asText()));
        if (!listed.isArray() || ids.isEmpty())
            throw AwsError.refused("ValidationException", "instanceIds must be a list of at least one instance id.");
        return ids;
    }
}
