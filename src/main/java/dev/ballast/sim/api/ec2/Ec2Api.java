package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;

/** Some of EC2's operations. */
interface Ec2Api extends Api {
    @Override
    default Service service() {
        return Service.EC2;
    }

    /** What a client token that came before with other parameters gets, in every operation that takes one. */
    static AwsError tokenMismatch() {
        return AwsError.refused(
                "IdempotentParameterMismatch",
                "The request uses the same client token as a previous, but non-identical request.");
    }
}
