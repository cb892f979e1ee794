package dev.ballast.sim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final Pages PAGES = Pages.ofEc2(5, 1000);
    private static final List<String> TWELVE =
            IntStream.range(0, 12).mapToObj(i -> "i-" + i).toList();

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            Page<String> page = PAGES.cut(TWELVE, Function.identity(), token, 5);
            seen.addAll(page.items());
            token = page.nextToken();
            pages++;
        } while (token != null);

        assertThat(seen).isEqualTo(TWELVE);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aPageThatEndsWithTheListHasNoToken() {
        assertThat(PAGES.cut(TWELVE.subList(0, 5), Function.identity(), null, 5).nextToken())
                .isNull();
    }

    @Test
    void withoutASizeEc2GivesEverythingAndOthersTheirLargestPage() {
        assertThat(PAGES.cut(TWELVE, Function.identity(), null, null).items()).hasSize(12);
        assertThat(Pages.of(Service.ECS, "maxResults", 10)
                        .cut(TWELVE, Function.identity(), null, null)
                        .items())
                .hasSize(10);
    }

    @Test
    void whatVanishesBeforeTheNextPageMakesNothingSkipped() {
        String token = PAGES.cut(TWELVE, Function.identity(), null, 5).nextToken();
        List<String> fewer = new ArrayList<>(TWELVE);
        fewer.remove("i-0");

        assertThat(PAGES.cut(fewer, Function.identity(), token, 5).items()).startsWith("i-5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!", "MA", "LTEgaS0w", "AAAA"})
    void aTokenThatWasNeverGivenIsRefused(String token) {
        assertThatThrownBy(() -> PAGES.cut(TWELVE, Function.identity(), token, 5))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("InvalidPaginationToken"));
    }

    @Test
    void aSizeOutOfBoundsIsRefusedInTheServicesOwnWords() {
        assertThatThrownBy(() -> PAGES.cut(TWELVE, Function.identity(), null, 3))
                .hasMessage("Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.");
        assertThatThrownBy(() -> Pages.of(Service.SSM, "maxResults", 50).cut(TWELVE, Function.identity(), null, 100))
                .hasMessage("1 validation error detected: Value '100' at 'maxResults' failed to satisfy constraint:"
                        + " Member must have value less than or equal to 50");
    }
}
