package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.InstanceTemplate;
import dev.ballast.model.Settings.Survive;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services that are bound to some hosts. Offered are m5.large, c5.large, r5.large and m5.xlarge in three zones. */
class ConstraintsTest {
    private static TreeSet<String> pools(Decision decision) {
        var pools = new TreeSet<String>();
        for (var launch : actions(decision, LaunchInstances.class))
            launch.offers().forEach(offer -> pools.add(offer.pool().toString().replace("eu-west-1", "")));
        return pools;
    }

    private static List<String> notes(Decision decision) {
        return decision.notes().stream()
                .filter(note -> note.code() == Code.NO_OFFER)
                .map(Reason::sentence)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            attribute:ecs.instance-type == r5.large                                     | r5.large/.
            attribute:ecs.instance-type =~ m5.*                                         | m5.x?large/.
            attribute:ecs.availability-zone == eu-west-1b                               | .*/b
            attribute:ecs.availability-zone in [eu-west-1a, eu-west-1c]                 | .*/[ac]
            attribute:ecs.availability-zone != eu-west-1a and not(attribute:ecs.instance-type =~ m5.*) | [cr]5.large/[bc]
            """)
    void tasksThatWaitAreBoughtForWhereTheyMayBe(String expression, String pools) {
        var given = Given.cluster().survive(Survive.NONE);
        given.service("db", 6).needing(1024, 2048).boundTo(expression);

        var decision = given.decide();

        assertThat(codes(decision)).containsOnly(Code.TASKS_WAITING);
        assertThat(pools(decision)).isNotEmpty().allMatch(pool -> pool.matches(pools));
        assertThat(notes(decision)).isEmpty();
    }

    @Test
    void roomWhereTheyMayNotBeIsNoRoom() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.service("db", 1).boundTo("attribute:ecs.availability-zone == eu-west-1b");
        assertThat(given.decide().steps()).isEmpty();

        given.service("db", 4).boundTo("attribute:ecs.availability-zone == eu-west-1b");
        assertThat(pools(given.decide())).hasSize(1).allMatch(pool -> pool.endsWith("/b"));
    }

    @Test
    void theSpareOfBoundTasksIsWhereTheyMayBe() {
        var given = PlanTest.whole();
        given.service("db", 1).boundTo("attribute:ecs.instance-type == r5.large");
        given.host("i-4", "r5.large/a");
        given.running("db", "i-4");

        var decision = given.decide();

        assertThat(codes(decision)).containsOnly(Code.SPARE_FOR_LOSS);
        assertThat(pools(decision)).hasSize(1).allMatch(pool -> pool.matches("r5.large/[bc]"));
    }

    @Test
    void aNoticedHostIsNotDrainedOntoRoomWhereItsTasksMayNotBe() {
        var given = PlanTest.whole().survive(Survive.NONE);
        given.service("db", 1).boundTo("attribute:ecs.availability-zone == eu-west-1a");
        given.running("db", "i-1");
        given.notice("i-1");

        var decision = given.decide();

        assertThat(actions(decision, DrainInstances.class)).isEmpty();
        assertThat(pools(decision)).anyMatch(pool -> pool.endsWith("/a"));
    }

    @Test
    void whatHoldsOnNoOfferIsSaidAndHoldsUpNobody() {
        var given = Given.cluster().survive(Survive.NONE);
        given.service("db", 2).boundTo("attribute:ecs.instance-type == p3.2xlarge");
        given.service("web", 2);

        var decision = given.decide();

        assertThat(pools(decision)).hasSize(1);
        assertThat(notes(decision))
                .contains(
                        "db: its placement constraint 'attribute:ecs.instance-type == p3.2xlarge' holds in none of the 24"
                                + " pools on offer, so nothing is bought for its tasks")
                .anyMatch(note -> note.contains("each where 'attribute:ecs.instance-type == p3.2xlarge', and none of"));
    }

    @Test
    void whatIsNotKnownOfANewHostIsSaidOnce() {
        var given = Given.cluster().survive(Survive.NONE);
        given.service("db", 2).boundTo("attribute:stack == prod");

        var decision = given.decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(notes(decision))
                .filteredOn(note -> note.startsWith("db: "))
                .containsExactly(
                        "db: its placement constraint 'attribute:stack == prod' may or may not hold on a new host,"
                                + " so none is bought for its tasks; attributes that every host is to have belong into"
                                + " ECS_INSTANCE_ATTRIBUTES under instance.ecs-config");
    }

    @Test
    void whatIsNoExpressionIsSaidOnce() {
        var given = PlanTest.whole();
        given.service("db", 1).boundTo("stack = prod");
        given.running("db", "i-1");

        assertThat(notes(given.decide()))
                .filteredOn(note -> note.startsWith("db: "))
                .containsExactly(
                        "db: its placement constraint 'stack = prod' is not understood, so no host is taken to have"
                                + " room for its tasks, and none is bought for them");
    }

    @Test
    void anAttributeThatBallastYamlGivesToEveryHostIsKnown() {
        var given = Given.cluster().survive(Survive.NONE);
        given.settings = given.settings.with(
                with(given.settings.instance(), Map.of("ECS_INSTANCE_ATTRIBUTES", "{\"stack\": \"prod\"}")));
        given.knowsItsTemplate();
        given.service("db", 2).boundTo("attribute:stack == prod");
        assertThat(codes(given.decide())).containsOnly(Code.TASKS_WAITING);

        given.service("db", 2).boundTo("attribute:stack == test");
        assertThat(given.decide().steps()).isEmpty();
    }

    private static InstanceTemplate with(InstanceTemplate instance, Map<String, String> ecsConfig) {
        return new InstanceTemplate(
                instance.image(),
                instance.network(),
                instance.keyName(),
                instance.instanceProfile(),
                instance.volumes(),
                instance.tags(),
                new TreeMap<>(ecsConfig),
                instance.registryAuth(),
                instance.userData(),
                instance.bootstrap(),
                instance.spotFleetRole());
    }

    @ParameterizedTest(name = "hosts tell {0} and {1}: {2} bought for stack == prod")
    @CsvSource({"prod, prod, true", "prod, test, false", "prod, , false", "test, test, false"})
    void anAttributeThatAllOwnHostsShareIsExpectedOfANewOne(String one, String other, boolean bought) {
        var given = Given.cluster().survive(Survive.NONE).target(2).offered("m5.large");
        given.host("i-1", "m5.large/a").attributes.put("stack", one);
        var second = given.host("i-2", "m5.large/b");
        if (other != null) second.attributes.put("stack", other);
        given.service("db", 9).boundTo("attribute:stack == prod");
        assertThat(!pools(given.decide()).isEmpty()).isEqualTo(bought);
    }

    @Test
    void aDaemonTakesRoomOnlyWhereItMayCome() {
        // with the daemon an m5.large has room for three
        for (var zone : List.of("a", "b")) {
            var given = Given.cluster().survive(Survive.NONE).target(1).offered("m5.large");
            given.host("i-1", "m5.large/a");
            given.service("log", 1).daemon().boundTo("attribute:ecs.availability-zone == eu-west-1" + zone);
            given.service("web", 4);
            assertThat(codes(given.decide())).isEqualTo(zone.equals("a") ? List.of(Code.TASKS_WAITING) : List.of());
        }
    }
}
