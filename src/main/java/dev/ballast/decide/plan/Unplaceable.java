package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Offer;
import dev.ballast.model.Reason.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Tasks that fit on nothing that is there or offered. No purchase helps them, so they must not hold up the others. */
final class Unplaceable {
    private Unplaceable() {}

    /** Takes them out of the load, and says so. */
    static void setAside(Facts facts, Draft draft, Load load, List<Room> rooms) {
        if (load.isEmpty()) return;
        var empties = new ArrayList<Room>();
        var types = new TreeSet<String>();
        for (Offer offer : facts.observation().offers().value())
            if (types.add(offer.type().name()) || isAnyBound(load))
                facts.freshRoom("", offer.pool()).ifPresent(empties::add);
        for (var entry : List.copyOf(load.counts().entrySet())) {
            var piece = entry.getKey();
            if (fits(piece, empties) || fits(piece, rooms)) continue;
            load.take(piece, entry.getValue());
            var needs = piece.shape().needs();
            draft.note(
                    Code.NO_OFFER,
                    Words.count(entry.getValue(), "task", "needs", "need") + " " + needs.cpuUnits() + " CPU units, "
                            + needs.memoryMib() + " MiB, " + Words.count(needs.enis(), "ENI") + ", "
                            + Words.count(needs.gpus(), "GPU") + " on "
                            + piece.shape().architecture().ec2Name()
                            + " each" + where(piece) + ", and none of the " + Words.count(types.size(), "instance type")
                            + " holds that");
        }
    }

    /** Whether a type may do in one zone and not in another. */
    private static boolean isAnyBound(Load load) {
        return load.counts().keySet().stream()
                .anyMatch(piece -> !piece.placement().isAnywhere());
    }

    private static String where(Piece piece) {
        return piece.placement().isAnywhere() ? "" : " where '" + piece.placement() + "'";
    }

    private static boolean fits(Piece piece, List<Room> rooms) {
        for (var room : rooms) if (room.fits(piece, 1) > 0) return true;
        return false;
    }
}
