package dev.ballast.bench.notices;

import dev.ballast.loop.Drive;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import dev.ballast.observe.CloudUnreachable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Which call was the first for which instance: a drain for the hosts that it names, a launch for those that it replaces. */
final class FirstCalls implements Drive.Watcher {
    enum Call {
        DRAIN,
        LAUNCH
    }

    record First(Call call, long at) {}

    private final TimedPorts ports;
    private final Predicate<Tick> enough;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Map<String, First> byInstance = new TreeMap<>();
    private final List<CloudUnreachable> failedReads = new ArrayList<>();

    FirstCalls(TimedPorts ports, Predicate<Tick> enough) {
        this.ports = ports;
        this.enough = enough;
    }

    synchronized Map<String, First> byInstance() {
        return new TreeMap<>(byInstance);
    }

    synchronized boolean know(Collection<String> instanceIds) {
        return byInstance.keySet().containsAll(instanceIds);
    }

    /** Until the loop has seen the cluster: a process that just started reads for seconds before it can decide. */
    void awaitSettled() throws InterruptedException {
        settled.await();
    }

    @Override
    public synchronized void ticked(Tick tick) {
        if (tick.decision().settled()) settled.countDown();
        for (var answered : tick.answers()) count(answered.step(), tick);
    }

    private void count(Step step, Tick tick) {
        switch (step.action()) {
            case Action.DrainInstances drain -> {
                for (var host : tick.observation().containerInstances().value())
                    if (drain.containerInstanceArns().contains(host.arn())) first(host.instanceId(), Call.DRAIN, step);
            }
            case Action.LaunchInstances launch ->
                tick.decision().memory().doomed().forEach((id, doomed) -> {
                    if (doomed.kind() == Signal.Kind.NOTICE
                            && doomed.replacements().contains(step.token())) first(id, Call.LAUNCH, step);
                });
            default -> {}
        }
    }

    private void first(String id, Call call, Step step) {
        var first = new First(call, ports.begun(step.token()).orElseThrow());
        byInstance.merge(id, first, (known, other) -> known.at() <= other.at() ? known : other);
    }

    @Override
    public void unreachable(CloudUnreachable why) {
        synchronized (this) {
            failedReads.add(why);
        }
    }

    synchronized List<CloudUnreachable> failedReads() {
        return List.copyOf(failedReads);
    }

    @Override
    public boolean isEnough(Tick tick) {
        return enough.test(tick);
    }
}
