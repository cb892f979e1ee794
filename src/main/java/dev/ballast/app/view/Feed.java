package dev.ballast.app.view;

import dev.ballast.loop.Drive;
import dev.ballast.loop.Tick;
import dev.ballast.model.Reason;
import dev.ballast.observe.CloudUnreachable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows what the loop does while a command waits for its goal: one line a step with its reason, and on a terminal a bar of
 * hosts that take tasks. Everything goes to standard error; the answer of the command is another matter.
 */
public final class Feed implements Drive.Watcher, AutoCloseable {
    private final PrintWriter progress;
    private final String cluster;
    private final Predicate<Tick> goal;
    private final Duration patience;
    private final Set<String> said = new HashSet<>();
    private final Optional<ProgressBar> bar;
    private Instant start;
    private Tick last;
    private boolean expired;

    /**
     * @param goal on which the command ends
     * @param patience after which it gives up, in the world's time
     */
    public Feed(PrintWriter progress, String cluster, Predicate<Tick> goal, Duration patience) {
        this.progress = progress;
        this.cluster = cluster;
        this.goal = goal;
        this.patience = patience;
        bar = onTerminal()
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("hosts")
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(250)
                        .build())
                : Optional.empty();
    }

    private static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public void ticked(Tick tick) {
        if (start == null) start = tick.decision().asOf();
        last = tick;
        for (var answered : tick.answers()) {
            var outcome = Wording.of(answered.outcome());
            say(
                    answered.at(),
                    Wording.of(answered.step().action()) + (outcome.isEmpty() ? "" : " -> " + outcome),
                    answered.step().reason());
        }
        for (var note : tick.decision().notes())
            if (said.add(note.sentence()) && isWorthALine(note.code()))
                say(tick.decision().asOf(), "", note);
        bar.ifPresent(this::draw);
    }

    private static boolean isWorthALine(Reason.Code code) {
        return code != Reason.Code.WHOLE;
    }

    private void say(Instant at, String what, Reason why) {
        progress.printf(
                "%8s  %s%s%n",
                "+" + Wording.of(Duration.between(start, at)).replace(" ", ""),
                what.isEmpty() ? "" : what + ": ",
                why.sentence());
        progress.flush();
    }

    private void draw(ProgressBar hosts) {
        var summary = ClusterSummary.of(last.observation(), cluster);
        hosts.maxHint(Math.max(1, summary.instances()));
        hosts.stepTo(summary.active());
    }

    /** Before the first answer a cloud that cannot be reached ends the command; after it, it is an outage to be waited out. */
    @Override
    public void unreachable(CloudUnreachable why) {
        if (last == null) throw why;
        progress.println("          " + why.getMessage() + " (trying again)");
        progress.flush();
    }

    @Override
    public boolean isEnough(Tick tick) {
        expired = Duration.between(start, tick.decision().asOf()).compareTo(patience) > 0;
        return expired || goal.test(tick);
    }

    public boolean isExpired() {
        return expired;
    }

    public Duration elapsed() {
        return Duration.between(start, last.decision().asOf());
    }

    public Tick last() {
        return last;
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
