package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ballast.config.BallastYaml.Reading;
import dev.ballast.model.Architecture;
import dev.ballast.model.Flaw;
import dev.ballast.model.HostLimit;
import dev.ballast.model.LossBand;
import dev.ballast.model.Settings;
import dev.ballast.model.Target;
import dev.ballast.model.TimeWindow;
import dev.ballast.model.UsdPerHour;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BallastYamlTest {
    static final String LEAST = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 5
              types: [m5.large, m5.xlarge, c5.large]
            """;

    static final String MOST = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 80 vcpu
              types:
                - m5.large
                - c5.large
              survive: zone
              risk: 0.01
              loss-rates:
                m5.large: <5%
                c5.large: ">20%"
              max-price: 0.25
              backend: spot-fleet
              on-demand:
                patience: 90s
                cap-per-hour: 3
                share: 0.5
                base: 4
                caution: 0.2
              least-types: 2
            instance:
              image: ami-76e95b05
              key: ops
              profile: arn:aws:iam::123456789012:instance-profile/ecs
              subnets: [subnet-0a1a1a1a1a1a1a1a1, subnet-0b2b2b2b2b2b2b2b2]
              security-groups: [sg-0123456789abcdef0]
              public-address: true
              volumes:
                - use: docker
                  size: 40 GiB
                  type: gp2
                  encrypted: false
                - use: logs
                  size: 20
                  device: /dev/xvdf
                  mount: /logs
                - {use: data, size: 1 TiB}
              tags:
                Name: live-ECS-web
                stage: live
              ecs-config:
                ECS_RESERVED_MEMORY: 64
                ECS_INSTANCE_ATTRIBUTES: '{"stack":"live"}'
              registry-auth:
                type: dockercfg
                reference: ssm:/live/registry
              user-data:
                - |
                  #!/bin/bash
                  echo one
                - echo two
              bootstrap:
                repository: git@example.com:ops/playbooks.git
                revision: v1.2
                playbook: ecs/site.yml
                variables:
                  stage: live
              spot-fleet-role: arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-role
            interruption:
              margin: 15s
              rerun-standalone-tasks: true
              agent-drains: true
            brakes:
              oldest-fact: 1m
              missing-share: 0.5
              drains-at-once: 4
            disruption:
              minimum-age: 30m
              cool-down: 2m
              least-saving: 0.1
              budgets:
                - hosts: 10%
                - hosts: 0
                  days: mon-wed, fri
                  from: "08:00"
                  to: "18:30"
                  time-zone: Europe/Berlin
                - {hosts: 2, days: sat-sun}
            """;

    static Reading plain() {
        return Reading.of(Overrides.none(), TypeCatalogue.builtIn());
    }

    static Settings read(String text) {
        return BallastYaml.open(text, "ballast.yaml", plain()).settings();
    }

    static List<String> faults(String text) {
        return faults(text, Overrides.none());
    }

    static List<String> faults(String text, Overrides overrides) {
        var reading = Reading.of(overrides, TypeCatalogue.builtIn());
        var bad = catchThrowableOfType(BadInput.class, () -> BallastYaml.open(text, "ballast.yaml", reading));
        assertThat(bad).as("faults were expected").isNotNull();
        return bad.faults().stream().map(Fault::toString).toList();
    }

    @Test
    void everyDefaultIsPinned() {
        var settings = read(LEAST);
        assertThat(settings)
                .isEqualTo(new Settings(
                        "live",
                        "eu-west-1",
                        Settings.Mode.KEEP,
                        new Settings.Capacity(
                                Target.instances(5),
                                List.of("m5.large", "m5.xlarge", "c5.large"),
                                Settings.Survive.AUTO,
                                Optional.empty(),
                                Settings.Backend.EC2_FLEET,
                                new Settings.OnDemand(Duration.ofMinutes(5), UsdPerHour.of("1.00"), 1, 0, 0.1),
                                15,
                                new Settings.Risk(0.0001, new TreeMap<>())),
                        new Settings.InstanceTemplate(
                                new Settings.ImageChoice.EcsOptimized(Architecture.X86_64),
                                new Settings.Network(List.of(), List.of(), false),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Map.of(),
                                new TreeMap<>(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()),
                        new Settings.Interruption(Duration.ofSeconds(10), false, false, false),
                        new Settings.Brakes(Duration.ofMinutes(2), 0.3, 2),
                        new Settings.Disruption(Duration.ofMinutes(10), Duration.ofMinutes(5), 0.05, List.of())));
        var parts = read(LEAST + """
                instance:
                  volumes: [{use: docker, size: 40}, {use: logs, size: 10}, {use: data, size: 10}]
                  registry-auth: {reference: ssm:/x}
                  bootstrap: {repository: https://example.com/x}
                """).instance();
        assertThat(parts.volumes())
                .containsExactly(
                        volume(Settings.VolumeUse.DOCKER, 40, Optional.empty()),
                        volume(Settings.VolumeUse.LOGS, 10, Optional.of("/mnt/logs")),
                        volume(Settings.VolumeUse.DATA, 10, Optional.of("/mnt/data")));
        assertThat(parts.registryAuth()).contains(new Settings.RegistryAuth("docker", "ssm:/x"));
        assertThat(parts.bootstrap())
                .contains(new Settings.Bootstrap("https://example.com/x", "main", "local.yml", new TreeMap<>()));
    }

    private static Settings.Volume volume(Settings.VolumeUse use, int sizeGib, Optional<String> mount) {
        return new Settings.Volume(use, Optional.empty(), sizeGib, "gp3", true, mount);
    }

    @Test
    void everyKeyIsRead() {
        var settings = read(MOST);
        assertThat(settings.capacity())
                .isEqualTo(new Settings.Capacity(
                        new Target(80, Target.Unit.VCPUS),
                        List.of("m5.large", "c5.large"),
                        Settings.Survive.ZONE,
                        Optional.of(UsdPerHour.of("0.25")),
                        Settings.Backend.SPOT_FLEET,
                        new Settings.OnDemand(Duration.ofSeconds(90), UsdPerHour.of("3"), 0.5, 4, 0.2),
                        2,
                        new Settings.Risk(
                                0.01,
                                new TreeMap<>(Map.of("m5.large", LossBand.BELOW_5, "c5.large", LossBand.ABOVE_20)))));
        var instance = settings.instance();
        assertThat(instance.image()).isEqualTo(new Settings.ImageChoice.ById("ami-76e95b05"));
        assertThat(instance.volumes())
                .containsExactly(
                        new Settings.Volume(
                                Settings.VolumeUse.DOCKER, Optional.empty(), 40, "gp2", false, Optional.empty()),
                        new Settings.Volume(
                                Settings.VolumeUse.LOGS,
                                Optional.of("/dev/xvdf"),
                                20,
                                "gp3",
                                true,
                                Optional.of("/logs")),
                        new Settings.Volume(
                                Settings.VolumeUse.DATA,
                                Optional.empty(),
                                1024,
                                "gp3",
                                true,
                                Optional.of("/mnt/data")));
        assertThat(instance.tags()).containsExactly(Map.entry("Name", "live-ECS-web"), Map.entry("stage", "live"));
        assertThat(instance.ecsConfig())
                .containsEntry("ECS_RESERVED_MEMORY", "64")
                .containsEntry("ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"live\"}");
        assertThat(instance.userData()).containsExactly("#!/bin/bash\necho one\n", "echo two");
        assertThat(instance.bootstrap())
                .hasValueSatisfying(
                        bootstrap -> assertThat(bootstrap.variables()).containsExactly(Map.entry("stage", "live")));
        assertThat(settings.interruption())
                .isEqualTo(new Settings.Interruption(Duration.ofSeconds(15), true, true, false));
        assertThat(settings.brakes()).isEqualTo(new Settings.Brakes(Duration.ofMinutes(1), 0.5, 4));
        assertThat(settings.disruption())
                .isEqualTo(new Settings.Disruption(
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(2),
                        0.1,
                        List.of(
                                new Settings.Budget(HostLimit.of("10%"), Optional.empty()),
                                new Settings.Budget(
                                        HostLimit.of("0"),
                                        Optional.of(window(
                                                List.of(
                                                        DayOfWeek.MONDAY,
                                                        DayOfWeek.TUESDAY,
                                                        DayOfWeek.WEDNESDAY,
                                                        DayOfWeek.FRIDAY),
                                                "08:00",
                                                "18:30",
                                                "Europe/Berlin"))),
                                new Settings.Budget(
                                        HostLimit.of("2"),
                                        Optional.of(window(
                                                List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                                                "00:00",
                                                "00:00",
                                                "UTC"))))));
    }

    private static TimeWindow window(List<DayOfWeek> days, String from, String to, String zone) {
        return new TimeWindow(new TreeSet<>(days), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }

    @Test
    void theEffectiveSettingsReadBackToThemselves() {
        for (var text : List.of(LEAST, MOST))
            assertThat(read(BallastYaml.effective(read(text)))).isEqualTo(read(text));
    }

    @Test
    void theEffectiveSettingsHideWhatMayBeASecret() {
        var effective = BallastYaml.effective(read(LEAST + """
                instance:
                  user-data:
                    - |
                      export DB_PASSWORD=hunter2
                      echo visible
                  bootstrap:
                    repository: https://example.com/x
                    variables: {db_password: hunter2, stage: live}
                """));
        assertThat(effective).doesNotContain("hunter2").contains("echo visible", "stage: live", "(hidden)");
    }

    /** Lines are counted from the whole file: five lines of {@link #LEAST} stand above. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            capacty: 1                              | ballast.yaml:6: capacty: unknown key, did you mean 'capacity'?
            target: 5                               | ballast.yaml:6: target: unknown key, did you mean 'capacity.target'?
            max_price: 1                            | ballast.yaml:6: max_price: unknown key, did you mean 'capacity.max-price'?
            instance: {imag: x}                     | ballast.yaml:6: instance.imag: unknown key, did you mean 'image'?
            instance: [1]                           | ballast.yaml:6: instance: expected a mapping with the keys image, key, profile, subnets, security-groups, public-address, volumes, tags, ecs-config, registry-auth, user-data, bootstrap, spot-fleet-role, found a list
            instance: {image: [ami-76e95b05]}       | ballast.yaml:6: instance.image: expected an image id such as ami-0123456789abcdef0, or ecs-optimized, found a list
            instance: {image: windows}              | ballast.yaml:6: instance.image: expected an image id such as ami-0123456789abcdef0, or ecs-optimized, found 'windows'
            instance: {image: {ecs-optimized: x86}} | ballast.yaml:6: instance.image.ecs-optimized: expected x86_64 or arm64, found 'x86'
            instance: {image: {ecs-optimized: arm64}} | ballast.yaml:6: instance.image: is for arm64 but the type m5.large is x86_64
            instance: {subnets: subnet-12345678}    | ballast.yaml:6: instance.subnets: expected a list, each a subnet id such as subnet-0123456789abcdef0, found a text
            instance: {subnets: [subnet-1]}         | ballast.yaml:6: instance.subnets[0]: expected a subnet id such as subnet-0123456789abcdef0, found 'subnet-1'
            instance: {public-address: yes}         | ballast.yaml:6: instance.public-address: expected true or false, found 'yes'
            instance: {key: }                       | ballast.yaml:6: instance.key: has no value, expected the name of an EC2 key pair
            instance: {volumes: [{use: docker}]}    | ballast.yaml:6: instance.volumes[0].size: missing, expected a size such as 40 GiB, from 1 to 65536 GiB
            instance: {volumes: [{use: dokcer, size: 1}]} | ballast.yaml:6: instance.volumes[0].use: expected one of docker, logs, data, found 'dokcer', did you mean 'docker'?
            instance: {volumes: [{use: logs, size: 10 MB}]} | ballast.yaml:6: instance.volumes[0].size: expected a size such as 40 GiB, from 1 to 65536 GiB, found '10 MB'
            instance: {volumes: [{use: logs, size: 10, type: sc1}]} | ballast.yaml:6: instance.volumes[0].size: sc1 volumes have at least 125 GiB
            instance: {volumes: [{use: logs, size: 9, device: /dev/sdf}, {use: data, size: 9, device: /dev/xvdf}]} | ballast.yaml:6: instance.volumes[1].device: is the device of element 0 (sdf and xvdf are one device)
            instance: {volumes: [{use: logs, size: 9}, {use: logs, size: 9}]} | ballast.yaml:6: instance.volumes[1].mount: would be mounted at /mnt/logs as element 0 is; give it a mount of its own
            instance: {volumes: [{use: docker, size: 9}, {use: docker, size: 9}]} | ballast.yaml:6: instance.volumes[1].use: Docker's data fit on one volume, and element 0 is it
            instance: {tags: {"aws:x": y}}          | ballast.yaml:6: instance.tags.aws:x: tags that begin with aws: or ballast: are not yours to set
            instance: {ecs-config: {ECS_CLUSTER: x}} | ballast.yaml:6: instance.ecs-config.ECS_CLUSTER: the cluster is said once, under 'cluster'; leave this out
            instance: {ecs-config: {ECS_RESERVD_MEMORY: 1}} | ballast.yaml:6: instance.ecs-config.ECS_RESERVD_MEMORY: no setting of the ECS agent, did you mean 'ECS_RESERVED_MEMORY'?
            instance: {registry-auth: {type: docker}} | ballast.yaml:6: instance.registry-auth.reference: missing, expected secretsmanager:NAME, the ARN of a Secrets Manager secret, or ssm:/NAME of a SecureString parameter
            instance: {bootstrap: {repository: "ext::sh -c id"}} | ballast.yaml:6: instance.bootstrap.repository: expected a git URL such as https://HOST/PATH or git@HOST:PATH, without a password in it
            interruption: {margin: 2m}              | ballast.yaml:6: interruption.margin: expected a duration such as 90s, 15m or 2h, from 0s to 1m, found '2m'
            interruption: {margin: 10}              | ballast.yaml:6: interruption.margin: expected a duration such as 90s, 15m or 2h, from 0s to 1m, found '10'
            brakes: {missing-share: 30%}            | ballast.yaml:6: brakes.missing-share: expected a share from 0 to 1 such as 0.3, found '30%'
            brakes: {drains-at-once: 0}             | ballast.yaml:6: brakes.drains-at-once: expected a whole number from 1 to 100, found '0'
            instance: {tags: {x: [1]}}              | ballast.yaml:6: instance.tags.x: expected a text of at most 256 characters, found a list
            disruption: {budgets: [{}]}             | ballast.yaml:6: disruption.budgets[0].hosts: missing, expected a number of hosts such as 2, or a share of them such as 10%
            disruption: {budgets: [{hosts: 101%}]}  | ballast.yaml:6: disruption.budgets[0].hosts: expected a number of hosts such as 2, or a share of them such as 10%, found '101%'
            disruption: {budgets: [{hosts: 1, days: mon-fry}]}     | ballast.yaml:6: disruption.budgets[0].days: expected days such as mon-fri or sat, sun, found 'mon-fry'
            disruption: {budgets: [{hosts: 1, from: "25:00"}]}     | ballast.yaml:6: disruption.budgets[0].from: expected a time such as 08:00, from 00:00 to 24:00, found '25:00'
            disruption: {budgets: [{hosts: 1, days: sat, time-zone: Berlin}]} | ballast.yaml:6: disruption.budgets[0].time-zone: expected a time zone such as Europe/Berlin or UTC, found 'Berlin'
            disruption: {budgets: [{hosts: 1, time-zone: UTC}]}    | ballast.yaml:6: disruption.budgets[0].time-zone: means nothing without days, from or to: this budget holds always
            disruption: {least-saving: 5%}          | ballast.yaml:6: disruption.least-saving: expected a share from 0 to 1 such as 0.3, found '5%'
            brakes: 3                               | ballast.yaml:6: brakes: expected a mapping with the keys oldest-fact, missing-share, drains-at-once, found a number
            """)
    void aFaultHasFileLineKeyAndWhatWasExpected(String line, String fault) {
        assertThat(faults(LEAST + line + "\n")).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {types: [m5.large]}                         | 3: capacity.target: missing, expected a number of instances such as 20, vCPUs such as 80 vcpu, or memory such as 320 GiB
            {target: many, types: [m5.large]}           | 3: capacity.target: expected a number of instances such as 20, vCPUs such as 80 vcpu, or memory such as 320 GiB, found 'many'
            {target: 1}                                 | 3: capacity.types: missing, expected a list, each an instance type such as m5.xlarge, or requirements such as {vcpus: 2-8, memory: 8-32}
            {target: 1, types: [m5.larg]}               | 3: capacity.types[0]: unknown instance type 'm5.larg', did you mean 'm5.large'?
            {target: 1, types: [m5.large, m5.large]}    | 3: capacity.types[1]: 'm5.large' is listed twice, first on line 3
            {target: 1, types: [m5.large, m6g.large]}   | 3: capacity.types[1]: m6g.large is arm64 but m5.large is x86_64: one image cannot boot on both
            {target: 1, types: [m5.large], survive: all} | 3: capacity.survive: expected one of auto, pool, zone, none, found 'all'
            {target: 1, types: [m5.large], max-price: 0} | 3: capacity.max-price: expected US dollars an hour such as 0.25, more than 0, found '0'
            {target: 1, types: [m5.large], max-price: 1e999999999} | 3: capacity.max-price: expected US dollars an hour such as 0.25, more than 0, found '1e999999999'
            {target: 1, types: [m5.large], max-price: -1} | 3: capacity.max-price: expected US dollars an hour such as 0.25, more than 0, found '-1'
            {target: 1, types: [m5.large], risk: 2}     | 3: capacity.risk: expected a share from 0 to 1 such as 0.3, found '2'
            {target: 1, types: [m5.large], loss-rates: {m5.large: 7%}} | 3: capacity.loss-rates.m5.large: expected a band of the Spot Instance Advisor: <5%, 5-10%, 10-15%, 15-20%, >20% (in quotes), found '7%'
            {target: 1, types: [m5.large], loss-rates: {m5.larg: 5-10%}} | 3: capacity.loss-rates.m5.larg: is none of the types under capacity.types, did you mean 'm5.large'?
            {target: 1, types: [m5.large], on-demand: {base: 2}} | 3: capacity.on-demand.base: 2 are more than the 1 instances of capacity.target, which they are part of
            {target: 1, types: [m5.large], on-demand: {share: 101%}} | 3: capacity.on-demand.share: expected a share from 0 to 1 such as 0.3, found '101%'
            {target: 1, types: [m5.large], backend: spot-fleet} | 3: capacity.backend: spot-fleet needs instance.spot-fleet-role, the ARN of the role by which Spot Fleet starts instances
            {target: 1, types: {vcpus: 8-2}}            | 3: capacity.types.vcpus: expected vCPUs, one number or a range such as 2-8, found '8-2'
            """)
    void impossibleCapacityIsRefused(String capacity, String fault) {
        assertThat(faults("cluster: live\nregion: eu-west-1\ncapacity: " + capacity + "\n"))
                .containsExactly("ballast.yaml:" + fault);
    }

    @Test
    void requirementsTakeEveryTypeThatMeetsThem() {
        var types = read(LEAST.replace(
                        "[m5.large, m5.xlarge, c5.large]", "{vcpus: 4, memory: 16, exclude: [m5n, m7i.xlarge]}"))
                .capacity()
                .instanceTypes();
        assertThat(types)
                .contains("m5.xlarge", "m6i.xlarge", "m6a.xlarge")
                .doesNotContain("m4.xlarge", "t3.xlarge", "m6g.xlarge", "m5n.xlarge", "m7i.xlarge", "m5.2xlarge");
    }

    @Test
    void requirementsThatNothingMeetsSayWhichOneLeftNothing() {
        assertThat(faults(LEAST.replace("[m5.large, m5.xlarge, c5.large]", "{vcpus: 2, memory: 900-1000 GiB}")))
                .singleElement()
                .asString()
                .startsWith("ballast.yaml:5: capacity.types: no instance type meets these requirements: of ")
                .contains("vcpus 2 leaves ")
                .endsWith("memory 900-1000 GiB leaves 0");
    }

    @Test
    void allFaultsAreToldAtOnceInTheOrderOfTheirLines() {
        assertThat(faults("""
                clustr: live
                region: Ireland
                capacity:
                  taget: 5
                  types: [m5.lrge]
                  on-demand: {patience: soon}
                brakes:
                  drains-at-once: many
                """))
                .containsExactly(
                        "ballast.yaml: cluster: missing, expected a cluster name of letters, digits, - and _, at most 255",
                        "ballast.yaml:1: clustr: unknown key, did you mean 'cluster'?",
                        "ballast.yaml:2: region: expected a region such as eu-west-1, found 'Ireland'",
                        "ballast.yaml:3: capacity.target: missing, expected a number of instances such as 20, vCPUs such as 80"
                                + " vcpu, or memory such as 320 GiB",
                        "ballast.yaml:4: capacity.taget: unknown key, did you mean 'target'?",
                        "ballast.yaml:5: capacity.types[0]: unknown instance type 'm5.lrge', did you mean 'm5.large'?",
                        "ballast.yaml:6: capacity.on-demand.patience: expected a duration such as 90s, 15m or 2h, from 0s to 1d,"
                                + " found 'soon'",
                        "ballast.yaml:8: brakes.drains-at-once: expected a whole number from 1 to 100, found 'many'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ecs-config: {ECS_ENGINE_AUTH_DATA: hunter2}                           | a secret in clear
            ecs-config: {AWS_SECRET_ACCESS_KEY: hunter2}                          | a secret in clear
            user-data: 'echo ECS_ENGINE_AUTH_DATA={"r":"hunter2"} >> /x'          | registry credentials in clear
            user-data: 'x="{\\"password\\": \\"hunter2\\"}" {"password":"hunter2"}' | registry credentials in clear
            user-data: 'curl https://joe:hunter2@example.com/'                    | a password in a URL in clear
            user-data: 'export K=AKIAIOSFODNN7EXAMPLE; x=hunter2'                 | an AWS access key in clear
            registry-auth: {reference: hunter2}                                   | expected secretsmanager:NAME
            bootstrap: {repository: "https://joe:hunter2@example.com/x"}          | without a password in it
            """)
    void aSecretInClearIsRefusedAndNotRepeated(String line, String message) {
        assertThat(faults(LEAST + "instance:\n  " + line + "\n"))
                .singleElement()
                .asString()
                .startsWith("ballast.yaml:7: instance.")
                .contains(message)
                .doesNotContain("hunter2");
    }

    @Test
    void whatIsSaidOutsideTheFileWinsInItsOrder() {
        var environment = Overrides.ofEnvironment(Map.of(
                "BALLAST_CAPACITY_TARGET", "7",
                "BALLAST_CAPACITY_ON_DEMAND_PATIENCE", "1h",
                "BALLAST_REGION", "us-east-1",
                "AWS_REGION", "us-west-2",
                "BALLAST_HOME", "elsewhere"));
        var settings = BallastYaml.open(
                        LEAST,
                        "ballast.yaml",
                        Reading.of(
                                environment
                                        .set("capacity.target=9")
                                        .set("capacity.types=m5.large,c5.large")
                                        .set("instance.tags.cost.center=a=b")
                                        .set("instance.volumes[0]={use: logs, size: 5}")
                                        .set("instance.volumes[0].size=6"),
                                TypeCatalogue.builtIn()))
                .settings();
        assertThat(settings.capacity().target()).isEqualTo(Target.instances(9));
        assertThat(settings.capacity().onDemand().patience()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.capacity().instanceTypes()).containsExactly("m5.large", "c5.large");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.instance().tags()).containsExactly(Map.entry("cost.center", "a=b"));
        assertThat(settings.instance().volumes())
                .extracting(Settings.Volume::sizeGib)
                .containsExactly(6);
    }

    @Test
    void theRegionOfTheEnvironmentHoldsWhereTheFileIsSilent() {
        var silent = LEAST.replace("region: eu-west-1\n", "");
        var reading = Reading.of(Overrides.ofEnvironment(Map.of("AWS_REGION", "us-west-2")), TypeCatalogue.builtIn());
        assertThat(BallastYaml.open(silent, "f", reading).settings().region()).isEqualTo("us-west-2");
        assertThat(BallastYaml.open(LEAST, "f", reading).settings().region()).isEqualTo("eu-west-1");
        assertThat(faults(silent))
                .containsExactly(
                        "ballast.yaml: region: missing, expected a region such as eu-west-1; or say --region, or set AWS_REGION");
    }

    @Test
    void faultsOutsideTheFileNameTheirSource() {
        var overrides = Overrides.ofEnvironment(
                        Map.of("BALLAST_CAPACITY_TARGETT", "1", "BALLAST_BRAKES_DRAINS_AT_ONCE", "x"))
                .set("capacity.taget=5")
                .set("capacity.survive=[")
                .set("nonsense");
        assertThat(faults(LEAST, overrides))
                .containsExactlyInAnyOrder(
                        "BALLAST_CAPACITY_TARGETT: sets no key of ballast.yaml, did you mean 'BALLAST_CAPACITY_TARGET'?",
                        "BALLAST_BRAKES_DRAINS_AT_ONCE: brakes.drains-at-once: expected a whole number from 1 to 100, found 'x'",
                        "--set: capacity.taget: unknown key, did you mean 'target'?",
                        "--set: capacity.survive: malformed: while parsing a flow node, expected the node content, but found '<stream end>'",
                        "--set: expected KEY=VALUE such as capacity.target=20");
    }

    @Test
    void flawsThatShowOnlyLaterHaveTheLinesOfTheirKeys() {
        var yaml = BallastYaml.open(MOST, "ballast.yaml", plain());
        assertThat(yaml.badInput(List.of(
                        new Flaw("instance.volumes[1].device", "is taken"), new Flaw("instance.bootstrap.x", "y"))))
                .hasMessage(
                        "ballast.yaml:36: instance.volumes[1].device: is taken\nballast.yaml:53: instance.bootstrap.x: y");
        assertThatThrownBy(() -> BallastYaml.open(
                        LEAST, "f", plain().checkedBy(settings -> List.of(new Flaw("capacity.target", "too many")))))
                .hasMessage("f:4: capacity.target: too many");
    }

    @Test
    void aDocumentThatIsNoMappingIsToldOnce() {
        assertThat(faults("- cluster\n"))
                .containsExactly("ballast.yaml:1: expected a mapping with the keys cluster, region, capacity, instance,"
                        + " interruption, brakes, disruption, found a list");
    }

    @Test
    void aSectionWhoseKeysAreAllCommentedOutIsEmpty() {
        assertThat(read(LEAST + "instance:\n  # key: ops\nbrakes:\n")).isEqualTo(read(LEAST));
    }
}
