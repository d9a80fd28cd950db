package dev.maestro.app.evaluation.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.maestro.core.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The report as one HTML page that needs nothing else: styles, plots and images are in it, scripts are not. */
final class HtmlReport {
    private static final Template PAGE = page();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    /** A cell of text that somebody's model wrote. */
    private static final int LONGEST_TEXT = 600;

    private final Function<ContentHash, Optional<String>> thumbnail;

    /** @param thumbnail an image as a data URL; empty when it is gone */
    HtmlReport(Function<ContentHash, Optional<String>> thumbnail) {
        this.thumbnail = thumbnail;
    }

    private static Template page() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html.mustache")) {
            if (in == null) {
                throw new IllegalStateException("report.html.mustache is not on the class path");
            }
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                return Mustache.compiler().compile(reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String of(Summary summary) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", summary.run().name());
        facts.put("created", TIME.format(summary.run().createdAt()));
        facts.put("conditions", conditions(summary));
        facts.put("tiles", tiles(summary));
        facts.put("sourcesPlot",
                Plots.shares(summary.sources().stream().map(s -> new Plots.Pair(s.dataSource(), s.reference(), s.strict())).toList()));
        facts.put("sources", summary.sources().stream().map(HtmlReport::source).toList());
        facts.put("latencyPlot", Plots.latency(summary.latency()));
        facts.put("routingPlot", Plots.routing(summary.routing()));
        facts.put("entropy",
                String.format(Locale.ROOT,
                        "Entropy: experts %.2f bits, skills %.2f bits, pairs %.2f bits, %.0f %% of an even spread over the pairs used.",
                        summary.routing().expertEntropy(), summary.routing().skillEntropy(), summary.routing().pairEntropy(),
                        summary.routing().evenness() * 100));
        facts.put("groups", List.of(
                group("Skill", summary.skills()), group("Level-2 skill", summary.leaves()), group("Expert", summary.experts())));
        facts.put("hasPass", !summary.passAtK().isEmpty());
        facts.put("passPlot", summary.passAtK().isEmpty() ? "" : Plots.passAtK(summary.passAtK()));
        facts.put("hasFailures", !summary.failures().isEmpty());
        facts.put("failures", summary.failures().stream()
                .map(f -> Map.of("reason", f.reason(), "attempts", number(f.attempts()), "share", Plots.percent(f.share()), "example",
                        f.example()))
                .toList());
        facts.put("hasCases", !summary.worst().isEmpty());
        facts.put("cases", summary.worst().stream().map(this::example).toList());
        return PAGE.execute(facts);
    }

    private static List<Map<String, String>> conditions(Summary summary) {
        Summary.Run run = summary.run();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Data", run.data());
        rows.put("Data hash", run.dataHash());
        rows.put("Status", run.status().wire());
        rows.put("Profile", run.profile().wire());
        rows.put("Policy", run.policy() + (run.policyVersions().isEmpty() ? "" : " (" + String.join(", ", run.policyVersions()) + ")"));
        rows.put("Registry revision", Long.toString(run.registryRevision()));
        rows.put("Experts", run.experts().isEmpty() ? "all of the registry" : String.join(", ", run.experts()));
        rows.put("Attempts per sample",
                run.attempts() + (run.temperature() > 0 ? ", temperature " + run.temperature() + ", seed " + run.seed() : ", greedy"));
        rows.put("Score that counts", run.scorer());
        rows.put("Queries at a time", Integer.toString(run.concurrency()));
        run.replayOf().ifPresent(of -> rows.put("Replay of", of));
        return rows.entrySet().stream().map(row -> Map.of("key", row.getKey(), "value", row.getValue())).toList();
    }

    private static List<Map<String, String>> tiles(Summary s) {
        return List.of(
                tile("Strict accuracy", Plots.percent(s.accuracy().strict().share()), interval(s.accuracy().strict())),
                tile("Reference accuracy", Plots.percent(s.accuracy().reference().share()), interval(s.accuracy().reference())),
                tile("Mean over sources", Plots.percent(s.accuracy().meanOfSources()), "unweighted, by the " + s.run().scorer() + " score"),
                tile("Done", number(s.counts().done()) + " of " + number(s.counts().attempts()),
                        number(s.counts().failed()) + " without an answer, " + number(s.counts().badRows()) + " bad rows"),
                tile("Latency p50", Plots.time(s.latency().p50Ms()),
                        "p95 " + Plots.time(s.latency().p95Ms()) + ", p99 " + Plots.time(s.latency().p99Ms())),
                tile("Cost per query", String.format(Locale.ROOT, "%,.0f", s.spending().meanCostMicros()),
                        "micros; " + number(s.spending().costMicros()) + " in all"),
                tile("Tokens per query", String.format(Locale.ROOT, "%,.0f", s.spending().meanTokens()),
                        String.format(Locale.ROOT, "%.1f calls, %.1f turns", s.spending().meanCalls(), s.spending().meanTurns())),
                tile("Scores disagree", number(s.accuracy().scorersDisagree()), "attempts that the two scores judge differently"));
    }

    private static Map<String, String> tile(String label, String value, String note) {
        return Map.of("label", label, "value", value, "note", note);
    }

    private static Map<String, String> source(Summary.Source s) {
        return Map.of("name", s.dataSource().isEmpty() ? "(no source)" : s.dataSource(), "samples", number(s.answered().samples()),
                "reference", share(s.reference()),
                "strict", share(s.strict()), "answered", Plots.percent(s.answered().share()), "latency",
                Plots.time(Math.round(s.meanLatencyMs())),
                "cost", number(Math.round(s.meanCostMicros())));
    }

    private static Map<String, Object> group(String title, List<Summary.Group> rows) {
        return Map.of("title", title, "any", !rows.isEmpty(), "rows", rows.stream().map(g -> Map.of(
                "name", g.name(), "calls", number(g.calls()), "share", Plots.percent(g.share()), "refused", number(g.refused()), "failed",
                number(g.failed()),
                "right", share(g.right()), "latency", Plots.time(Math.round(g.meanLatencyMs())), "tokens",
                number(Math.round(g.meanTokens())),
                "cost", number(Math.round(g.meanCostMicros())))).toList());
    }

    private Map<String, Object> example(Summary.Case c) {
        List<String> images = c.images().stream().limit(2).map(thumbnail).flatMap(Optional::stream).toList();
        return Map.of("why", c.why(), "source", c.dataSource(), "sample", c.sampleId(), "question", cut(c.question()), "pictures", images,
                "expected", cut(String.join(" | ", c.groundTruth())), "answer",
                cut(c.answer().orElse(c.reason() + (c.message().isEmpty() ? "" : ": " + c.message()))),
                "verdict", cut(c.verdict()), "calls", c.calls(),
                "foot", Plots.time(c.latencyMs()) + ", " + number(c.costMicros()) + " micros · maestro history show " + c.queryId());
    }

    private static String share(Estimate e) {
        return e.samples() == 0 ? "–" : Plots.percent(e.share()) + " (" + interval(e) + ")";
    }

    private static String interval(Estimate e) {
        return e.samples() == 0 ? "nothing to score" : Plots.percent(e.low()) + " to " + Plots.percent(e.high());
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String cut(String text) {
        return Svg.cut(text, LONGEST_TEXT);
    }
}
