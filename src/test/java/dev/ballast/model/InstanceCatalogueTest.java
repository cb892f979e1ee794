package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceCatalogueTest {
    private static final Path MEASURED = Path.of("../shared/data/instance-types.csv");

    @Test
    void whatTheCatalogueSaysIsWhatAwsPublished() throws IOException {
        assumeTrue(
                Files.exists(MEASURED),
                () -> MEASURED + " is not here: the catalogue was not compared with AWS's own table");
        var rows = new HashMap<String, Map<String, String>>();
        var lines = Files.readAllLines(MEASURED);
        var header = lines.getFirst().split(",");
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            var row = new HashMap<String, String>();
            for (var at = 0; at < header.length; at++) row.put(header[at], cells[at]);
            rows.put(row.get("instance_type"), row);
        }
        var faults = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (var entry : InstanceCatalogue.all()) {
            var type = entry.type();
            var row = rows.get(type.name());
            if (row == null) {
                missing.add(type.name());
                continue;
            }
            compare(type.name() + " vCPUs", type.vcpus(), row.get("vcpus"), faults);
            compare(type.name() + " memory", type.memoryMib(), row.get("memory_mib"), faults);
            compare(type.name() + " ENIs", type.maxEnis(), row.get("max_enis"), faults);
            compare(type.name() + " addresses", entry.addressesPerEni(), row.get("ipv4_per_eni"), faults);
            compare(type.name() + " branch ENIs", type.branchEnis(), row.get("branch_enis"), faults);
            if (!row.get("gpus").isEmpty()) {
                compare(type.name() + " GPUs", type.gpus(), row.get("gpus"), faults);
                // The table counts NVMe only, and the disks of the previous generations are none.
                if (type.traits().currentGeneration())
                    compare(type.name() + " local storage", entry.localGb(), row.get("local_nvme_gib"), faults);
            }
            if (type.architecture() != Architecture.of(row.get("arch")))
                faults.add(type.name() + " is " + row.get("arch"));
            var published = Double.parseDouble(row.get("on_demand_usd_hour"));
            if (Math.abs(entry.onDemand().dollars() / published - 1) > 0.01)
                faults.add(type.name() + " costs " + published + ", not " + entry.onDemand());
        }
        assertThat(faults).isEmpty();
        assertThat(missing).as("types that AWS's table does not have").isEmpty();
    }

    private static void compare(String what, int ours, String published, List<String> faults) {
        if (ours != Integer.parseInt(published)) faults.add(what + ": " + published + ", not " + ours);
    }

    @Test
    void everyFamilyThatTheLocalCloudPromisesIsThere() {
        assertThat(InstanceCatalogue.all())
                .extracting(entry -> entry.type().family())
                .contains(
                        ("t2 t3 t3a t4g m4 m5 m5a m5n m6i m6a m6g m7i m7a m7g c4 c5 c5a c6i c6a c6g c7i c7a c7g r4 r5 r5a r6i r6a r6g"
                                        + " r7i r7g i3 i4i d3 p3 g4dn g5")
                                .split(" "));
    }

    @Test
    void aTypeCostsMoreInDublinThanInVirginia() {
        assertThat(InstanceCatalogue.onDemand("m5.large", "eu-west-1")).contains(UsdPerHour.of("0.107002"));
        assertThat(InstanceCatalogue.onDemand("m5.large", "us-east-1")).contains(UsdPerHour.of("0.096"));
        assertThat(InstanceCatalogue.onDemand("m5.huge", "us-east-1")).isEmpty();
    }
}
