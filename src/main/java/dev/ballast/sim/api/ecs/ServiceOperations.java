package dev.ballast.sim.api.ecs;

import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.Failure;
import dev.ballast.sim.world.ecs.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

final class ServiceOperations {
    private static final int DESCRIBED_AT_MOST = 10;
    private static final Pages PAGES =
            Pages.of(dev.ballast.sim.api.Service.ECS, "maxResults", 100).whereUnsaid(10);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** Members that the world understands; the rest is kept as it was given. */
    private static final String[] UNDERSTOOD = {
        "cluster",
        "service",
        "serviceName",
        "taskDefinition",
        "desiredCount",
        "clientToken",
        "loadBalancers",
        "placementConstraints",
        "placementStrategy",
        "schedulingStrategy",
        "forceNewDeployment",
        "role",
        "tags"
    };

    private final Ecs ecs;

    ServiceOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations
                .on("CreateService", CreateServiceRequest::builder, this::create)
                .idempotent(
                        CreateServiceRequest::clientToken, Given.invalid("Creation of service was not idempotent."));
        operations.on("UpdateService", UpdateServiceRequest::builder, this::update);
        operations.on("DeleteService", DeleteServiceRequest::builder, this::delete);
        operations.on("DescribeServices", DescribeServicesRequest::builder, this::describe);
        operations.on("ListServices", ListServicesRequest::builder, this::list);
        operations.on("ListServicesByNamespace", ListServicesByNamespaceRequest::builder, this::listByNamespace);
    }

    private CreateServiceResponse create(CreateServiceRequest request, CallContext context) {
        Given.launchType(request.launchType());
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        if (!NAME.matcher(request.serviceName()).matches())
            throw Given.invalid("The service name must have up to 255 letters, numbers, underscores and hyphens.");
        var external = isExternal(request);
        if (request.taskDefinition() == null && !external) throw Given.invalid("TaskDefinition can not be blank.");
        var daemon = request.schedulingStrategy() == SchedulingStrategy.DAEMON;
        if (daemon && external)
            throw Given.invalid("The EXTERNAL deployment controller does not support the DAEMON scheduling strategy.");
        if (!daemon && request.desiredCount() == null)
            throw Given.invalid("desiredCount is required for the REPLICA scheduling strategy.");
        var defaults = daemon ? new HealthyPercent(0, 100) : new HealthyPercent(100, 200);
        var spec = new EcsService.Spec(
                request.serviceName(),
                external ? null : region.taskDefinitions().findActive(request.taskDefinition()),
                daemon ? 0 : request.desiredCount(),
                daemon ? Scheduling.DAEMON : Scheduling.REPLICA,
                healthy(request.deploymentConfiguration(), defaults),
                breaker(request.deploymentConfiguration(), EcsService.CircuitBreaker.OFF),
                Given.constraints(request.placementConstraints()),
                Given.strategies(request.placementStrategy()),
                balancers(request.loadBalancers()),
                Duration.ofSeconds(
                        request.healthCheckGracePeriodSeconds() == null ? 0 : request.healthCheckGracePeriodSeconds()),
                taskTags(request.propagateTags(), EcsService.TaskTags.NONE),
                Document.without(request, UNDERSTOOD));
        var service = region.services().create(cluster, spec, Given.tags(request.tags()));
        return CreateServiceResponse.builder()
                .service(ServiceWriter.toSdk(region, service, true))
                .build();
    }

    /** @throws AwsError for CODE_DEPLOY, which the local cloud does not have */
    private static boolean isExternal(CreateServiceRequest request) {
        if (request.deploymentController() == null) return false;
        return switch (request.deploymentController().type()) {
            case ECS, UNKNOWN_TO_SDK_VERSION -> false;
            case EXTERNAL -> true;
            case CODE_DEPLOY ->
                throw AwsError.refused(
                        "UnsupportedFeatureException",
                        "The local cloud has the deployment controllers ECS and EXTERNAL, not CODE_DEPLOY.");
        };
    }

    private static HealthyPercent healthy(DeploymentConfiguration given, HealthyPercent otherwise) {
        if (given == null) return otherwise;
        var minimum = given.minimumHealthyPercent() == null ? otherwise.minimum() : given.minimumHealthyPercent();
        var maximum = given.maximumPercent() == null ? otherwise.maximum() : given.maximumPercent();
        if (minimum < 0 || maximum < 1)
            throw Given.invalid("minimumHealthyPercent must be at least 0 and maximumPercent greater than 0.");
        if (maximum < minimum) throw Given.invalid("maximumPercent cannot be less than minimumHealthyPercent.");
        return new HealthyPercent(minimum, maximum);
    }

    private static EcsService.CircuitBreaker breaker(
            DeploymentConfiguration given, EcsService.CircuitBreaker otherwise) {
        if (given == null || given.deploymentCircuitBreaker() == null) return otherwise;
        var circuit = given.deploymentCircuitBreaker();
        if (!Boolean.TRUE.equals(circuit.enable())) return EcsService.CircuitBreaker.OFF;
        return Boolean.TRUE.equals(circuit.rollback())
                ? EcsService.CircuitBreaker.ROLL_BACK
                : EcsService.CircuitBreaker.STOP;
    }

    private static List<EcsService.LoadBalancer> balancers(List<LoadBalancer> given) {
        return given.stream()
                .map(one -> {
                    if (one.targetGroupArn() == null)
                        throw Given.invalid(
                                "The local cloud balances load by target groups: targetGroupArn is missing.");
                    if (one.containerName() == null || one.containerPort() == null)
                        throw Given.invalid("Container name and container port are required for a load balancer.");
                    return new EcsService.LoadBalancer(one.targetGroupArn(), one.containerName(), one.containerPort());
                })
                .toList();
    }

    private static EcsService.TaskTags taskTags(PropagateTags given, EcsService.TaskTags otherwise) {
        if (given == null) return otherwise;
        return switch (given) {
            case SERVICE -> EcsService.TaskTags.SERVICE;
            case TASK_DEFINITION -> EcsService.TaskTags.TASK_DEFINITION;
            case NONE, UNKNOWN_TO_SDK_VERSION -> EcsService.TaskTags.NONE;
        };
    }

    private UpdateServiceResponse update(UpdateServiceRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var service = service(region, cluster, request.service());
        var before = service.spec();
        if (service.isExternal() && request.taskDefinition() != null)
            throw Given.invalid("Unable to update task definition on services with a EXTERNAL deployment controller.");
        if (service.isDaemon() && request.desiredCount() != null)
            throw Given.invalid("desiredCount cannot be specified for a service with the DAEMON scheduling strategy.");
        var given = new LinkedHashMap<>(before.asGiven());
        given.putAll(Document.without(request, UNDERSTOOD));
        var grace = request.healthCheckGracePeriodSeconds();
        var changed = new EcsService.Spec(
                before.name(),
                request.taskDefinition() == null
                        ? before.definition()
                        : region.taskDefinitions().findActive(request.taskDefinition()),
                request.desiredCount() == null ? before.desired() : request.desiredCount(),
                before.scheduling(),
                healthy(request.deploymentConfiguration(), before.healthy()),
                breaker(request.deploymentConfiguration(), before.circuitBreaker()),
                request.hasPlacementConstraints()
                        ? Given.constraints(request.placementConstraints())
                        : before.constraints(),
                request.hasPlacementStrategy() ? Given.strategies(request.placementStrategy()) : before.strategies(),
                request.hasLoadBalancers() ? balancers(request.loadBalancers()) : before.loadBalancers(),
                grace == null ? before.grace() : Duration.ofSeconds(grace),
                taskTags(request.propagateTags(), before.taskTags()),
                given);
        var deploy = Boolean.TRUE.equals(request.forceNewDeployment())
                ? Services.Deploy.ALWAYS
                : Services.Deploy.WHERE_CHANGED;
        region.services().update(service, changed, deploy);
        return UpdateServiceResponse.builder()
                .service(ServiceWriter.toSdk(region, service, true))
                .build();
    }

    private static EcsService service(EcsRegion region, EcsCluster cluster, String reference) {
        return region.services()
                .find(cluster, reference)
                .orElseThrow(() -> AwsError.refused("ServiceNotFoundException", "Service not found."));
    }

    private DeleteServiceResponse delete(DeleteServiceRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var service = service(region, cluster, request.service());
        if (Boolean.TRUE.equals(request.force())) region.services().deleteByForce(service);
        else region.services().delete(service);
        return DeleteServiceResponse.builder()
                .service(ServiceWriter.toSdk(region, service, true))
                .build();
    }

    private DescribeServicesResponse describe(DescribeServicesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        Given.atMost(request.services(), DESCRIBED_AT_MOST, "Services");
        var tags = request.include().contains(ServiceField.TAGS);
        var found = new ArrayList<Service>();
        var failures = new ArrayList<Failure>();
        for (var reference : request.services())
            region.services()
                    .find(cluster, reference)
                    .ifPresentOrElse(
                            service -> found.add(ServiceWriter.toSdk(region, service, tags)),
                            () -> failures.add(Failure.missing(
                                    reference.startsWith("arn:")
                                            ? reference
                                            : region.arns().service(cluster.name(), reference))));
        return DescribeServicesResponse.builder()
                .services(found)
                .failures(Given.failures(failures))
                .build();
    }

    private ListServicesResponse list(ListServicesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var wanted = cluster.services().stream()
                .filter(service -> service.status() == EcsService.Status.ACTIVE)
                .filter(service -> request.schedulingStrategy() == null
                        || service.spec().scheduling().name().equals(request.schedulingStrategyAsString()))
                .filter(service -> request.launchType() == null
                        || request.launchTypeAsString().equals("EC2"))
                .toList();
        var page = PAGES.cut(wanted, EcsService::name, request.nextToken(), request.maxResults());
        return ListServicesResponse.builder()
                .serviceArns(page.items().stream()
                        .map(service -> region.arns().service(cluster.name(), service.name()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** Services of all clusters that use Service Connect in the namespace, which goes by its name or its ARN. */
    private ListServicesByNamespaceResponse listByNamespace(
            ListServicesByNamespaceRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var wanted = region.clusters().stream()
                .flatMap(cluster -> cluster.services().stream())
                .filter(service -> service.status() == EcsService.Status.ACTIVE)
                .filter(service -> namespace(service)
                        .filter(name -> name.equals(request.namespace()))
                        .isPresent())
                .map(service -> region.arns().service(service.cluster().name(), service.name()))
                .toList();
        var page = PAGES.cut(wanted, arn -> arn, request.nextToken(), request.maxResults());
        return ListServicesByNamespaceResponse.builder()
                .serviceArns(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** The cluster's default where the service connects without naming one. */
    private static Optional<String> namespace(EcsService service) {
        if (!(service.spec().asGiven().get("serviceConnectConfiguration") instanceof Map<?, ?> configuration)
                || !Boolean.TRUE.equals(configuration.get("enabled"))) return Optional.empty();
        var own = (String) configuration.get("namespace");
        if (own != null) return Optional.of(own);
        return service.cluster().asGiven().get("serviceConnectDefaults") instanceof Map<?, ?> defaults
                ? Optional.ofNullable((String) defaults.get("namespace"))
                : Optional.empty();
    }
}
