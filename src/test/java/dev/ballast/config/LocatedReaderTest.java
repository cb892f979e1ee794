package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatedReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a": 1,}          | f:1: malformed: unexpected character '}': was expecting double-quote to start field name
            {"a": [1,2         | f:1: the text ends too early: expected ']' for what opens on line 1
            {"a": 1            | f:1: the text ends too early: expected '}' for what opens on line 1
            {"a": "x           | f:1: the text ends too early, in the middle of a value
            {"a" 1}            | f:1: malformed: unexpected character '1': was expecting a colon to separate field name and value
            {"a":1 "b":2}      | f:1: malformed: unexpected character '"': was expecting comma to separate Object entries
            {"a":1}{           | f:1: expected the end of the file, found something after the document
            {"a":1, "a":2}     | f:1: a: is given twice, first on line 1
            {"a":NaN}          | f:1: malformed: non-standard token 'NaN'
            """)
    void brokenJsonIsToldWithItsPlaceAndWhatWasExpected(String json, String fault) {
        var faults = new Faults();
        LocatedReader.json(json, "f", faults);
        assertThat(faults.list()).extracting(Fault::toString).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a: [1, 2          | f:1: malformed: while parsing a flow sequence, expected ',' or ']'
            a: 'x             | f:1: malformed: while scanning a quoted scalar, found unexpected end of stream
            a: 1~ b: 2        | f:2: malformed: mapping values are not allowed here
            a: &x 1~b: *x     | f:2: b: aliases (*x) are not read, write the value again
            a: !!str 1        | f:1: a: tags (!tag:yaml.org,2002:str) are not read, write the plain value
            a: 1~---~b: 1     | f:3: expected the end of the file, found something after the document
            a: 1~b: 2~a: 3    | f:3: a: is given twice, first on line 1
            x:~  a: 1~  a: 2  | f:3: x.a: is given twice, first on line 2
            # nothing         | f:1: is empty, expected keys and values
            """)
    void brokenYamlIsToldWithItsPlaceAndWhatWasExpected(String yaml, String fault) {
        var faults = new Faults();
        LocatedReader.yaml(yaml.replace('~', '\n'), "f", faults);
        assertThat(faults.list()).extracting(Fault::toString).containsExactly(fault);
    }

    @Test
    void deepNestingIsRefusedBeforeItFillsTheStack() {
        for (var bomb : List.of("[".repeat(200_000), "{\"a\":".repeat(50_000), "- ".repeat(50_000))) {
            var faults = new Faults();
            LocatedReader.yaml(bomb, "f", faults);
            assertThat(faults.list())
                    .singleElement()
                    .extracting(Fault::message)
                    .asString()
                    .contains("nested deeper than 32");
        }
        var faults = new Faults();
        LocatedReader.json("[".repeat(200_000), "f", faults);
        assertThat(faults.list())
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("nested deeper than 32");
    }

    @Test
    void anAliasBombIsRefusedAtItsFirstAlias() {
        var bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n";
        var faults = new Faults();
        LocatedReader.yaml(bomb, "f", faults);
        assertThat(faults.list())
                .singleElement()
                .hasToString("f:2: b[0]: aliases (*a) are not read, write the value again");
    }

    @Test
    void everyValueKnowsItsLineAndColumn() {
        var root = (Node.Mapping) LocatedReader.yaml("a: 1\nb:\n  - x\n  - c: y\n", "f", new Faults());
        var list = (Node.Listing) root.entries().get("b").value();
        var inner = (Node.Mapping) list.items().get(1);
        assertThat(root.entries().get("b").keyPlace()).isEqualTo(new Place("f", 2, 1));
        assertThat(list.items().get(0).place()).isEqualTo(new Place("f", 3, 5));
        assertThat(inner.entries().get("c").value().place()).isEqualTo(new Place("f", 4, 8));
    }

    @Test
    void whatIsNoReadableTextFileIsToldWithoutAStackTrace() throws Exception {
        var binary = Files.write(folder.resolve("binary"), new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
        var marked = Files.write(folder.resolve("marked"), "\uFEFFa: 1".getBytes(StandardCharsets.UTF_8));
        var large = Files.write(folder.resolve("large"), new byte[100]);
        assertThatThrownBy(() -> LocatedReader.text(binary, 100, "")).hasMessage(binary + ": is not UTF-8 text");
        assertThatThrownBy(() -> LocatedReader.text(folder, 100, ""))
                .hasMessage(folder + ": is a folder, expected a file");
        assertThatThrownBy(() -> LocatedReader.text(large, 99, "")).hasMessageContaining("is longer than");
        assertThatThrownBy(() -> LocatedReader.text(folder.resolve("none"), 9, "'ballast init' writes one"))
                .isInstanceOf(BadInput.class)
                .hasMessage(folder.resolve("none") + ": no such file; 'ballast init' writes one");
        assertThat(LocatedReader.text(marked, 100, "")).isEqualTo("a: 1");
    }
}
