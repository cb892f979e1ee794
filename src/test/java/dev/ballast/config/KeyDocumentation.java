package dev.ballast.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** docs/ballast-yaml.md, from the table of keys. */
final class KeyDocumentation {
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("", "The cluster");
        SECTIONS.put("capacity", "capacity: what to buy");
        SECTIONS.put("instance", "instance: how an instance is made");
        SECTIONS.put("interruption", "interruption: the two minutes");
        SECTIONS.put("brakes", "brakes: when to stop and look");
        SECTIONS.put("disruption", "disruption: what may move by choice");
    }

    private static final String START = """
            # ballast.yaml

            Everything that Ballast needs to know about a cluster. `ballast init --spot-fleet FILE` writes one from AWS's own spot
            fleet JSON; [examples/ballast.yaml](../examples/ballast.yaml) is such a file, made from
            [examples/spot_request.json](../examples/spot_request.json). The shortest one that works:

            ```yaml
            cluster: live
            region: eu-west-1
            capacity:
              target: 15
              types: {vcpus: 4-8, memory: 8-32}
            instance:
              profile: ecsInstanceRole
              subnets: [subnet-0a1a1a1a1a1a1a1a1, subnet-0b2b2b2b2b2b2b2b2, subnet-0c3c3c3c3c3c3c3c3]
              security-groups: [sg-0123456789abcdef0]
            ```

            - A key that is not in the tables below is refused, with the nearest one that is. All faults are told at once, each with
              its line, and then nothing is done (exit status 2).
            - `--set KEY=VALUE` and the environment variable of a key (`capacity.on-demand.patience` is
              `BALLAST_CAPACITY_ON_DEMAND_PATIENCE`) win over the file, `--set` over the environment. `--set capacity.types=a,b` says
              a list, `--set instance.volumes[0].size=50` an element, an empty value takes the file's away.
            - `[]` in a key is any element of a list, `*` any name of your own.
            - Durations are `90s`, `15m`, `2h` or `1d`, sizes `40 GiB` or `1 TiB`, money is US dollars an hour. YAML's aliases and tags
              are not read.
            - Editors complete and check the file by [ballast.schema.json](ballast.schema.json); with the YAML language server, put
              `# yaml-language-server: $schema=PATH/docs/ballast.schema.json` on its first line.
            """;

    private KeyDocumentation() {}

    static String markdown() {
        var text = new StringBuilder(START);
        SECTIONS.forEach((section, title) -> {
            text.append("\n## ").append(title).append("\n\n");
            text.append("| key | what it takes | default | what it is for |\n|---|---|---|---|\n");
            for (var key : Keys.all()) if (section(key).equals(section)) row(text, key);
        });
        return text.toString();
    }

    private static String section(SettingKey<?> key) {
        var dot = key.path().indexOf('.');
        return dot < 0 ? "" : key.path().substring(0, dot);
    }

    private static void row(StringBuilder text, SettingKey<?> key) {
        var form = switch (key.form()) {
            case ONE -> "";
            case LIST -> "a list, each ";
            case LIST_OR_ONE -> "one or a list, each ";
            case MAP -> "for each name: ";
        };
        var fallback = key.fallback().isPresent() ? "`" + key.fallbackText() + "`" : key.fallbackText();
        text.append("| ");
        text.append(String.join(
                " | ",
                List.of(
                        "`" + key.path() + "`",
                        cell(form + key.kind().expected()),
                        cell(key.required() ? "**required**" + scope(key) : fallback),
                        cell(key.why()))));
        text.append(" |\n");
    }

    private static String scope(SettingKey<?> key) {
        if (key.path().contains("[]")) return " in each";
        return key.path().startsWith("instance.") ? " where the section is there" : "";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
