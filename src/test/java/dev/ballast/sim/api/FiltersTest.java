package dev.ballast.sim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;

class FiltersTest {
    private record Host(String id, List<String> groups, Map<String, String> tags) {}

    private static final Host WEB = new Host("i-1", List.of("sg-1", "sg-2"), Map.of("Name", "web", "team", "a"));
    private static final Host BATCH = new Host("i-2", List.of("sg-2"), Map.of("Name", "batch*"));
    private static final Host BARE = new Host("i-3", List.of(), Map.of());
    private static final List<Host> ALL = List.of(WEB, BATCH, BARE);
    private static final Filters<Host> FILTERS = new Filters<Host>()
            .on("instance-id", Host::id)
            .onAny("group-id", Host::groups)
            .onTags(Host::tags);

    @Test
    void withoutFiltersEverythingStaysInItsOrder() {
        assertThat(FILTERS.keep(ALL, List.of())).containsExactly(WEB, BATCH, BARE);
    }

    @Test
    void valuesOfOneFilterAreAlternativesAndFiltersAllHold() {
        assertThat(FILTERS.keep(ALL, List.of(filter("instance-id", "i-1", "i-2"))))
                .containsExactly(WEB, BATCH);
        assertThat(FILTERS.keep(ALL, List.of(filter("group-id", "sg-2"), filter("instance-id", "i-1"))))
                .containsExactly(WEB);
    }

    @Test
    void tagsAreFoundByPairKeyAndValue() {
        assertThat(FILTERS.keep(ALL, List.of(filter("tag:Name", "web")))).containsExactly(WEB);
        assertThat(FILTERS.keep(ALL, List.of(filter("tag-key", "Name")))).containsExactly(WEB, BATCH);
        assertThat(FILTERS.keep(ALL, List.of(filter("tag-value", "a")))).containsExactly(WEB);
    }

    @Test
    void aFilterWithoutValuesMatchesNothing() {
        assertThat(FILTERS.keep(ALL, List.of(filter("instance-id")))).isEmpty();
    }

    @Test
    void aFilterThatTheOperationHasNotIsRefusedByName() {
        assertThatThrownBy(() -> FILTERS.keep(ALL, List.of(filter("colour", "red"))))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("InvalidParameterValue"))
                .hasMessage("The filter 'colour' is invalid");
    }

    @Test
    void moreThanTwoHundredValuesAreRefused() {
        String[] many = IntStream.range(0, 201).mapToObj(i -> "i-" + i).toArray(String[]::new);
        assertThatThrownBy(() -> FILTERS.keep(ALL, List.of(filter("instance-id", many))))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("FilterLimitExceeded"));
    }

    @ParameterizedTest
    @CsvSource({
        "web,web,true",
        "web,webs,false",
        "Web,web,false",
        "w*,web,true",
        "*,'',true",
        "w?b,web,true",
        "w??b,web,true",
        "w?,web,false",
        "*e*,web,true",
        "b\\*,b*,true",
        "b\\*,bx,false",
        "a*b*c,aXbYc,true",
        "a*b*c,aXcYb,false"
    })
    void wildcardsMatchAsEc2Documents(String pattern, String text, boolean matches) {
        assertThat(Wildcard.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void aWildPatternTakesNoLongerThanATameOne() {
        assertThat(Wildcard.of("*a".repeat(100) + "b").matches("a".repeat(10_000)))
                .isFalse();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
