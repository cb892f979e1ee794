package dev.ballast.aws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Task definitions by ARN; a revision never changes, so each is read once. Thread-safe. */
final class TaskDefinitions {
    private static final int KEPT_MAX = 5_000;

    private final AwsClients clients;
    private final Map<String, TaskDefinition> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TaskDefinition> eldest) {
            return size() > KEPT_MAX;
        }
    };

    TaskDefinitions(AwsClients clients) {
        this.clients = clients;
    }

    /** By ARN; without those that are deleted. */
    synchronized Map<String, TaskDefinition> of(Collection<String> arns) {
        var missing = new TreeSet<>(arns);
        missing.removeAll(known.keySet());
        var read = Together.each(missing, this::read);
        for (var one : read) one.ifPresent(definition -> known.put(definition.taskDefinitionArn(), definition));
        var found = new TreeMap<String, TaskDefinition>();
        for (var arn : arns) if (known.containsKey(arn)) found.put(arn, known.get(arn));
        return found;
    }

    private Optional<TaskDefinition> read(String arn) {
        try {
            return Optional.of(clients.reads()
                    .ecs()
                    .describeTaskDefinition(request -> request.taskDefinition(arn))
                    .taskDefinition());
        } catch (ClientException deleted) {
            return Optional.empty(); // "Unable to describe task definition."
        }
    }
}
