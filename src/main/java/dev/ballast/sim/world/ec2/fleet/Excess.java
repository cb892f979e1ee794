package dev.ballast.sim.world.ec2.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Which members go when there are too many units: one after the other, never below the target. Diversified takes from the
 * fullest pool, lowest price the dearest, the other strategies the youngest; ties go to the youngest.
 */
final class Excess {
    private final List<Fleet.Member> staying;
    private final Map<Integer, Double> unitsByPool = new TreeMap<>();
    private double units;

    private Excess(List<Fleet.Member> members) {
        staying = new ArrayList<>(members);
        for (var member : members) {
            unitsByPool.merge(member.candidate(), member.weight(), Double::sum);
            units += member.weight();
        }
    }

    /** @param members in launch order */
    static List<Fleet.Member> of(
            List<Fleet.Member> members,
            double target,
            FleetConfig.SpotStrategy strategy,
            ToDoubleFunction<Fleet.Member> pricePerUnit) {
        var excess = new Excess(members);
        ToDoubleFunction<Fleet.Member> firstToGo = switch (strategy) {
            case DIVERSIFIED -> member -> excess.unitsByPool.get(member.candidate());
            case LOWEST_PRICE -> pricePerUnit;
            case CAPACITY_OPTIMIZED, CAPACITY_OPTIMIZED_PRIORITIZED, PRICE_CAPACITY_OPTIMIZED -> member -> 0;
        };
        var going = new ArrayList<Fleet.Member>();
        for (var victim = excess.next(target, firstToGo); victim >= 0; victim = excess.next(target, firstToGo))
            going.add(excess.remove(victim));
        return going;
    }

    private int next(double target, ToDoubleFunction<Fleet.Member> firstToGo) {
        var found = -1;
        var most = 0.0;
        for (var at = 0; at < staying.size(); at++) {
            var member = staying.get(at);
            if (units - member.weight() < target) continue;
            var score = firstToGo.applyAsDouble(member);
            if (found < 0 || score >= most) {
                found = at;
                most = score;
            }
        }
        return found;
    }

    private Fleet.Member remove(int at) {
        var member = staying.remove(at);
        unitsByPool.merge(member.candidate(), -member.weight(), Double::sum);
        units -= member.weight();
        return member;
    }
}
