package dev.ballast.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table that people read and the table that the rules are made from are the same. */
class RoomTableInTheDocsTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|");

    @Test
    void architectureDescribesEveryRoomWithWhatItMayImport() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
            var row = ROW.matcher(line);
            if (row.matches())
                documented.put(row.group(1), row.group(2).replace("`", "").strip());
        }
        Map<String, String> enforced = new TreeMap<>();
        for (Room room : Room.values()) enforced.put(room.packageName(), imports(room));

        assertThat(documented).isEqualTo(enforced);
    }

    private static String imports(Room room) {
        if (Arrays.stream(Room.values()).allMatch(room::mayImport)) return "everything";
        return room.imports().isEmpty() ? "nothing" : String.join(", ", room.imports());
    }
}
