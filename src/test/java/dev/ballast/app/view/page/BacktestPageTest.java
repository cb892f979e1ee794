package dev.ballast.app.view.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.Markets;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Backtest;
import dev.ballast.backtest.report.Played;
import dev.ballast.backtest.report.Policy;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BacktestPageTest {
    private static final SetUp TWO = SetUp.of(2, Duration.ofSeconds(60), Duration.ZERO);
    /** One of two is lost in tick 4; a greedy rival buys on demand until tick 6. */
    private static final SpotMarket DIP =
            named("dip", Markets.of("2 2 2 2 1 1 2 2 2 2 2 2", "0 0 0 0 0 0 0 1 1 1 1 1"));

    private static SpotMarket named(String name, SpotMarket market) {
        return new SpotMarket(name, market.pools(), market.onDemand(), market.tickMillis(), market.endMillis());
    }

    /** Greedy plays for Ballast: what is drawn does not change with how Ballast decides. */
    private static Policy policy(String word) {
        var player = word.equals("ballast") ? "greedy" : word;
        return new Policy(
                word,
                word.startsWith("bound-"),
                Policy.find(player, PapersSettings.read()).orElseThrow().player());
    }

    private static Backtest backtest(List<SpotMarket> markets, List<SetUp> setUps, String... words) {
        var policies = new ArrayList<Policy>();
        for (var word : words) policies.add(policy(word));
        return new Backtest(markets, setUps, policies, 1, 1);
    }

    private static String page(Backtest backtest) {
        return BacktestPage.of(backtest, backtest.runWithCourses(), "ballast backtest");
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(Document page, String path) throws Exception {
        var nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
        var texts = new ArrayList<String>();
        for (var index = 0; index < nodes.getLength(); index++)
            texts.add(nodes.item(index).getTextContent());
        return texts;
    }

    @Test
    void everyPolicyIsInTheTableAndInEachPlot() throws Exception {
        var page = parsed(
                page(backtest(List.of(DIP), List.of(TWO), "ballast", "on-demand", "diversified", "bound-fluid")));
        assertThat(texts(page, "//tbody/tr/th"))
                .containsExactly("ballast front", "on-demand front", "diversified front", "bound-fluid bound");
        var broad = "//svg[contains(@class,'broad')]";
        assertThat(texts(page, broad + "/text[starts-with(@class,'label')]"))
                .containsExactlyInAnyOrder("ballast", "on-demand", "diversified", "bound-fluid");
        assertThat(texts(page, broad + "/text[@class='label own']")).containsExactly("ballast");
        assertThat(texts(page, broad + "/circle[@class='own']")).hasSize(1);
        assertThat(texts(page, broad + "/path[@class='bound']")).hasSize(1);
        assertThat(texts(page, broad + "/desc").getFirst())
                .matches("On the front, cheapest first: diversified .*; ballast .*; on-demand .*");
        assertThat(texts(page, "//svg[@class='capacity']/title"))
                .containsExactly("ballast", "on-demand", "diversified");
        assertThat(texts(page, "//svg[@class='pools']/title")).containsExactly("ballast", "on-demand", "diversified");
        assertThat(texts(page, "//svg[@class='band']/title")).containsExactly("us-east-1a", "us-east-1b");
        assertThat(texts(page, "//h4")).hasSize(2);
        assertThat(texts(page, "//figcaption")).containsOnly("A column is 0.6 s.");
    }

    @Test
    void aLossIsMarkedAndItsGapShaded() throws Exception {
        var page = parsed(page(backtest(List.of(DIP), List.of(TWO), "on-demand", "diversified")));
        var strip = "//svg[@class='capacity' and title='%s']/path[@class='%s']/@d";
        assertThat(texts(page, strip.formatted("diversified", "loss"))).containsExactly("M200 0v11");
        // from tick 4 to the end of the cold start of what is launched in tick 6
        assertThat(texts(page, strip.formatted("diversified", "gap"))).containsExactly("M200 0h200v114h-200z");
        assertThat(texts(page, strip.formatted("on-demand", "loss"))).isEmpty();
        assertThat(texts(page, strip.formatted("on-demand", "gap"))).isEmpty();
        // none ready, both at tick 2, one from tick 4 to 8
        assertThat(texts(page, strip.formatted("diversified", "ready")))
                .containsExactly("M0 113h100v-97h100v48h200v-48h200");
    }

    @Test
    void poolsAreStackedAsTheyWereHeld() throws Exception {
        var page = parsed(page(backtest(List.of(DIP), List.of(TWO), "ballast")));
        var strip = "//svg[@class='pools']/path[@class='%s']/@d";
        assertThat(texts(page, strip.formatted("bought"))).hasSize(1);
        // half as high as four, which stand while two on demand bridge the first cold start
        assertThat(texts(page, strip.formatted("pool0")).getFirst()).isEqualTo("M0 100v-50h200v25h100v-25h300v50z");
        var band = "//svg[@class='band' and title='us-east-1b']/path[@class='pool1']/@d";
        assertThat(texts(page, band)).containsExactly("M350 100v-50h250v50z");
    }

    @Test
    void severalMarketsArePooledAndOfSeveralSetUpsTheFirstIsDrawnOverTime() throws Exception {
        var other = named("steady", Markets.of("2 2 2 2 2 2"));
        var three = SetUp.of(3, Duration.ofSeconds(60), Duration.ZERO);
        var page = parsed(page(backtest(List.of(DIP, other), List.of(TWO, three), "greedy", "diversified")));
        assertThat(texts(page, "//h2")).containsExactly("All markets", "dip", "steady");
        assertThat(texts(page, "//table")).hasSize(4);
        assertThat(texts(page, "//svg[contains(@class,'broad')]")).hasSize(6);
        assertThat(texts(page, "//svg[@class='capacity']")).hasSize(4);
    }

    @Test
    void pooledFiguresCountEachDayAlike() {
        var played = backtest(List.of(DIP, named("steady", Markets.of("2 2 2 2 2 2 2"))), List.of(TWO), "diversified")
                .runWithCourses();
        var pooled =
                Dot.pooled(Dot.Kind.RIVAL, played.stream().map(Played::figures).toList());
        // 4 ticks short of 10, none of 5
        assertThat(pooled.unavailability()).isCloseTo(4 / 15.0, within(1e-9));
    }

    @Test
    void whatComesFromOutsideIsEscaped() throws Exception {
        var hostile = "<script>alert('x')</script>&\"\u0001{{content}}";
        var backtest = backtest(List.of(named(hostile, DIP)), List.of(TWO), "greedy");
        var text = BacktestPage.of(backtest, backtest.runWithCourses(), hostile);
        assertThat(text).doesNotContain("<script").doesNotContain("\u0001");
        var page = parsed(text);
        assertThat(texts(page, "//h2")).containsExactly(hostile.replace('\u0001', '\uFFFD'));
        assertThat(texts(page, "//pre")).containsExactly(hostile.replace('\u0001', '\uFFFD'));
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        var page = page(backtest(List.of(DIP), List.of(TWO), "greedy", "bound-fluid"));
        assertThat(page)
                .doesNotContain("http:", "https:", "//", "src=", "href", "url(", "@import", "<script", "<link")
                .contains("default-src 'none'")
                .contains("prefers-color-scheme: dark");
    }

    @Test
    void theSameBacktestMakesTheSameBytesAndTheSameFiguresAsWithoutAPage() {
        var backtest = backtest(List.of(DIP), List.of(TWO), "spothedge+1", "greedy", "bound-cold-start");
        assertThat(page(backtest)).isEqualTo(page(backtest));
        assertThat(backtest.runWithCourses().stream().map(Played::figures).toList())
                .isEqualTo(backtest.run());
    }

    @Test
    void aMonthOfUnrestMakesNoLargerPageThanAScreenNeeds() {
        var row = new StringBuilder();
        for (var tick = 0; tick < 20_000; tick++)
            row.append(tick * 7919 % 5 % 3).append(' ');
        var backtest = backtest(
                List.of(Markets.of(row.toString(), row.reverse().toString().strip())),
                List.of(TWO),
                "greedy",
                "diversified",
                "round-robin",
                "spothedge+1");
        assertThat(page(backtest).length()).isLessThan(150_000);
    }

    @Test
    void morePoolsThanColoursShareOne() throws Exception {
        var rows = new String[12];
        for (var row = 0; row < rows.length; row++) rows[row] = row < 2 ? "0 0 0 0" : "1 1 1 1";
        var page = parsed(page(backtest(List.of(Markets.of(rows)), List.of(TWO), "diversified")));
        assertThat(texts(page, "//ul[li='on demand']/li")).hasSize(11).contains("3 other pools");
    }
}
