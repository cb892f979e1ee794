package dev.ballast.sim.host.tasks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One container that runs. A shell stands between Ballast and the program: it starts it in a session of its own, does what it is
 * told by a pipe, and kills it when the pipe ends, which it does however this process ends. Killed before it has a session, the program
 * has no group yet, and is killed alone.
 */
final class Running {
    static final Path SETSID = Path.of("/usr/bin/setsid");

    /** SIGKILL: 128 + 9. */
    private static final int KILLED = 137;

    /** The reader ignores what a terminal sends to all of its processes: it has to outlive whoever it watches. */
    private static final String LIFELINE = """
            exec 3<&0 </dev/null
            terminate=$1 end=$2 out=$3 err=$4
            shift 4
            %s "$@" 3<&- >"$out" 2>"$err" &
            child=$!
            echo "$child"
            exec >/dev/null 2>&1
            (
              trap '' HUP INT TERM
              while read -r word <&3; do
                case $word in
                  TERM) eval "$terminate" ;;
                  KILL) eval "$end" || kill -s KILL "$child" ;;
                esac
              done
              eval "$end" || kill -s KILL "$child"
            ) &
            reader=$!
            wait "$child"
            code=$?
            eval "$end"
            kill -s KILL "$reader"
            exit "$code"
            """.formatted(SETSID);

    private final Engine.Job job;
    private Process process;
    private long pid;
    private boolean doomed;

    Running(Engine.Job job) {
        this.job = job;
    }

    Engine.Job job() {
        return job;
    }

    /** Of the program, or of the command that stands for it; empty while it has not started. */
    synchronized OptionalLong pid() {
        return process == null ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** Returns when the program has been started; one that was killed before never is. */
    synchronized void start(Engine engine) throws CannotStart {
        if (doomed) return;
        var launch = engine.launch(job);
        var command = new ArrayList<>(List.of("/bin/sh", "-c", LIFELINE, "ballast-lifeline"));
        command.add(launch.terminate());
        command.add(launch.end());
        command.add(job.own().resolve("stdout").toString());
        command.add(job.own().resolve("stderr").toString());
        command.addAll(launch.command());
        var builder = new ProcessBuilder(command)
                .directory(job.folder().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        try {
            process = builder.start();
            var line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) throw new CannotStart("the shell that starts it ended");
            pid = Long.parseLong(line);
        } catch (IOException refused) {
            throw new CannotStart(refused.getMessage());
        }
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        Process started;
        synchronized (this) {
            started = process;
        }
        return started == null ? KILLED : started.waitFor();
    }

    void terminate() {
        tell("TERM\n");
    }

    synchronized void kill() {
        doomed = true;
        tell("KILL\n");
    }

    private synchronized void tell(String word) {
        if (process == null) return;
        try {
            OutputStream pipe = process.getOutputStream();
            pipe.write(word.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException gone) {
            // It has ended, and so has whoever would have heard this.
        }
    }
}
