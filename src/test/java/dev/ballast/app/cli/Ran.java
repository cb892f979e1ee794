package dev.ballast.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command as a user runs it, in this process. */
record Ran(int status, String out, String err) {
    static Ran ballast(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Main.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ran(status, out.toString(), err.toString());
    }
}
