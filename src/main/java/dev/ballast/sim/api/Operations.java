package dev.ballast.sim.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The operations of one service, by name. */
public final class Operations {
    private final Service service;
    private final Map<String, Operation<?, ?>> byName = new LinkedHashMap<>();

    private Operations(Service service) {
        this.service = service;
    }

    /** All operations of the given APIs, per service; several APIs may share one service. */
    public static Map<Service, Operations> of(List<? extends Api> apis) {
        Map<Service, Operations> services = new LinkedHashMap<>();
        for (Api api : apis) {
            api.register(services.computeIfAbsent(api.service(), Operations::new));
        }
        return services;
    }

    /**
     * Adds one operation.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public <Q extends AwsRequest, R extends AwsResponse> Operation<Q, R> on(
            String name, Supplier<? extends SdkBuilder<?, Q>> request, Operation.Handler<Q, R> handler) {
        Operation<Q, R> operation = new Operation<>(service, name, request, handler);
        if (byName.putIfAbsent(name, operation) != null) {
            throw new IllegalArgumentException(service + " has two operations named " + name);
        }
        return operation;
    }

    public Service service() {
        return service;
    }

    public Optional<Operation<?, ?>> named(String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }

    public Collection<Operation<?, ?>> all() {
        return new ArrayList<>(byName.values());
    }
}
