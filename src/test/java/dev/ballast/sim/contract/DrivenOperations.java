package dev.ballast.sim.contract;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which operations the contract tests call through the Java SDK, read from their compiled classes: no test has to run for it, and none
 * can forget to say so.
 */
final class DrivenOperations {
    private static final String PAGINATOR = "Paginator";
    private static final JavaClasses CONTRACTS =
            new ClassFileImporter().importPath(Path.of("target/test-classes/dev/ballast/sim/contract"));

    private DrivenOperations() {}

    /** As methods of the given client: {@code describeClusters}, also where only its paginator is called. */
    static Set<String> of(Class<?> client) {
        var methods = new TreeSet<String>();
        for (var contract : CONTRACTS)
            for (var call : contract.getMethodCallsFromSelf())
                if (call.getTargetOwner().isEquivalentTo(client)) methods.add(withoutPaginator(call.getName()));
        return methods;
    }

    private static String withoutPaginator(String method) {
        return method.endsWith(PAGINATOR) ? method.substring(0, method.length() - PAGINATOR.length()) : method;
    }

    /** The client's method for an operation, as the SDK writes it: {@code describeSslPolicies} for DescribeSSLPolicies. */
    static String methodOf(Class<?> client, String operation) {
        for (var method : client.getMethods())
            if (method.getName().equalsIgnoreCase(operation)) return method.getName();
        throw new IllegalArgumentException(client.getSimpleName() + " has no operation " + operation);
    }
}
