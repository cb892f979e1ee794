package dev.ballast.decide.mix;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Room;
import java.util.List;

/** Whether tasks could stand on these rooms if each were put where it fits best. No scheduler does that: what fits by this may still wait. */
public final class Repacking {
    private Repacking() {}

    /**
     * The rooms stay as they are.
     *
     * @return what finds no room
     */
    public static Load left(Load load, List<Room> rooms) {
        var question = new Question(
                Loads.of(load),
                rooms.stream().map(room -> new Offered(room, 0, "")).toList());
        var kinds = new int[question.gives.size()];
        for (var kind : question.kind) kinds[kind]++;
        var counts = Stowing.stow(question, new Knapsack(question), -1, kinds).left();
        var left = new Load();
        for (var i = 0; i < counts.length; i++) left.add(question.pieces.get(i), counts[i]);
        return left;
    }
}
