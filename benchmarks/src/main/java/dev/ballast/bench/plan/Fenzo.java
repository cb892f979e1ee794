package dev.ballast.bench.plan;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.mesos.Protos;

/** Netflix Fenzo with its bin packer of CPU and memory, offered more equal hosts than it needs. */
final class Fenzo {
    private static final long NEVER_SECONDS = 1_000_000;

    private Fenzo() {}

    /**
     * @param shapes in the order in which they are asked for
     * @return how many hosts got a task
     */
    static int hosts(List<TaskShape> shapes, Resources each, int offered) {
        var scheduler = new TaskScheduler.Builder()
                .withFitnessCalculator(BinPackingFitnessCalculators.cpuMemBinPacker)
                .withLeaseOfferExpirySecs(NEVER_SECONDS)
                .withLeaseRejectAction(lease -> {})
                .build();
        try {
            var tasks = new ArrayList<TaskRequest>(shapes.size());
            for (var shape : shapes) tasks.add(new Task("task-" + tasks.size(), shape.needs()));
            var hosts = new ArrayList<VirtualMachineLease>(offered);
            for (var i = 0; i < offered; i++) hosts.add(new Host("host-" + i, each));
            var result = scheduler.scheduleOnce(tasks, hosts);
            if (!result.getFailures().isEmpty())
                throw new IllegalStateException(
                        result.getFailures().size() + " tasks found no room on " + offered + " hosts");
            return result.getResultMap().size();
        } finally {
            scheduler.shutdown();
        }
    }

    /** Fenzo counts CPUs, not units of them. */
    private static double cpus(Resources resources) {
        return resources.cpuUnits() / 1024.0;
    }

    private record Task(String id, Resources needs) implements TaskRequest {
        @Override
        public String getId() {
            return id;
        }

        @Override
        public String taskGroupName() {
            return "";
        }

        @Override
        public double getCPUs() {
            return cpus(needs);
        }

        @Override
        public double getMemory() {
            return needs.memoryMib();
        }

        @Override
        public double getNetworkMbps() {
            return 0;
        }

        @Override
        public double getDisk() {
            return 0;
        }

        @Override
        public int getPorts() {
            return 0;
        }

        @Override
        public Map<String, Double> getScalarRequests() {
            return Map.of();
        }

        @Override
        public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
            return Map.of();
        }

        @Override
        public List<? extends ConstraintEvaluator> getHardConstraints() {
            return List.of();
        }

        @Override
        public List<? extends VMTaskFitnessCalculator> getSoftConstraints() {
            return List.of();
        }

        @Override
        public void setAssignedResources(AssignedResources assigned) {
            // nobody asks for it again
        }

        @Override
        public AssignedResources getAssignedResources() {
            return null;
        }
    }

    private record Host(String hostname, Resources has) implements VirtualMachineLease {
        @Override
        public String getId() {
            return hostname;
        }

        @Override
        public long getOfferedTime() {
            return 0;
        }

        @Override
        public String getVMID() {
            return hostname;
        }

        @Override
        public double cpuCores() {
            return cpus(has);
        }

        @Override
        public double memoryMB() {
            return has.memoryMib();
        }

        @Override
        public double networkMbps() {
            return 0;
        }

        @Override
        public double diskMB() {
            return 0;
        }

        @Override
        public List<Range> portRanges() {
            return List.of();
        }

        @Override
        public Protos.Offer getOffer() {
            return null;
        }

        /** Fenzo asks it for null, which a Map.of would not bear. */
        @Override
        public Map<String, Protos.Attribute> getAttributeMap() {
            return new java.util.HashMap<>();
        }

        @Override
        public Double getScalarValue(String name) {
            return 0.0;
        }

        @Override
        public Map<String, Double> getScalarValues() {
            return Map.of();
        }
    }
}
