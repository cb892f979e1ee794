package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private static final Map<String, String> PREFIX = Map.of(
            "Ec2Client", "ec2",
            "EcsClient", "ecs",
            "ElasticLoadBalancingV2Client", "elasticloadbalancing",
            "SqsClient", "sqs",
            "EventBridgeClient", "events",
            "SsmClient", "ssm",
            "StsClient", "sts",
            "PricingClient", "pricing",
            "FisClient", "fis");

    /** What IAM calls otherwise than the API does. */
    private static final Map<String, String> OTHERWISE = Map.of("sqs:DeleteMessageBatch", "sqs:DeleteMessage");

    /** No call of ours: AWS checks them on the caller of another call. */
    private static final Set<String> ALONG = Set.of(
            "ec2:RunInstances",
            "ec2:CreateTags",
            "iam:PassRole",
            "ecs:TagResource",
            "sqs:TagQueue",
            "events:TagResource",
            "fis:TagResource");

    @Test
    void everySdkCallOfTheRoomIsPermittedAndNothingElse() {
        var permitted = Permissions.all().stream()
                .flatMap(permissions -> permissions.actions().stream())
                .filter(action -> !ALONG.contains(action))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(permitted).isEqualTo(calls());
    }

    @Test
    void noActionIsNamedTwice() {
        assertThat(Permissions.all().stream().flatMap(permissions -> permissions.actions().stream()))
                .doesNotHaveDuplicates();
    }

    private static Set<String> calls() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.ballast.aws");
        var calls = new TreeSet<String>();
        for (var type : classes)
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                var client = call.getTargetOwner();
                if (!client.getPackageName().startsWith("software.amazon.awssdk.services.")
                        || !client.getSimpleName().endsWith("Client")
                        || call.getName().equals("builder")) continue;
                assertThat(PREFIX).containsKey(client.getSimpleName());
                var action = PREFIX.get(client.getSimpleName()) + ":" + operation(call.getName());
                calls.add(OTHERWISE.getOrDefault(action, action));
            }
        return calls;
    }

    private static String operation(String method) {
        var name = method.endsWith("Paginator") ? method.substring(0, method.length() - "Paginator".length()) : method;
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
