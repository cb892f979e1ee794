package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.model.AdvisorBands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisorCsvTest {
    private static final String HEADER = "region,instance_type,vcpus,memory_gib,savings_pct,band,interruption_band\n";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("advisor.csv"), text);
    }

    private List<String> faults(String text, String... types) throws IOException {
        var file = file(text);
        var bad = catchThrowableOfType(BadInput.class, () -> AdvisorCsv.read(file, "us-east-1", List.of(types)));
        return bad.faults().stream()
                .map(fault -> fault.line() + ": " + fault.message())
                .toList();
    }

    @Test
    void theBandsOfTheTypesInTheRegionAreRead() throws IOException {
        var file = file(HEADER + """
                eu-west-1,m5.large,2,8.0,50,4,>20%
                us-east-1,m5.large,2,8.0,50,1,5-10%
                us-east-1,c5.large,2,4.0,50,0,<5%
                us-east-1,a1.large,2,4.0,50,nothing,of ours
                """);
        assertThat(AdvisorCsv.read(file, "us-east-1", List.of("m5.large", "c5.large"))
                        .byType())
                .isEqualTo(new TreeMap<>(Map.of("c5.large", 0, "m5.large", 1)));
    }

    @Test
    void columnsMayStandInAnyOrder() throws IOException {
        var file = file("band,instance_type,region\n3,m5.large,us-east-1\n");
        assertThat(AdvisorCsv.read(file, "us-east-1", List.of("m5.large")).of("m5.large"))
                .hasValue(3);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceByItsLine() throws IOException {
        assertThat(faults(HEADER + """
                        us-east-1,m5.large,2,8.0,50,5,>20%
                        us-east-1,c5.large,2
                        us-east-1,r5.large,2,16,50,1,5-10%
                        us-east-1,r5.large,2,16,50,2,10-15%
                        """, "m5.large", "c5.large", "r5.large"))
                .containsExactly(
                        "2: '5' is no band, expected 0 to 4",
                        "3: has 3 columns, expected 7",
                        "5: r5.large has a band already, in a line before");
    }

    @Test
    void anotherFileIsTold() throws IOException {
        assertThat(faults("time_s,instance_type,zone,capacity\n", "m5.large"))
                .containsExactly("1: is no file of the Spot Instance advisor: expected the first line to name the"
                        + " columns region, instance_type, band");
        assertThat(faults("", "m5.large")).hasSize(1);
    }

    @Test
    void aTypeWithoutABandIsTold() throws IOException {
        assertThat(faults(HEADER + "us-east-1,m5.large,2,8.0,50,1,5-10%\n", "m5.large", "c5.large"))
                .containsExactly("0: has no band of c5.large in us-east-1; leave the type out, or name another region"
                        + " or file");
    }

    @Test
    void thePublishedFileIsRead() {
        var published = Path.of("../shared/data/spot-advisor.csv");
        assumeTrue(Files.exists(published), published + " is not here");
        assertThat(AdvisorCsv.read(published, "us-east-1", List.of("m5.large", "c5.large"))
                        .byType()
                        .values())
                .hasSize(2)
                .allMatch(band -> band >= 0 && band <= AdvisorBands.MOST);
    }
}
