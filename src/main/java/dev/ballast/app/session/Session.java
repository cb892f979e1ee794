package dev.ballast.app.session;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.decide.Decide;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.journal.Journal;
import dev.ballast.loop.Loop;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Memory;
import dev.ballast.model.Observation;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.observe.Observer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One command's view of one cluster: the settings, the ports to the cloud and the journal, opened when first needed. */
public final class Session implements AutoCloseable {
    private final CloudPorts ports;
    private final Optional<Settings> settings;
    private final Path settingsFile;
    private final Optional<JournalFolder> folder;
    private Journal journal;

    /** @param folder empty: the journal lives as long as this session */
    public Session(CloudPorts ports, Optional<Settings> settings, Path settingsFile, Optional<JournalFolder> folder) {
        this.ports = ports;
        this.settings = settings;
        this.settingsFile = settingsFile;
        this.folder = folder;
    }

    public CloudPorts ports() {
        return ports;
    }

    public Place place() {
        return ports.place();
    }

    /** Waits so long in the cloud's time. */
    public void sleep(Duration duration) throws InterruptedException {
        ports.sleep(duration);
    }

    public Instant now() {
        return ports.clock().instant();
    }

    /** @throws Refusal where there is no ballast.yaml */
    public Settings requireSettings() {
        return settings.orElseThrow(() -> noSettings(settingsFile));
    }

    /** What to say where a command needs ballast.yaml and there is none. */
    public static Refusal noSettings(Path file) {
        return new Refusal(
                ExitStatus.BAD_INPUT,
                "there is no " + file + "; 'ballast init --spot-fleet FILE' writes one, or name another with --file");
    }

    public boolean journalExists() {
        return folder.map(JournalFolder::exists).orElse(journal != null);
    }

    public Journal journal() {
        if (journal == null)
            journal = folder.map(where -> where.open(now()))
                    .orElseGet(() -> new InMemoryJournal(place().cluster() + "@" + now()));
        return journal;
    }

    /** Shown before any change. */
    public void announce(PrintWriter progress) {
        progress.println(place());
        progress.flush();
    }

    /**
     * Asks before a change to AWS; a local cloud costs nothing and is not asked about.
     *
     * @param yes given on the command line
     * @throws Refusal where the answer is no, or nobody is there to answer
     */
    public void confirm(String question, boolean yes, PrintWriter progress) {
        if (yes || !place().isAws()) return;
        if (System.console() == null || !System.console().isTerminal())
            throw new Refusal(ExitStatus.REFUSED, question + "? Nobody is there to ask; give --yes");
        progress.print(question + "? Type yes: ");
        progress.flush();
        if (!"yes".equals(System.console().readLine())) throw new Refusal(ExitStatus.REFUSED, "nothing was changed");
    }

    /** Reads the whole cluster once. Without ballast.yaml the market is read for the types that are there. */
    public Observation observe() {
        var observer = new Observer(ports.cluster(), ports.market());
        return observer.read(settingsOrDefaults(), now(), List.of());
    }

    /** What ballast.yaml says; without one every default, and the types that are there. */
    public Settings settingsOrDefaults() {
        return settings.orElseGet(this::settingsOfWhatIsThere);
    }

    private Settings settingsOfWhatIsThere() {
        var types = ports.cluster().instances().stream()
                .map(instance -> instance.pool().instanceType())
                .distinct()
                .toList();
        return SettingsFile.without(place().cluster(), place().region(), types);
    }

    /**
     * What the loop would decide on this, without recording or doing it. A launch waits for its template, so a decision that only
     * makes one is followed by the decision after it.
     *
     * @return at least one, in their order
     */
    public Foresight foresee(Observation seen) {
        var memory = journalExists() ? journal().lastMemory() : Optional.<Memory>empty();
        var wanted = wanted();
        var first = Decide.explain(seen, wanted, memory.orElseGet(() -> Memory.fresh(place().cluster())));
        var steps = first.decision().steps();
        if (steps.isEmpty() || !steps.stream().allMatch(Session::makesTemplate))
            return new Foresight(List.of(first.decision()), first.pools());
        var made = steps.stream()
                .map(step -> new Answered(step, Outcome.DONE, seen.asOf()))
                .toList();
        var second = Decide.explain(seen.with(made), wanted, first.decision().memory());
        return new Foresight(List.of(first.decision(), second.decision()), second.pools());
    }

    /** What ballast.yaml says, after what a person last asked for on the command line. */
    public Settings wanted() {
        return requireSettings().after(journalExists() ? journal().lastWish() : Optional.empty());
    }

    private static boolean makesTemplate(Step step) {
        return step.action() instanceof Action.EnsureLaunchTemplate;
    }

    /**
     * The right and the means to act on this cluster.
     *
     * @throws Refusal where another process has it
     */
    public Work work(PrintWriter progress) {
        return workIfFree(progress)
                .orElseThrow(() -> new Refusal(
                        ExitStatus.REFUSED,
                        "another ballast (" + holder() + ") works on cluster " + place().cluster()
                                + "; two would buy twice. End it first, or let it do the work"));
    }

    /** Empty where another process acts on this cluster. */
    public Optional<Work> workIfFree(PrintWriter progress) {
        var lock = folder.isPresent()
                ? folder.get().lock().<AutoCloseable>map(held -> held)
                : Optional.<AutoCloseable>of(() -> {});
        return lock.map(held -> new Work(this, held, newLoop(), progress));
    }

    public String holder() {
        return folder.map(JournalFolder::holder).orElse("this process");
    }

    private Loop newLoop() {
        var wanted = requireSettings();
        return new Loop(
                new Observer(ports.cluster(), ports.market()),
                ports.signals(),
                new Actor(ports.writer(), Fence.NONE, ports.clock()),
                journal(),
                ports.clock(),
                () -> wanted.after(journal().lastWish()));
    }

    /**
     * Sends one thing beside a loop that may be at work elsewhere; it is not recorded, because the journal is that loop's.
     *
     * @throws Refusal when it was not done
     */
    public void perform(Action action, String why) {
        var token = "a" + Integer.toHexString(action.hashCode()) + now().toEpochMilli();
        insist(ports.writer().perform(new Step(token, action, Reason.of(Reason.Code.ASKED, why))));
    }

    /** @throws Refusal unless all of it was done */
    static void insist(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {}
            case Outcome.PartlyDone partly -> throw notDone(partly.failures());
            case Outcome.NoCapacity none -> throw notDone(none.failures());
            case Outcome.Throttled throttled ->
                throw new Refusal(ExitStatus.UNREACHABLE, "AWS throttles this call; try again in a minute");
            case Outcome.Refused refused ->
                throw new Refusal(ExitStatus.FAILED, refused.code() + ": " + refused.message());
            case Outcome.Unknown unknown -> throw new Refusal(ExitStatus.UNREACHABLE, unknown.message());
        }
    }

    private static Refusal notDone(List<Outcome.Failure> failures) {
        var text = new StringBuilder("not all of it was done:");
        for (var failure : failures)
            text.append("\n  ")
                    .append(failure.what())
                    .append(": ")
                    .append(failure.code())
                    .append(": ")
                    .append(failure.message());
        return new Refusal(ExitStatus.FAILED, text.toString());
    }

    @Override
    public void close() {
        if (journal != null) journal.close();
        ports.close();
    }
}
