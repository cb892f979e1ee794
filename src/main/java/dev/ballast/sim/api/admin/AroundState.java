package dev.ballast.sim.api.admin;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.elb.Listener;
import dev.ballast.sim.world.elb.TargetGroup;
import dev.ballast.sim.world.messaging.Message;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Rule;
import java.util.ArrayList;
import java.util.Map;

/** What one region's other services hold; a service that nobody has used there is left out. */
final class AroundState {
    private AroundState() {}

    static void balancers(StateText text, World world, String name) {
        if (!world.elb().regionNames().contains(name)) return;
        var region = world.elb().region(name);
        text.object("elasticloadbalancing", () -> {
            text.list(
                    "loadBalancers",
                    region.balancers(),
                    balancer -> new Facts()
                            .say("loadBalancerArn", balancer.arn())
                            .say("name", balancer.name())
                            .say("type", balancer.spec().type())
                            .say("state", balancer.isActive(world.time().now()) ? "active" : "provisioning")
                            .say("dnsName", balancer.dnsName())
                            .say("createdAt", balancer.createdAt())
                            .say("tags", balancer.tags()));
            text.list("listeners", region.listeners(), AroundState::listener);
            text.list("targetGroups", region.groups(), AroundState::group);
        });
    }

    private static Facts listener(Listener listener) {
        return new Facts()
                .say("listenerArn", listener.arn())
                .say("loadBalancer", listener.loadBalancer().name())
                .say("port", listener.port())
                .say(
                        "rules",
                        listener.rules().stream()
                                .map(rule -> new Facts()
                                        .say(
                                                "priority",
                                                rule.priority() == Listener.Rule.DEFAULT ? "default" : rule.priority())
                                        .say("targetGroupArns", rule.targetGroups())
                                        .said())
                                .toList());
    }

    private static Facts group(TargetGroup group) {
        return new Facts()
                .say("targetGroupArn", group.arn())
                .say("name", group.name())
                .say("deregistrationDelay", group.deregistrationDelay())
                .say(
                        "targets",
                        group.targets().stream()
                                .map(target -> new Facts()
                                        .say("id", target.key().id())
                                        .say("port", target.key().port())
                                        .say("zone", target.zone())
                                        .say("health", target.health().state())
                                        .say("reason", target.health().reason())
                                        .said())
                                .toList())
                .say("tags", group.tags());
    }

    static void queues(StateText text, World world, String name, State.Bodies bodies) {
        if (!world.sqs().regionNames().contains(name)) return;
        text.object("sqs", () -> text.list("queues", world.sqs().region(name).all(), queue -> queue(queue, bodies)));
    }

    private static Facts queue(Queue queue, State.Bodies bodies) {
        var counts = queue.counts();
        var facts = new Facts()
                .say("name", queue.name())
                .say("arn", queue.arn())
                .say("createdAt", queue.createdAt())
                .say("visible", counts.visible())
                .say("inFlight", counts.inFlight())
                .say("delayed", counts.delayed())
                .say("deadLetterArn", queue.settings().redrive().map(Queue.Redrive::deadLetterArn))
                .say("tags", queue.tags());
        return switch (bodies) {
            case LEFT_OUT -> facts;
            case TOLD ->
                facts.say(
                        "messages",
                        queue.messages().stream().map(AroundState::message).toList());
        };
    }

    private static Map<String, Object> message(Message message) {
        return new Facts()
                .say("messageId", message.id())
                .say("sentAt", message.sentAt())
                .say("receiveCount", message.receiveCount())
                .say("body", message.body())
                .said();
    }

    static void rules(StateText text, World world, String name, Secrecy secrecy) {
        if (!world.eventBridge().regionNames().contains(name)) return;
        var region = world.eventBridge().region(name);
        text.object("events", () -> {
            text.say("buses", region.buses());
            var rules = new ArrayList<Rule>();
            region.buses().forEach(bus -> rules.addAll(region.rules(bus)));
            text.list(
                    "rules",
                    rules,
                    rule -> new Facts()
                            .say("name", rule.name())
                            .say("bus", rule.bus())
                            .say("state", rule.spec().state())
                            .say("pattern", rule.spec().pattern().map(pattern -> pattern.text()))
                            .say(
                                    "targets",
                                    rule.targets().stream()
                                            .map(target -> new Facts()
                                                    .say("id", target.id())
                                                    .say("arn", target.arn())
                                                    .say("input", target.input().map(secrecy::userData))
                                                    .said())
                                            .toList())
                            .say("tags", rule.tags()));
        });
    }

    /** The account's own; the public ones are the same everywhere. */
    static void parameters(StateText text, World world, String name, Secrecy secrecy) {
        if (!world.ssm().regionNames().contains(name)) return;
        var region = world.ssm().region(name);
        text.object(
                "ssm",
                () -> text.list(
                        "parameters",
                        region.own(),
                        parameter -> new Facts()
                                .say("name", parameter.name())
                                .say("type", parameter.type().ssmName())
                                .say("version", parameter.version())
                                .say("modifiedAt", parameter.modifiedAt())
                                .say("value", secrecy.value(parameter.value()))
                                .say("tags", region.tags(parameter.name()))));
    }

    /** Never a value: whoever wants one asks Secrets Manager. */
    static void secrets(StateText text, World world, String name) {
        if (!world.secrets().regionNames().contains(name)) return;
        text.object(
                "secretsmanager",
                () -> text.list(
                        "secrets",
                        world.secrets().region(name).all(),
                        secret -> new Facts()
                                .say("name", secret.name())
                                .say("arn", secret.arn())
                                .say("createdAt", secret.createdAt())
                                .say("changedAt", secret.changedAt())
                                .say("deletedAt", secret.deletedAt())
                                .say("versions", secret.versions().size())
                                .say("tags", secret.tags())));
    }

    static void experiments(StateText text, World world, String name) {
        if (!world.fis().regionNames().contains(name)) return;
        var region = world.fis().region(name);
        text.object("fis", () -> {
            text.list(
                    "templates",
                    region.templates(),
                    template -> new Facts().say("id", template.id()).say("createdAt", template.createdAt()));
            text.list(
                    "experiments",
                    region.experiments(),
                    experiment -> new Facts()
                            .say("id", experiment.id())
                            .say("status", experiment.status().fisName())
                            .say("reason", experiment.reason())
                            .say("createdAt", experiment.createdAt())
                            .say("endedAt", experiment.endedAt()));
        });
    }
}
