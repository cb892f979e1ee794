package dev.ballast.sim.host.tasks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container is one under runc, without an engine: processes, mounts and names of its own on one root file system that every
 * container reads and none writes, and the machine's network, so that its port is the machine's.
 */
final class RuncEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path runc;
    private final Path rootfs;
    private final Path state;

    /** @param state where runc keeps what it knows of its containers */
    RuncEngine(Path runc, Path rootfs, Path state) {
        this.runc = runc;
        this.rootfs = rootfs;
        this.state = state;
    }

    @Override
    public Launch launch(Job job) throws CannotStart {
        if (job.words().isEmpty())
            throw new CannotStart(
                    "the definition says neither entryPoint nor command, and a root file system says none");
        var bundle = job.own().resolve("bundle");
        try {
            Files.createDirectories(bundle);
            JSON.writeValue(bundle.resolve("config.json").toFile(), config(job));
        } catch (IOException refused) {
            throw new CannotStart("cannot write runc's bundle: " + refused.getMessage());
        }
        var tool = Machine.quoted(runc) + " --root " + Machine.quoted(state);
        return new Launch(
                List.of(runc.toString(), "--root", state.toString(), "run", "--bundle", bundle.toString(), job.id()),
                Map.of("PATH", Machine.path()),
                tool + " kill " + Machine.quoted(job.id()) + " TERM",
                // The configuration holds the container's environment.
                tool + " delete --force " + Machine.quoted(job.id()) + "; rm -rf " + Machine.quoted(bundle));
    }

    private Map<String, Object> config(Job job) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", "/tmp");
        environment.putAll(job.environmentWithPorts());
        var capabilities = List.of("CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETUID", "CAP_SETGID");
        var process = new LinkedHashMap<String, Object>();
        process.put("terminal", false);
        process.put("user", Map.of("uid", 0, "gid", 0));
        process.put("args", job.words());
        process.put(
                "env",
                environment.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList());
        process.put(
                "cwd",
                job.program().workingDirectory().isEmpty() ? "/" : job.program().workingDirectory());
        process.put("noNewPrivileges", true);
        process.put(
                "capabilities", Map.of("bounding", capabilities, "effective", capabilities, "permitted", capabilities));
        var config = new LinkedHashMap<String, Object>();
        config.put("ociVersion", "1.0.2");
        config.put("process", process);
        config.put("root", Map.of("path", rootfs.toString(), "readonly", true));
        config.put("hostname", job.program().name());
        config.put(
                "mounts",
                List.of(
                        mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
                        mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
                        mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", "size=65536k")));
        config.put(
                "linux",
                Map.of(
                        "namespaces",
                        List.of(
                                Map.of("type", "pid"),
                                Map.of("type", "ipc"),
                                Map.of("type", "uts"),
                                Map.of("type", "mount"))));
        return config;
    }

    private static Map<String, Object> mount(String where, String type, String source, String... options) {
        return Map.of("destination", where, "type", type, "source", source, "options", List.of(options));
    }
}
