package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.ecs.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a container becomes a command on this machine. */
interface Engine {
    /**
     * A container that is to run.
     *
     * @param id of this run, unique on this machine
     * @param folder the task's, its working folder
     * @param own the container's folder inside it, for its owner alone
     */
    record Job(String id, Path folder, Path own, Program program, List<LocalPort> ports) {
        /** Entry point and command; empty where both are the image's. */
        List<String> words() {
            var words = new ArrayList<>(program.entryPoint());
            words.addAll(program.command());
            return words;
        }

        /** The definition's, and where to listen: for programs that share the machine's ports. */
        Map<String, String> environmentWithPorts() {
            var all = new LinkedHashMap<>(program.environment());
            for (var port : ports) {
                all.putIfAbsent("PORT", Integer.toString(port.local()));
                all.putIfAbsent("PORT_" + port.containerPort(), Integer.toString(port.local()));
            }
            return all;
        }
    }

    /** @param hostPort as ECS tells it; {@code local} is where it really is on this machine */
    record LocalPort(int containerPort, int hostPort, int local, boolean udp) {}

    /**
     * @param environment of the command, and nothing else
     * @param terminate shell text that sends SIGTERM to the program; {@code $child} is the command's process
     * @param end shell text that kills whatever there is of it
     */
    record Launch(List<String> command, Map<String, String> environment, String terminate, String end) {}

    /** @throws CannotStart with the reason, where it can be known before */
    Launch launch(Job job) throws CannotStart;
}
