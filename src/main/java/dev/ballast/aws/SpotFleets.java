package dev.ballast.aws;

import dev.ballast.model.Action.SetSpotFleetTarget;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.UsdPerHour;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AllocationStrategy;
import software.amazon.awssdk.services.ec2.model.CancelBatchErrorCode;
import software.amazon.awssdk.services.ec2.model.ExcessCapacityTerminationPolicy;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;

/** The backend spot-fleet. A target is lowered without termination: which instances go is not the fleet's choice. */
final class SpotFleets {
    private final AwsClients clients;
    private final String cluster;

    SpotFleets(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    Outcome setTarget(String token, SetSpotFleetTarget action) {
        if (action.fleetId().isEmpty()) {
            var answer = clients.writes()
                    .ec2()
                    .requestSpotFleet(request -> request.spotFleetRequestConfig(config(token, action)));
            return Outcome.created(answer.spotFleetRequestId());
        }
        var fleetId = action.fleetId().get();
        clients.writes()
                .ec2()
                .modifySpotFleetRequest(request -> request.spotFleetRequestId(fleetId)
                        .targetCapacity(action.target())
                        .excessCapacityTerminationPolicy(ExcessCapacityTerminationPolicy.NO_TERMINATION));
        return Outcome.created(fleetId);
    }

    SpotFleetRequestConfigData config(String token, SetSpotFleetTarget action) {
        var config = SpotFleetRequestConfigData.builder()
                .type(FleetType.MAINTAIN)
                .clientToken(ClientToken.of(token))
                .iamFleetRole(action.fleetRole())
                .targetCapacity(action.target())
                .allocationStrategy(AllocationStrategy.DIVERSIFIED)
                .excessCapacityTerminationPolicy(ExcessCapacityTerminationPolicy.NO_TERMINATION)
                .terminateInstancesWithExpiration(false)
                .launchTemplateConfigs(LaunchTemplateConfig.builder()
                        .launchTemplateSpecification(spec ->
                                spec.launchTemplateName(action.templateName()).version("$Latest"))
                        .overrides(action.offers().stream()
                                .map(offer -> override(offer, action.maxPrice()))
                                .toList())
                        .build())
                .tagSpecifications(OwnTags.on(ResourceType.SPOT_FLEET_REQUEST, OwnTags.ofCluster(cluster)));
        action.maxPrice().ifPresent(price -> config.spotPrice(FleetLaunches.dollars(price)));
        return config.build();
    }

    private static LaunchTemplateOverrides override(Offer offer, Optional<UsdPerHour> maxPrice) {
        var override = LaunchTemplateOverrides.builder()
                .instanceType(offer.pool().instanceType())
                .subnetId(offer.subnetId());
        maxPrice.ifPresent(price -> override.spotPrice(FleetLaunches.dollars(price)));
        return override.build();
    }

    Outcome cancel(String fleetId) {
        var answer = clients.writes()
                .ec2()
                .cancelSpotFleetRequests(
                        request -> request.spotFleetRequestIds(fleetId).terminateInstances(false));
        for (var failed : answer.unsuccessfulFleetRequests()) {
            var error = failed.error();
            if (!isOver(error.code()))
                return error.code() == CancelBatchErrorCode.UNEXPECTED_ERROR
                        ? new Outcome.Unknown(error.codeAsString() + ": " + AwsErrors.oneLine(error.message()))
                        : new Outcome.Refused(error.codeAsString(), AwsErrors.oneLine(error.message()));
        }
        return Outcome.DONE;
    }

    /** Cancelled before, or forgotten by EC2 since. */
    private static boolean isOver(CancelBatchErrorCode code) {
        return code == CancelBatchErrorCode.FLEET_REQUEST_NOT_IN_CANCELLABLE_STATE
                || code == CancelBatchErrorCode.FLEET_REQUEST_ID_DOES_NOT_EXIST;
    }
}
