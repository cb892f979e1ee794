package dev.ballast.aws;

import dev.ballast.model.Outcome;
import dev.ballast.model.TaskTarget.Address;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** Changes to target groups. */
final class TargetGroupWrites {
    private final AwsClients clients;

    TargetGroupWrites(AwsClients clients) {
        this.clients = clients;
    }

    /** A target that is not registered is no fault, nor is a group that is gone. */
    Outcome deregister(String groupArn, List<Address> addresses) {
        try {
            clients.writes()
                    .loadBalancing()
                    .deregisterTargets(request -> request.targetGroupArn(groupArn)
                            .targets(addresses.stream()
                                    .map(one -> TargetDescription.builder()
                                            .id(one.id())
                                            .port(one.port())
                                            .build())
                                    .toList()));
        } catch (TargetGroupNotFoundException gone) {
            return Outcome.DONE;
        }
        return Outcome.DONE;
    }
}
