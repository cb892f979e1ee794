package dev.ballast.bench.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cloud in a process of its own, on loopback; closing ends the process. */
public final class Served implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final URI endpoint;

    private Served(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * The local cloud without throttles: what they let through is not what it could do.
     *
     * @param home the folder with ./ballast
     * @param javaOptions such as -Xmx2g, empty for none
     */
    static Served ballast(Path home, long seed, String javaOptions) throws IOException {
        return ballast(home, seed, javaOptions, List.of("--throttles", "off"));
    }

    /**
     * The local cloud as its users start it. It answers as soon as this returns.
     *
     * @param options of {@code ballast local}, beside its port and seed
     */
    public static Served ballast(Path home, long seed, String javaOptions, List<String> options) throws IOException {
        var command = new ArrayList<>(
                List.of(home.resolve("ballast").toString(), "local", "--port", "0", "--seed", "" + seed));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BALLAST_JAVA_OPTS", javaOptions);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var endpoint = out.readLine();
        if (endpoint == null) throw new IOException("./ballast local did not start");
        return new Served(process, URI.create(endpoint));
    }

    /** Where moto_server is installed, on the PATH. */
    static Optional<Path> motoProgram() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Served moto(Path program) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "" + port)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var moto = new Served(process, URI.create("http://127.0.0.1:" + port));
        moto.awaitPort();
        return moto;
    }

    private void awaitPort() throws IOException {
        var patience = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > patience) {
                    close();
                    throw new IOException("the server did not start", notYet);
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    /** What jcmd answers about the process, which has to be a Java one. */
    String jcmd(String... words) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process.pid()));
        command.addAll(List.of(words));
        var asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = asked.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
