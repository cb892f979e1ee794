package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.elb.Elb;

/** Application, network and gateway load balancers. No connection flows through them. */
public final class Elbv2Api implements Api {
    private final Elb elb;
    private final Ec2 ec2;

    public Elbv2Api(Elb elb, Ec2 ec2) {
        this.elb = elb;
        this.ec2 = ec2;
    }

    @Override
    public Service service() {
        return Service.ELASTIC_LOAD_BALANCING;
    }

    @Override
    public void register(Operations operations) {
        new BalancerOperations(elb, ec2).register(operations);
        new ListenerOperations(elb).register(operations);
        new RuleOperations(elb).register(operations);
        new LimitOperations().register(operations);
        new TargetGroupOperations(elb).register(operations);
        new TargetOperations(elb).register(operations);
        new TagOperations(elb).register(operations);
    }
}
