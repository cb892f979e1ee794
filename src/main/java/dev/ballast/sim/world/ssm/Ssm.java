package dev.ballast.sim.world.ssm;

import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** SSM's parameters of one account, all regions. */
public final class Ssm {
    private final WorldTime time;
    private final Ec2 ec2;
    private final Map<String, Parameters> regions = new TreeMap<>();

    public Ssm(WorldTime time, Ec2 ec2) {
        this.time = time;
        this.ec2 = ec2;
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    /** A region exists from the first time somebody asks for it. */
    public Parameters region(String name) {
        return regions.computeIfAbsent(
                name, missing -> new Parameters(time, ec2.region(missing).images()));
    }
}
