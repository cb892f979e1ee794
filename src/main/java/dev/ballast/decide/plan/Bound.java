package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Wants;
import dev.ballast.decide.pack.Answer;
import dev.ballast.decide.pack.Placement;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Offer;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Service.Scheduling;
import java.util.ArrayList;
import java.util.List;

/** Services whose placement constraints hold on nothing that could be bought for certain: no purchase helps their tasks, which is said. */
final class Bound {
    private Bound() {}

    static void tell(Facts facts, Draft draft) {
        var empties = new ArrayList<Room>();
        for (var service : facts.wants().services()) {
            var placement = Wants.placement(service);
            if (placement.isAnywhere() || service.scheduling() != Scheduling.REPLICA || service.desiredCount() == 0)
                continue;
            if (empties.isEmpty())
                for (Offer offer : facts.observation().offers().value())
                    facts.freshRoom("", offer.pool()).ifPresent(empties::add);
            if (!empties.isEmpty()) tell(service.name(), placement, empties, draft);
        }
    }

    private static void tell(String service, Placement placement, List<Room> empties, Draft draft) {
        var best = Answer.NO;
        for (var room : empties) best = best.or(room.allows(placement));
        if (best == Answer.YES) return;
        draft.note(
                Code.NO_OFFER,
                service + ": its placement constraint '" + placement + "' " + what(best, placement, empties));
    }

    private static String what(Answer best, Placement placement, List<Room> empties) {
        if (!placement.isUnderstood())
            return "is not understood, so no host is taken to have room for its tasks, and none is bought for them";
        return best == Answer.NO
                ? "holds in none of the " + Words.count(empties.size(), "pool")
                        + " on offer, so nothing is bought for its tasks"
                : "may or may not hold on a new host, so none is bought for its tasks; attributes that every host is to have"
                        + " belong into ECS_INSTANCE_ATTRIBUTES under instance.ecs-config";
    }
}
