package dev.ballast.sim.world.messaging;

import java.time.Duration;
import java.util.List;

/** What goes wrong with an event between the service that tells it and whoever hears it. */
public interface EventTroubles {
    EventTroubles NONE = told -> Passage.SOUND;

    /** An event, as far as it is told apart from others. */
    record Told(String source, String detailType, String region) {}

    /**
     * What becomes of one event.
     *
     * @param copies how much later than usual each of its copies arrives; none: it is lost
     * @param clockAhead how far the clock that the event's time is read from is ahead, negative where it is behind
     */
    record Passage(List<Duration> copies, Duration clockAhead) {
        public static final Passage SOUND = new Passage(List.of(Duration.ZERO), Duration.ZERO);

        public Passage {
            copies = List.copyOf(copies);
        }
    }

    /** Asked once an event that somebody would hear, because it may draw and count. */
    Passage passage(Told told);
}
