package dev.maestro.app.training;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.maestro.app.evaluation.report.Svg;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A training report as one HTML page that needs nothing else: styles and curves are in it, scripts are not. */
public final class TrainingPage {
    private static final Template PAGE = page();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    /** Rows of the table beneath a curve. */
    private static final int ROWS = 12;
    private static final int LONGEST_TEXT = 6_000;

    private TrainingPage() {}

    private static Template page() {
        try (InputStream in = TrainingPage.class.getResourceAsStream("training.html.mustache")) {
            if (in == null) {
                throw new IllegalStateException("training.html.mustache is not on the class path");
            }
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                return Mustache.compiler().emptyStringIsFalse(true).compile(reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page. Whatever a policy or an expert wrote stands in it as text. */
    public static String of(TrainingReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", report.name());
        facts.put("created", time(report.createdAt()));
        facts.put("status", report.status().wire());
        facts.put("tiles", tiles(report));
        facts.put("themes", themes(report));
        facts.put("hasSamples", !report.samples().isEmpty());
        facts.put("samples", report.samples().stream().map(TrainingPage::sample).toList());
        facts.put("stages", report.stages().stream()
                .map(stage -> Map.of("name", stage.name(), "first", stage.first(), "last", stage.last(), "steps",
                        stage.last() - stage.first() + 1))
                .toList());
        facts.put("hasCheckpoints", !report.checkpoints().isEmpty());
        facts.put("checkpoints", checkpoints(report));
        facts.put("diary", report.diary().stream()
                .map(entry -> Map.of("when", time(entry.happenedAt()), "what", entry.event().wire(), "detail", entry.detail())).toList());
        facts.put("settings", report.settings().properties().stream()
                .map(setting -> Map.of("key", setting.getKey(), "value",
                        setting.getValue().isValueNode() ? setting.getValue().asText() : setting.getValue().toString()))
                .toList());
        return PAGE.execute(facts);
    }

    private static List<Map<String, String>> tiles(TrainingReport report) {
        List<Map<String, String>> tiles = new ArrayList<>();
        tiles.add(tile("Steps", String.format(Locale.ROOT, "%,d", report.steps()),
                String.format(Locale.ROOT, "%,d groups of trajectories", report.groups())));
        report.best().ifPresent(best -> tiles.add(tile("Best checkpoint", "step " + best.checkpoint().step(),
                best.words().replaceFirst("^step \\d+, ", ""))));
        for (String metric : List.of("reward", "accuracy", "accuracy_two_step", "validation_accuracy", "calls", "cost", "equal_groups",
                "gap")) {
            StepWindow figure = report.figures().get(metric);
            if (figure != null) {
                tiles.add(tile(capital(RunFigures.words(metric)), RunFigures.number(figure.mean()), (figure.count() < 2
                        ? ""
                        : RunFigures.number(figure.low()) + " to " + RunFigures.number(figure.high()) + ", ") + "last "
                        + figure.count() + " steps of " + figure.stage()));
            }
        }
        return tiles;
    }

    private static Map<String, String> tile(String label, String value, String note) {
        return Map.of("label", label, "value", value, "note", note);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<Map<String, Object>> themes(TrainingReport report) {
        Map<String, TrainingCurve> byName = report.curves().stream()
                .collect(Collectors.toMap(TrainingCurve::metric, curve -> curve));
        List<Map<String, Object>> themes = new ArrayList<>();
        for (RunFigures.Theme theme : RunFigures.THEMES) {
            List<TrainingCurve> curves = theme.metrics().stream().filter(byName::containsKey).map(byName::get).toList();
            if (!curves.isEmpty()) {
                themes.add(Map.of("title", theme.title(), "what", theme.what(),
                        "plot", new CurvePlot(report.stages(), curves).svg(theme.title() + " by step, with 95 % intervals"),
                        "keys", keys(curves), "rows", rows(curves), "absent", absent(theme, byName)));
            }
        }
        return themes;
    }

    private static List<Map<String, String>> keys(List<TrainingCurve> curves) {
        List<Map<String, String>> keys = new ArrayList<>();
        for (int c = 0; c < curves.size(); c++) {
            keys.add(Map.of("colour", "c" + c % CurvePlot.COLOURS, "name", RunFigures.words(curves.get(c).metric())));
        }
        return keys;
    }

    /** Figures that this run has not, so that nobody takes a missing one for zero. */
    private static String absent(RunFigures.Theme theme, Map<String, TrainingCurve> byName) {
        List<String> absent = theme.metrics().stream().filter(metric -> !byName.containsKey(metric)).map(RunFigures::words).toList();
        return absent.isEmpty() ? "" : "Not on record in this run: " + String.join(", ", absent) + ".";
    }

    private static List<Map<String, Object>> rows(List<TrainingCurve> curves) {
        TreeMap<Long, StepWindow> windows = new TreeMap<>();
        curves.forEach(curve -> curve.windows().forEach(window -> windows.putIfAbsent(window.first(), window)));
        List<StepWindow> all = List.copyOf(windows.values());
        List<Map<String, Object>> rows = new ArrayList<>();
        int shown = Math.min(ROWS, all.size());
        for (int i = 0; i < shown; i++) {
            StepWindow row = all.get(shown == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (shown - 1)));
            List<String> cells = curves.stream().map(curve -> curve.windows().stream().filter(window -> window.first() == row.first())
                    .findFirst().map(RunFigures::interval).orElse("–")).toList();
            rows.add(Map.of("steps", row.first() == row.last() ? "" + row.first() : row.first() + " to " + row.last(), "stage", row.stage(),
                    "cells", cells));
        }
        return rows;
    }

    private static List<Map<String, Object>> checkpoints(TrainingReport report) {
        return report.checkpoints().stream().map(checkpoint -> Map.<String, Object>of(
                "step", checkpoint.step(), "digest", checkpoint.digest().substring(0, 12), "folder", checkpoint.folder(),
                "megabytes", String.format(Locale.ROOT, "%.1f", checkpoint.bytes() / 1e6),
                "best", report.best().filter(best -> best.checkpoint().step() == checkpoint.step()).isPresent(),
                "evaluated", report.evaluations().stream().filter(each -> each.step() == checkpoint.step())
                        .map(TrainingReport.Evaluated::evidence).collect(Collectors.joining("; "))))
                .toList();
    }

    private static Map<String, Object> sample(SampleGroup group) {
        List<SampleGroup.Rollout> sorted = group.rollouts().stream()
                .sorted(Comparator.comparingDouble(SampleGroup.Rollout::reward).reversed())
                .toList();
        return Map.of("title", "Step " + group.step() + ", " + group.task(), "prompt", Svg.cut(group.prompt(), LONGEST_TEXT), "rollouts",
                sorted.stream().map(rollout -> Map.of("reward", RunFigures.number(rollout.reward()), "ending",
                        rollout.ending().equals("FINISHED") ? "" : rollout.ending().toLowerCase(Locale.ROOT).replace('_', ' '),
                        "written", Svg.cut(rollout.written(), LONGEST_TEXT), "choices",
                        rollout.decisions().stream().limit(40).map(choice -> Map.of("kind",
                                choice.kind().toLowerCase(Locale.ROOT).replace('_', ' '), "token", choice.token().strip(), "probability",
                                String.format(Locale.ROOT, "%.2f", choice.probability()))).toList()))
                        .toList());
    }

    private static String time(Instant when) {
        return TIME.format(when);
    }
}
