package dev.maestro.app.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.evaluations.SampleResult;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static String page(SampleResult... results) {
        Summary summary = Summarizer.of(Runs.results(List.of(results)), Runs.overview("run", 1, results.length));
        return new HtmlReport(hash -> Optional.empty()).of(summary);
    }

    @Test
    void text_of_strangers_stays_text() {
        String page = page(Runs.sample(0).of("<b>src</b>").asking("<script>alert(1)</script>").right(false)
                .calling(Runs.call("\"><img src=x onerror=alert(1)>", "x")).made("run"));
        assertThat(page).doesNotContain("<script").doesNotContain("<img src=x").doesNotContain("<b>src</b>").contains("&lt;script&gt;");
    }

    @Test
    void the_page_needs_nothing_from_elsewhere() {
        String page = page(Runs.sample(0).made("run"), Runs.sample(1).right(false).made("run"));
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:)").matcher(page).find()).isFalse();
        assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void every_plot_is_well_formed() throws Exception {
        String page = page(Runs.sample(0).of("a & b").made("run"), Runs.sample(1).failed("TURNS_EXHAUSTED").made("run"),
                Runs.sample(2).took(90_000).made("run"));
        var plots = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page).results().map(match -> match.group()).toList();
        assertThat(plots).hasSize(3);
        for (String plot : plots) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(plot)));
            assertThat(plot).doesNotContain("NaN").doesNotContain("Infinity");
        }
    }

    @Test
    void a_failed_query_can_be_followed_up() {
        assertThat(page(Runs.sample(3).failed("EXPERT_UNREACHABLE").made("run"))).contains("no answer: EXPERT_UNREACHABLE",
                "maestro history show run-3-1");
    }
}
