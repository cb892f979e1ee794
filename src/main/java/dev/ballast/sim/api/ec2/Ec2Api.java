package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.Service;

/** Some of EC2's operations. */
interface Ec2Api extends Api {
    @Override
    default Service service() {
        return Service.EC2;
    }
}
