package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are written by the code they describe. {@code mvn test -Dtest=PublishedFilesTest -Dballast.rewrite=true}
 * writes them anew.
 */
class PublishedFilesTest {
    private record Published(String path, Supplier<String> content) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Published> files() {
        return Stream.of(
                new Published("docs/ballast-yaml.md", KeyDocumentation::markdown),
                new Published("docs/ballast.schema.json", KeySchema::json),
                new Published(
                        "examples/ballast.yaml",
                        () -> SpotFleetImport.read(Path.of("examples/spot_request.json"), SpotFleetImportTest.offline())
                                .yaml()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aPublishedFileSaysWhatTheCodeDoes(Published published) throws IOException {
        var file = Path.of(published.path());
        if (Boolean.getBoolean("ballast.rewrite"))
            Files.writeString(file, published.content().get());
        assertThat(file).hasContent(published.content().get());
    }

    @Test
    void everyKeyIsDocumentedWithRangeDefaultAndPurpose() throws IOException {
        var documentation = Files.readString(Path.of("docs/ballast-yaml.md"));
        for (var key : Keys.all()) {
            assertThat(documentation).contains("| `" + key.path() + "` |");
            assertThat(key.why()).as(key.path()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(key.kind().expected()).as(key.path()).isNotBlank();
            assertThat(key.required() || !key.fallbackText().isBlank())
                    .as(key.path())
                    .isTrue();
        }
    }

    @Test
    void theExampleInTheDocumentationIsRead() throws IOException {
        var documentation = Files.readString(Path.of("docs/ballast-yaml.md"));
        var example = documentation.substring(documentation.indexOf("```yaml\n") + 8);
        var settings = BallastYamlTest.read(example.substring(0, example.indexOf("```")));
        assertThat(settings.capacity().instanceTypes()).hasSizeGreaterThan(15);
    }

    @Test
    void theSchemaIsJson() throws IOException {
        var schema = new ObjectMapper().readTree(Files.readString(Path.of("docs/ballast.schema.json")));
        assertThat(schema.at("/properties/capacity/properties/survive/enum")).hasSize(4);
        assertThat(schema.at("/properties/instance/properties/volumes/items/required"))
                .hasSize(2);
    }
}
