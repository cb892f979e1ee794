package dev.ballast.simulation;

import dev.ballast.journal.Journal;
import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Step;
import dev.ballast.model.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A disk that fails before or after it has written, and a process that is killed there. */
final class UnreliableJournal implements Journal {
    private final Journal disk;
    private final Storm storm;
    private final Checkers checkers;

    UnreliableJournal(Journal disk, Storm storm, Checkers checkers) {
        this.disk = disk;
        this.storm = storm;
        this.checkers = checkers;
    }

    @Override
    public String epoch() {
        return disk.epoch();
    }

    @Override
    public void append(Decision decision, String observationDigest) {
        around(() -> {
            disk.append(decision, observationDigest);
            checkers.recorded(decision);
        });
    }

    @Override
    public void append(long decision, Answered answered) {
        around(() -> disk.append(decision, answered));
    }

    private void around(Runnable write) {
        if (storm.strikes(Adversity.JOURNAL_FAILURES)) throw new Interrupted("the disk did not write");
        if (storm.strikes(Adversity.CRASHES)) throw new Interrupted("killed before a record");
        write.run();
        if (storm.strikes(Adversity.JOURNAL_FAILURES)) throw new Interrupted("the disk wrote and said it did not");
        if (storm.strikes(Adversity.CRASHES)) throw new Interrupted("killed after a record");
    }

    @Override
    public void appendAsked(long decision, Instant at, Step step) {
        disk.appendAsked(decision, at, step);
    }

    @Override
    public void append(Wish wish) {
        disk.append(wish);
    }

    @Override
    public Optional<Wish> lastWish() {
        return disk.lastWish();
    }

    @Override
    public Optional<Memory> lastMemory() {
        return disk.lastMemory();
    }

    @Override
    public List<Answered> lastOutcomes() {
        return disk.lastOutcomes();
    }

    @Override
    public Stream<Event> events() {
        return disk.events();
    }

    @Override
    public Stream<String> export() {
        return disk.export();
    }

    @Override
    public List<Entry> about(String subject, int most) {
        return disk.about(subject, most);
    }

    @Override
    public void close() {}
}
