package dev.ballast.sim.world.events;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventBuses;
import java.util.List;

/** Source aws.ec2: interruption warnings, rebalance recommendations, state changes. */
public final class Ec2Events implements InstanceListener {
    public static final String SOURCE = "aws.ec2";
    public static final String STATE_CHANGE = "EC2 Instance State-change Notification";
    public static final String INTERRUPTION_WARNING = "EC2 Spot Instance Interruption Warning";
    public static final String REBALANCE_RECOMMENDATION = "EC2 Instance Rebalance Recommendation";

    private final EventBridge bridge;
    private final String accountId;

    public Ec2Events(EventBridge bridge, String accountId) {
        this.bridge = bridge;
        this.accountId = accountId;
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        var buses = bridge.region(instance.region());
        if (!buses.isHeard()) return;
        var detail = Detail.object()
                .put("instance-id", instance.id())
                .put("state", instance.state().ec2Name());
        buses.put(new EventBuses.Entry(SOURCE, STATE_CHANGE, List.of(arn(instance)), detail));
    }

    /** This event's ARN carries the zone where the region belongs, and no account. */
    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        var buses = bridge.region(instance.region());
        if (!buses.isHeard()) return;
        var detail = Detail.object()
                .put("instance-id", instance.id())
                .put("instance-action", notice.action().ec2Name());
        var resource = "arn:aws:ec2:" + instance.zone() + ":instance/" + instance.id();
        buses.put(new EventBuses.Entry(SOURCE, INTERRUPTION_WARNING, List.of(resource), detail));
    }

    @Override
    public void rebalanceRecommended(Ec2Instance instance) {
        var buses = bridge.region(instance.region());
        if (!buses.isHeard()) return;
        buses.put(new EventBuses.Entry(
                SOURCE,
                REBALANCE_RECOMMENDATION,
                List.of(arn(instance)),
                Detail.object().put("instance-id", instance.id())));
    }

    private String arn(Ec2Instance instance) {
        return "arn:aws:ec2:" + instance.region() + ":" + accountId + ":instance/" + instance.id();
    }
}
