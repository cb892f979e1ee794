package dev.ballast.sim.world.elb;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ecs.Between;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.TargetGroups;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.ecs.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One region's load balancers, listeners and target groups, and the health of the targets. */
public final class LoadBalancers implements TargetGroups {
    /** How long a new load balancer is provisioning; a minute or two on AWS. */
    private static final Between PROVISIONING = Between.seconds(60, 150);

    private final Elb elb;
    private final String region;
    private final Map<String, LoadBalancer> balancers = new LinkedHashMap<>();
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    LoadBalancers(Elb elb, String region) {
        this.elb = elb;
        this.region = region;
    }

    public String region() {
        return region;
    }

    private String arn(String resource) {
        return "arn:aws:elasticloadbalancing:" + region + ":" + elb.accountId + ":" + resource;
    }

    // ---- load balancers

    public Collection<LoadBalancer> balancers() {
        return Collections.unmodifiableCollection(balancers.values());
    }

    public Optional<LoadBalancer> findBalancer(String arn) {
        return Optional.ofNullable(balancers.get(arn));
    }

    /** @throws Refused LoadBalancerNotFound */
    public LoadBalancer balancer(String arn) {
        return findBalancer(arn)
                .orElseThrow(() -> new Refused("LoadBalancerNotFound", "Load balancer '" + arn + "' not found"));
    }

    /** Idempotent with equal settings; DuplicateLoadBalancerName with others. */
    public LoadBalancer createBalancer(LoadBalancer.Spec spec, Map<String, String> tags) {
        for (var known : balancers.values()) {
            if (!known.name().equals(spec.name())) continue;
            if (known.spec().equals(spec)) return known;
            throw new Refused(
                    "DuplicateLoadBalancerName",
                    "A load balancer with the same name '" + spec.name() + "' exists, but with different settings");
        }
        var path = spec.type().arnWord() + "/" + spec.name() + "/" + elb.ids.hex(16);
        var dns = (spec.internal() ? "internal-" : "") + spec.name() + "-"
                + (100_000_000 + Math.abs(elb.draws.stream("elb").nextInt(900_000_000)))
                + "." + region + ".elb.amazonaws.com";
        var now = elb.time.now();
        var balancer = new LoadBalancer(
                arn("loadbalancer/" + path), dns, spec, now, now.plus(PROVISIONING.draw(elb.draws.stream("elb"))));
        balancer.tags(tags);
        balancers.put(balancer.arn(), balancer);
        return balancer;
    }

    public void changeAttribute(LoadBalancer balancer, String name, String value) {
        balancer.attribute(name, value);
        changed();
    }

    /** Its listeners go with it; one that is not there is no fault. */
    public void deleteBalancer(String arn) {
        var balancer = balancers.get(arn);
        if (balancer == null) return;
        if ("true".equals(balancer.attributes().get("deletion_protection.enabled")))
            throw new Refused(
                    "OperationNotPermitted",
                    "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
        for (var listener : List.copyOf(listeners.values()))
            if (listener.loadBalancer() == balancer) deleteListener(listener.arn());
        balancers.remove(arn);
    }

    // ---- listeners

    public Collection<Listener> listeners() {
        return Collections.unmodifiableCollection(listeners.values());
    }

    public Optional<Listener> findListener(String arn) {
        return Optional.ofNullable(listeners.get(arn));
    }

    /** @throws Refused ListenerNotFound */
    public Listener listener(String arn) {
        return findListener(arn).orElseThrow(() -> new Refused("ListenerNotFound", "One or more listeners not found"));
    }

    /** @param actions the default rule's, by their name in the API */
    public Listener createListener(
            LoadBalancer balancer,
            int port,
            List<String> groupArns,
            Map<String, Object> asGiven,
            Map<String, Object> actions) {
        for (var known : listeners.values())
            if (known.loadBalancer() == balancer && known.port() == port)
                throw new Refused("DuplicateListener", "A listener already exists on this port for this load balancer");
        groupArns.forEach(this::group);
        var path = balancer.arn().substring(balancer.arn().indexOf(":loadbalancer/") + ":loadbalancer/".length());
        var listener = new Listener(arn("listener/" + path + "/" + elb.ids.hex(16)), balancer, port, asGiven);
        listeners.put(listener.arn(), listener);
        putRule(listener, Listener.Rule.DEFAULT, groupArns, actions);
        return listener;
    }

    public void changeListener(Listener listener, int port, Map<String, Object> asGiven) {
        for (var known : listeners.values())
            if (known != listener && known.loadBalancer() == listener.loadBalancer() && known.port() == port)
                throw new Refused("DuplicateListener", "A listener already exists on this port for this load balancer");
        listener.change(port, asGiven);
        changed();
    }

    public void deleteListener(String arn) {
        listener(arn);
        listeners.remove(arn);
        useChanged();
    }

    /** Creates or replaces. */
    public Listener.Rule putRule(Listener listener, int priority, List<String> groupArns, Map<String, Object> asGiven) {
        groupArns.forEach(this::group);
        var known = listener.rules().stream()
                .filter(rule -> rule.priority() == priority)
                .findFirst();
        var ruleArn = known.map(Listener.Rule::arn)
                .orElseGet(() -> listener.arn().replace(":listener/", ":listener-rule/") + "/" + elb.ids.hex(16));
        var rule = new Listener.Rule(ruleArn, priority, groupArns, asGiven);
        listener.put(rule);
        useChanged();
        return rule;
    }

    /** @throws Refused PriorityInUse */
    public Listener.Rule createRule(
            Listener listener, int priority, List<String> groupArns, Map<String, Object> asGiven) {
        if (listener.hasPriority(priority))
            throw new Refused("PriorityInUse", "Priority '" + priority + "' is currently in use");
        return putRule(listener, priority, groupArns, asGiven);
    }

    /**
     * Gives rules other priorities, all at once, so that two of them may change places.
     *
     * @throws Refused RuleNotFound, PriorityInUse by a rule that keeps its own, OperationNotPermitted for a default rule
     */
    public List<Listener.Rule> setPriorities(Map<String, Integer> byRuleArn) {
        var changed = new ArrayList<Listener.Rule>();
        for (var listener : listeners.values()) {
            var moving = listener.rules().stream()
                    .filter(rule -> byRuleArn.containsKey(rule.arn()))
                    .toList();
            var taken = new TreeSet<Integer>();
            for (var rule : listener.rules()) if (!moving.contains(rule)) taken.add(rule.priority());
            for (var rule : moving) {
                var priority = byRuleArn.get(rule.arn());
                if (rule.priority() == Listener.Rule.DEFAULT)
                    throw new Refused(
                            "OperationNotPermitted", "The priority of default rule '" + rule.arn() + "' cannot be set");
                if (!taken.add(priority))
                    throw new Refused("PriorityInUse", "Priority '" + priority + "' is currently in use");
                changed.add(new Listener.Rule(rule.arn(), priority, rule.targetGroups(), rule.asGiven()));
            }
        }
        if (changed.size() < byRuleArn.size()) throw new Refused("RuleNotFound", "One or more rules not found");
        for (var rule : changed) {
            var listener = listenerOfRule(rule.arn()).orElseThrow();
            listener.rules().stream()
                    .filter(before -> before.arn().equals(rule.arn()))
                    .findFirst()
                    .ifPresent(listener::remove);
        }
        // Only when all have left their places, so that none is overwritten.
        for (var rule : changed) listenerOf(rule).put(rule);
        changed();
        return changed;
    }

    /** A rule's ARN is its listener's and one more part. */
    private Listener listenerOf(Listener.Rule rule) {
        var arn = rule.arn().substring(0, rule.arn().lastIndexOf('/')).replace(":listener-rule/", ":listener/");
        return listener(arn);
    }

    public Optional<Listener> listenerOfRule(String ruleArn) {
        return listeners.values().stream()
                .filter(listener ->
                        listener.rules().stream().anyMatch(rule -> rule.arn().equals(ruleArn)))
                .findFirst();
    }

    public void deleteRule(String ruleArn) {
        var listener =
                listenerOfRule(ruleArn).orElseThrow(() -> new Refused("RuleNotFound", "One or more rules not found"));
        for (var rule : List.copyOf(listener.rules())) {
            if (!rule.arn().equals(ruleArn)) continue;
            if (rule.priority() == Listener.Rule.DEFAULT)
                throw new Refused("OperationNotPermitted", "Default rule '" + ruleArn + "' cannot be deleted");
            listener.remove(rule);
        }
        useChanged();
    }

    // ---- target groups

    public Collection<TargetGroup> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    public Optional<TargetGroup> findGroup(String arn) {
        return Optional.ofNullable(groups.get(arn));
    }

    /** @throws Refused TargetGroupNotFound */
    public TargetGroup group(String arn) {
        return findGroup(arn)
                .orElseThrow(() -> new Refused("TargetGroupNotFound", "Target groups '" + arn + "' not found"));
    }

    /** Idempotent with equal settings; DuplicateTargetGroupName with others. */
    public TargetGroup createGroup(TargetGroup.Spec spec, Map<String, String> tags) {
        for (var known : groups.values()) {
            if (!known.name().equals(spec.name())) continue;
            if (known.spec().equals(spec)) return known;
            throw new Refused(
                    "DuplicateTargetGroupName",
                    "A target group with the same name '" + spec.name() + "' exists, but with different settings");
        }
        var group = new TargetGroup(arn("targetgroup/" + spec.name() + "/" + elb.ids.hex(16)), spec);
        group.tags(tags);
        groups.put(group.arn(), group);
        return group;
    }

    /** @throws Refused ResourceInUse while a listener leads to it */
    public void deleteGroup(String arn) {
        if (isUsed(arn))
            throw new Refused(
                    "ResourceInUse", "Target group '" + arn + "' is currently in use by a listener or a rule");
        groups.remove(arn);
    }

    /** The load balancers whose listeners lead to it. */
    public List<LoadBalancer> balancersOf(TargetGroup group) {
        return listeners.values().stream()
                .filter(listener -> listener.leadsTo(group.arn()))
                .map(Listener::loadBalancer)
                .distinct()
                .toList();
    }

    private boolean isUsed(String groupArn) {
        return listeners.values().stream().anyMatch(listener -> listener.leadsTo(groupArn));
    }

    /** Targets of a group begin to be checked when a listener leads to it, and are unused where none does. */
    private void useChanged() {
        for (var group : groups.values()) {
            var used = isUsed(group.arn());
            for (var target : group.targets()) {
                if (target.health() == TargetHealth.DRAINING) continue;
                if (used && target.health() == TargetHealth.UNUSED) begin(group, target);
                if (!used && target.health() != TargetHealth.UNUSED) become(group, target, TargetHealth.UNUSED);
            }
        }
        changed();
    }

    // ---- targets

    /** Registers by hand; one that drains is taken back. */
    public void register(TargetGroup group, List<Target.Key> keys) {
        for (var key : keys) checkTarget(group, key);
        for (var key : keys) add(group, key, null);
    }

    private void checkTarget(TargetGroup group, Target.Key key) {
        if (group.spec().type() != TargetGroup.TargetType.INSTANCE) return;
        var instance = elb.ec2
                .instance(key.id())
                .orElseThrow(() -> new Refused(
                        "InvalidTarget", "The following targets are not valid instances: '" + key.id() + "'"));
        if (instance.state() != InstanceState.RUNNING)
            throw new Refused("InvalidTarget", "The following targets are not in a running state: '" + key.id() + "'");
    }

    private void add(TargetGroup group, Target.Key key, EcsTask task) {
        var known = group.target(key).orElse(null);
        if (known != null
                && known.health() != TargetHealth.DRAINING
                && known.task().isEmpty()
                && task == null) return;
        if (known != null) known.nextTurn();
        var zone = elb.ec2
                .instance(key.id())
                .map(instance -> instance.zone())
                .orElse(task == null ? "" : task.instance().zone());
        var target = new Target(key, zone, task, TargetHealth.UNUSED);
        group.put(target);
        changed();
        if (isUsed(group.arn())) begin(group, target);
    }

    /** A new target is healthy as soon as it passes one check, which comes within the interval. */
    private void begin(TargetGroup group, Target target) {
        become(group, target, TargetHealth.INITIAL);
        var first = new Between(Duration.ofSeconds(1), group.spec().interval()).draw(elb.draws.stream("elb.checks"));
        check(group, target, first);
    }

    /** One that drains is no longer checked. */
    private void check(TargetGroup group, Target target, Duration time) {
        if (target.health() == TargetHealth.DRAINING) return;
        elb.time.schedule(time, new Elb.TargetEvent.Checked(region, group.arn(), target.key(), target.nextTurn()));
    }

    void checked(Elb.TargetEvent event) {
        var group = groups.get(event.groupArn());
        var target = group == null ? null : group.target(event.target()).orElse(null);
        if (target == null || target.turn() != event.turn() || target.health() == TargetHealth.DRAINING) return;
        if (elb.traffic.isPresent() && !target.isFailing()) {
            elb.traffic.get().check(this, group, target);
            return;
        }
        if (answers(target)) {
            become(group, target, TargetHealth.HEALTHY);
        } else {
            become(group, target, isGone(target) ? TargetHealth.INVALID : TargetHealth.UNHEALTHY);
            check(group, target, group.spec().interval());
        }
    }

    /**
     * What a check that {@link Traffic} made has found; void where the target has been told something else since.
     *
     * @param turn the target's, when the check was asked for
     */
    public void checked(String groupArn, Target.Key key, int turn, boolean passed) {
        var group = groups.get(groupArn);
        var target = group == null ? null : group.target(key).orElse(null);
        if (target == null || target.turn() != turn || target.health() == TargetHealth.DRAINING) return;
        var streak = target.streak(passed);
        if (passed
                && (target.health() == TargetHealth.INITIAL
                        || streak >= group.spec().healthyAfter())) become(group, target, TargetHealth.HEALTHY);
        else if (!passed && streak >= group.spec().unhealthyAfter())
            become(group, target, isGone(target) ? TargetHealth.INVALID : TargetHealth.UNHEALTHY);
        check(group, target, group.spec().interval());
    }

    private boolean isGone(Target target) {
        return elb.ec2
                .instance(target.key().id())
                .filter(instance -> !instance.state().isAlive())
                .isPresent();
    }

    /** Whether something takes connections there. */
    private boolean answers(Target target) {
        if (target.isFailing()) return false;
        if (target.task().isPresent()) {
            var status = target.task().get().status();
            return status.compareTo(TaskStatus.ACTIVATING) >= 0 && status.compareTo(TaskStatus.STOPPING) < 0;
        }
        var instance = elb.ec2.instance(target.key().id());
        return instance.isEmpty()
                ? !target.key().id().startsWith("i-")
                : instance.get().isBooted();
    }

    /** The target fails its checks from now on. */
    public void fail(TargetGroup group, Target target) {
        target.failing(true);
        check(group, target, group.spec().interval().multipliedBy(group.spec().unhealthyAfter()));
    }

    /** The target passes its checks again. */
    public void mend(TargetGroup group, Target target) {
        target.failing(false);
        check(group, target, group.spec().interval());
    }

    void instanceGoes(String instanceId) {
        // Whoever really checks finds out by the checks.
        if (elb.traffic.isPresent()) return;
        for (var group : groups.values())
            for (var target : group.targets())
                if (target.key().id().equals(instanceId))
                    check(
                            group,
                            target,
                            group.spec().interval().multipliedBy(group.spec().unhealthyAfter()));
    }

    private void become(TargetGroup group, Target target, TargetHealth health) {
        if (target.health() == health) return;
        target.health(health);
        target.task().ifPresent(task -> tell(task, health));
        changed();
    }

    /** Routes, targets or their health have changed. */
    private void changed() {
        elb.traffic.ifPresent(traffic -> traffic.changed(this));
    }

    private void tell(EcsTask task, TargetHealth health) {
        var ecs = elb.ecs.region(region);
        if (health == TargetHealth.UNHEALTHY || health == TargetHealth.INVALID) ecs.targetUnhealthy(task);
        else ecs.targetHealth(task, targetsOf(task).stream().allMatch(one -> one.health() == TargetHealth.HEALTHY));
    }

    private List<Target> targetsOf(EcsTask task) {
        var targets = new ArrayList<Target>();
        for (var balancer : task.service().orElseThrow().spec().loadBalancers())
            findGroup(balancer.targetGroupArn())
                    .ifPresent(group -> group.targets().stream()
                            .filter(target -> target.task().filter(task::equals).isPresent())
                            .forEach(targets::add));
        return targets;
    }

    /** Begins to drain; a target that is not registered is no fault. A key without a port means every port of that id. */
    public void deregister(TargetGroup group, List<Target.Key> keys) {
        for (var key : keys)
            for (var target : List.copyOf(group.targets()))
                if (target.key().id().equals(key.id())
                        && (key.port() == 0 || key.port() == target.key().port())) drain(group, target);
    }

    private void drain(TargetGroup group, Target target) {
        if (target.health() == TargetHealth.DRAINING) return;
        var unused = target.health() == TargetHealth.UNUSED || target.health() == TargetHealth.INVALID;
        target.health(TargetHealth.DRAINING);
        changed();
        var delay = unused ? Duration.ZERO : group.deregistrationDelay();
        elb.time.schedule(delay, new Elb.TargetEvent.Drained(region, group.arn(), target.key(), target.nextTurn()));
    }

    void drained(Elb.TargetEvent event) {
        var group = groups.get(event.groupArn());
        var target = group == null ? null : group.target(event.target()).orElse(null);
        if (target == null || target.turn() != event.turn()) return;
        group.remove(target);
        changed();
        target.task()
                .filter(task -> targetsOf(task).isEmpty())
                .ifPresent(task -> elb.ecs.region(region).targetsDrained(task));
    }

    // ---- what ECS asks

    @Override
    public void check(EcsService.LoadBalancer balancer, TaskDefinition definition) {
        var group = findGroup(balancer.targetGroupArn())
                .orElseThrow(() -> new Refused(
                        "InvalidParameterException",
                        "The target group with targetGroupArn " + balancer.targetGroupArn() + " does not exist."));
        if (!isUsed(group.arn()))
            throw new Refused(
                    "InvalidParameterException",
                    "The target group with targetGroupArn " + group.arn()
                            + " does not have an associated load balancer.");
        var wanted = definition.isAwsvpc() ? TargetGroup.TargetType.IP : TargetGroup.TargetType.INSTANCE;
        if (group.spec().type() != wanted)
            throw new Refused(
                    "InvalidParameterException",
                    "The provided target group " + group.arn() + " has target type "
                            + group.spec().type().name().toLowerCase(Locale.ROOT)
                            + ", which is incompatible with the "
                            + definition.spec().networkMode().name().toLowerCase(Locale.ROOT)
                            + " network mode specified in the task definition.");
    }

    @Override
    public void register(EcsTask task, EcsService.LoadBalancer balancer, int hostPort) {
        var id = task.definition().isAwsvpc()
                ? task.privateIp()
                : task.instance().instanceId();
        findGroup(balancer.targetGroupArn()).ifPresent(group -> add(group, new Target.Key(id, hostPort), task));
    }

    @Override
    public boolean deregister(EcsTask task) {
        if (task.service().isEmpty()) return false;
        var any = false;
        for (var balancer : task.service().get().spec().loadBalancers()) {
            var group = findGroup(balancer.targetGroupArn());
            if (group.isEmpty()) continue;
            for (var target : List.copyOf(group.get().targets())) {
                if (target.task().filter(task::equals).isEmpty()) continue;
                drain(group.get(), target);
                any = true;
            }
        }
        return any;
    }
}
