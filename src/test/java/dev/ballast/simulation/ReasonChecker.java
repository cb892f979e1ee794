package dev.ballast.simulation;

import dev.ballast.model.Action;
import dev.ballast.model.Decision;
import dev.ballast.model.Step;
import dev.ballast.sim.world.World;
import java.util.HashMap;
import java.util.Map;

/** Every action has a reason, was recorded before it was sent, and a token never means two things. */
final class ReasonChecker implements Checker {
    private final World world;
    private final Map<String, Action> recorded = new HashMap<>();

    ReasonChecker(World world) {
        this.world = world;
    }

    @Override
    public void recorded(Decision decision) {
        for (var step : decision.steps()) {
            var before = recorded.putIfAbsent(step.token(), step.action());
            if (before != null && !before.equals(step.action()))
                throw new Violation(
                        "token", world.time().now(), step.token() + " meant " + before + " and means " + step.action());
        }
    }

    @Override
    public void performing(Step step) {
        if (step.toString().contains(Workloads.SECRET))
            throw new Violation("secret", world.time().now(), "a step holds a secret: " + step);
        if (step.reason() == null || step.reason().sentence().isBlank())
            throw new Violation("reason", world.time().now(), "no reason for " + step.action());
        if (!step.action().equals(recorded.get(step.token())))
            throw new Violation("recorded-first", world.time().now(), "sent before it was recorded: " + step.action());
    }
}
