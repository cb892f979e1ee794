package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Every operation that is promised is known to the wire, and every one that is known is driven by a contract test through the SDK. */
class ServiceOperationsContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Map<Service, Operations> services = Operations.of(cloud.apis());

    @AfterEach
    void close() {
        cloud.close();
    }

    static Stream<Arguments> promised() {
        return Stream.of(
                // What is promised of it stands in Ec2OperationsContractTest.
                Arguments.of(Service.EC2, Ec2Client.class, List.of("RunInstances")),
                Arguments.of(
                        Service.ECS,
                        EcsClient.class,
                        List.of(
                                "CreateCluster UpdateCluster UpdateClusterSettings DeleteCluster DescribeClusters ListClusters",
                                "PutClusterCapacityProviders CreateCapacityProvider UpdateCapacityProvider",
                                "DeleteCapacityProvider DescribeCapacityProviders",
                                "RegisterContainerInstance DeregisterContainerInstance DescribeContainerInstances",
                                "ListContainerInstances UpdateContainerInstancesState UpdateContainerAgent",
                                "PutAttributes DeleteAttributes ListAttributes",
                                "RegisterTaskDefinition DeregisterTaskDefinition DeleteTaskDefinitions",
                                "DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies",
                                "RunTask StartTask StopTask DescribeTasks ListTasks",
                                "CreateService UpdateService DeleteService DescribeServices ListServices",
                                "ListServicesByNamespace CreateTaskSet UpdateTaskSet DeleteTaskSet DescribeTaskSets",
                                "UpdateServicePrimaryTaskSet GetTaskProtection UpdateTaskProtection",
                                "TagResource UntagResource ListTagsForResource ListAccountSettings PutAccountSetting",
                                "PutAccountSettingDefault DeleteAccountSetting ExecuteCommand DiscoverPollEndpoint")),
                Arguments.of(
                        Service.ELASTIC_LOAD_BALANCING,
                        ElasticLoadBalancingV2Client.class,
                        List.of(
                                "CreateLoadBalancer DeleteLoadBalancer DescribeLoadBalancers SetSubnets SetSecurityGroups",
                                "SetIpAddressType DescribeLoadBalancerAttributes ModifyLoadBalancerAttributes",
                                "CreateListener ModifyListener DeleteListener DescribeListeners",
                                "CreateRule ModifyRule DeleteRule DescribeRules SetRulePriorities",
                                "CreateTargetGroup ModifyTargetGroup DeleteTargetGroup DescribeTargetGroups",
                                "DescribeTargetGroupAttributes ModifyTargetGroupAttributes",
                                "RegisterTargets DeregisterTargets DescribeTargetHealth",
                                "AddTags RemoveTags DescribeTags DescribeAccountLimits")),
                Arguments.of(
                        Service.SQS,
                        SqsClient.class,
                        List.of(
                                "CreateQueue DeleteQueue GetQueueUrl ListQueues GetQueueAttributes SetQueueAttributes",
                                "SendMessage SendMessageBatch ReceiveMessage DeleteMessage DeleteMessageBatch",
                                "ChangeMessageVisibility ChangeMessageVisibilityBatch PurgeQueue TagQueue UntagQueue",
                                "ListQueueTags ListDeadLetterSourceQueues AddPermission RemovePermission")),
                Arguments.of(
                        Service.EVENTBRIDGE,
                        EventBridgeClient.class,
                        List.of(
                                "PutRule DeleteRule DescribeRule ListRules EnableRule DisableRule PutTargets RemoveTargets",
                                "ListTargetsByRule ListRuleNamesByTarget PutEvents TestEventPattern CreateEventBus",
                                "DeleteEventBus DescribeEventBus ListEventBuses TagResource UntagResource",
                                "ListTagsForResource")),
                Arguments.of(
                        Service.SSM,
                        SsmClient.class,
                        List.of(
                                "PutParameter GetParameter GetParameters GetParametersByPath GetParameterHistory",
                                "DescribeParameters DeleteParameter DeleteParameters")),
                Arguments.of(
                        Service.SECRETS_MANAGER,
                        SecretsManagerClient.class,
                        List.of(
                                "CreateSecret PutSecretValue GetSecretValue BatchGetSecretValue DescribeSecret ListSecrets",
                                "UpdateSecret DeleteSecret RestoreSecret")),
                Arguments.of(
                        Service.FIS,
                        FisClient.class,
                        List.of(
                                "CreateExperimentTemplate StartExperiment GetExperiment StopExperiment ListExperiments")),
                Arguments.of(Service.STS, StsClient.class, List.of("GetCallerIdentity")),
                Arguments.of(Service.IAM, IamClient.class, List.of("GetInstanceProfile")),
                Arguments.of(
                        Service.PRICING,
                        PricingClient.class,
                        List.of("GetProducts DescribeServices GetAttributeValues")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promised")
    void whatIsPromisedIsKnownToTheWire(Service service, Class<?> client, List<String> names) {
        assertThat(services.get(service).all())
                .extracting(Operation::name)
                .contains(String.join(" ", names).split(" "));
    }

    /** Of whatever the wire knows, so that an operation cannot come without its contract. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("promised")
    void whatTheWireKnowsIsDrivenByAContract(Service service, Class<?> client, List<String> names) {
        var methods = services.get(service).all().stream()
                .map(operation -> DrivenOperations.methodOf(client, operation.name()))
                .toList();
        assertThat(DrivenOperations.of(client)).containsAll(methods);
    }
}
