package dev.ballast.sim.world.elb;

/**
 * What really carries requests to targets and checks them, where something does. It is asked while the world changes, so nothing here
 * waits; what a check has found is told later, with {@link LoadBalancers#checked(String, Target.Key, int, boolean)}.
 */
public interface Traffic {
    /** Listeners, rules, targets or their health have changed; to be read before this returns. */
    void changed(LoadBalancers region);

    /** Makes one health check of the target as its group says. */
    void check(LoadBalancers region, TargetGroup group, Target target);
}
