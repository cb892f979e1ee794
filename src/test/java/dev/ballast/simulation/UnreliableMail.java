package dev.ballast.simulation;

import dev.ballast.model.Signal;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What becomes of AWS's messages on their way: lost, doubled, late, in another order; and delivered again until they are acknowledged. */
final class UnreliableMail implements SignalSource {
    private final SignalSource world;
    private final Storm storm;
    private final Course course;
    private final List<Signal> ready = new ArrayList<>();
    private final Set<Signal> unacknowledged = new LinkedHashSet<>();

    UnreliableMail(SignalSource world, Storm storm, Course course) {
        this.world = world;
        this.storm = storm;
        this.course = course;
    }

    @Override
    public List<Signal> receive(Duration patience) {
        for (var signal : world.receive(Duration.ZERO)) {
            if (storm.strikes(Adversity.LOST_SIGNALS)) continue;
            if (storm.strikes(Adversity.DOUBLED_SIGNALS))
                course.plan(storm.between(Adversity.DOUBLED_SIGNALS, 0, 300), () -> ready.add(signal));
            if (storm.strikes(Adversity.LATE_SIGNALS))
                course.plan(storm.between(Adversity.LATE_SIGNALS, 1, 100), () -> ready.add(signal));
            else ready.add(signal);
        }
        if (ready.isEmpty()) return List.of();
        var arrived = List.copyOf(ready);
        ready.clear();
        unacknowledged.addAll(arrived);
        return arrived;
    }

    @Override
    public void acknowledge(List<Signal> signals) {
        signals.forEach(unacknowledged::remove);
    }

    /** The process that had received them is gone. */
    void deliverAgain() {
        ready.addAll(unacknowledged);
        unacknowledged.clear();
    }
}
