package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a container of a task is to run: its definition with the task's overrides.
 *
 * @param entryPoint empty: the image's
 * @param command empty: the image's
 * @param ports with the host ports that they really got
 * @param user empty: the image's
 * @param workingDirectory empty: the image's
 */
public record Program(
        ContainerDefinition container,
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        List<PortMapping> ports,
        String user,
        String workingDirectory) {
    public Program {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        ports = List.copyOf(ports);
    }

    public String name() {
        return container.name();
    }

    /** One for each container, in the order of the definition. */
    public static List<Program> of(EcsTask task) {
        var programs = new ArrayList<Program>();
        var spec = task.definition().spec();
        for (var container : spec.containers()) {
            var registered = named(spec.asRegistered().get("containerDefinitions"), container.name());
            var override = named(task.overrides().get("containerOverrides"), container.name());
            var environment = new LinkedHashMap<String, String>();
            putAll(environment, registered.get("environment"));
            putAll(environment, override.get("environment"));
            programs.add(new Program(
                    container,
                    words(registered.get("entryPoint")),
                    words(override.containsKey("command") ? override.get("command") : registered.get("command")),
                    environment,
                    task.bindings(container),
                    text(registered.get("user")),
                    text(registered.get("workingDirectory"))));
        }
        return programs;
    }

    private static Map<?, ?> named(Object list, String name) {
        if (list instanceof List<?> all)
            for (var one : all) if (one instanceof Map<?, ?> map && name.equals(map.get("name"))) return map;
        return Collections.emptyMap();
    }

    private static void putAll(Map<String, String> environment, Object given) {
        if (!(given instanceof List<?> pairs)) return;
        for (var one : pairs)
            if (one instanceof Map<?, ?> pair) environment.put(text(pair.get("name")), text(pair.get("value")));
    }

    private static List<String> words(Object given) {
        return given instanceof List<?> list ? list.stream().map(Program::text).toList() : List.of();
    }

    private static String text(Object given) {
        return given == null ? "" : given.toString();
    }
}
