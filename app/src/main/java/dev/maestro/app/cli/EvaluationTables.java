package dev.maestro.app.cli;

import dev.maestro.app.evaluation.report.Comparison;
import dev.maestro.app.evaluation.report.Estimate;
import dev.maestro.app.evaluation.report.Summary;
import dev.maestro.scoring.StrictScorer;
import java.util.List;
import java.util.Locale;

/** Shows on the terminal what an evaluation found, and how two differ. */
final class EvaluationTables {
    /** Groups on the terminal; the page has them all. */
    private static final int MOST_ROWS = 12;

    private final Terminal terminal;

    EvaluationTables(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Summary s) {
        Summary.Counts counts = s.counts();
        say(terminal.bold(s.run().name()) + ": " + s.run().status() + ", " + number(counts.done()) + " of " + number(counts.attempts())
                + " done, "
                + number(counts.failed() + counts.cancelled()) + " without an answer"
                + (counts.badRows() == 0 ? "" : ", " + number(counts.badRows()) + " bad rows left out"));
        if (counts.unscored() > 0) {
            say(number(counts.unscored()) + " failed for want of a server and are not scored; ask them again: maestro evaluate --resume "
                    + s.run().name());
        }
        if (counts.replaced() > 0) {
            say(number(counts.replaced()) + " earlier results were replaced, because their queries ran again");
        }
        say("profile " + s.run().profile() + ", policy " + s.run().policy() + ", registry revision " + s.run().registryRevision() + ", the "
                + s.run().scorer() + " score counts");
        say("");
        accuracy(s);
        groups("EXPERT", s.experts());
        groups("SKILL", s.skills());
        if (s.leaves().stream().anyMatch(leaf -> s.skills().stream().noneMatch(skill -> skill.name().equals(leaf.name())))) {
            groups("LEVEL-2 SKILL", s.leaves());
        }
        if (!s.failures().isEmpty()) {
            Table table = new Table().row("FAILURE", "TIMES", "EXAMPLE");
            s.failures().stream().limit(MOST_ROWS).forEach(f -> table.row(f.reason(), number(f.attempts()), f.example()));
            lines(table);
        }
        if (!s.passAtK().isEmpty()) {
            StringBuilder line = new StringBuilder("one of k right  ");
            s.passAtK().forEach(p -> line.append(" pass@").append(p.k()).append(' ').append(percent(p.chance())));
            say(line.toString());
        }
        Summary.Latency l = s.latency();
        if (s.run().replayOf().isPresent()) {
            say("latency   not comparable: replies from the record took no time; the policy's own decisions took "
                    + Wordings.millis(Math.round(l.meanPolicyMs())) + " a query");
        } else {
            latency(l);
        }
        spending(s);
    }

    private void latency(Summary.Latency l) {
        say("latency   p50 " + Wordings.millis(l.p50Ms()) + ", p95 " + Wordings.millis(l.p95Ms()) + ", p99 " + Wordings.millis(l.p99Ms())
                + ", mean " + Wordings.millis(Math.round(l.meanMs()))
                + " (policy " + Wordings.millis(Math.round(l.meanPolicyMs())) + ", experts " + Wordings.millis(Math.round(l.meanExpertMs()))
                + "), before that in the queue "
                + Wordings.millis(Math.round(l.meanQueueMs())));
    }

    private void spending(Summary s) {
        Summary.Spending p = s.spending();
        say(String.format(Locale.ROOT, "per query %.1f calls, %.1f turns, %,.0f tokens, %,.0f micros; in all %,d micros", p.meanCalls(),
                p.meanTurns(), p.meanTokens(), p.meanCostMicros(), p.costMicros()));
        say(String.format(Locale.ROOT, "routing   entropy: experts %.2f bits, skills %.2f bits, pairs %.2f bits (%.0f %% of even)",
                s.routing().expertEntropy(), s.routing().skillEntropy(), s.routing().pairEntropy(), 100 * s.routing().evenness()));
    }

    private void accuracy(Summary s) {
        Table table = new Table().row("SOURCE", "SAMPLES", "ANSWERED", "STRICT", "REFERENCE");
        s.sources().forEach(row -> table.row(
                (row.dataSource().isEmpty() ? "(none)" : Wordings.line(row.dataSource(), 40))
                        + (StrictScorer.knows(row.dataSource()) ? "" : " *"),
                number(row.answered().samples()), percent(row.answered().share()), share(row.strict()),
                StrictScorer.knows(row.dataSource()) ? share(row.reference()) : ""));
        if (s.sources().size() > 1) {
            table.row("all", number(s.sources().stream().mapToLong(row -> row.answered().samples()).sum()), "",
                    share(s.accuracy().strict()), share(s.accuracy().reference()));
            table.row("mean of sources", "", "", s.run().scorer().equals("reference") ? "" : percent(s.accuracy().meanOfSources()),
                    s.run().scorer().equals("reference") ? percent(s.accuracy().meanOfSources()) : "");
        }
        lines(table);
        if (s.sources().stream().anyMatch(row -> !StrictScorer.knows(row.dataSource()))) {
            say("  * not a source that the scorers know: compared by the general rules of the strict scorer; the reference system's default, which only reads \\boxed{}, is not shown");
        }
    }

    private void groups(String title, List<Summary.Group> groups) {
        if (groups.isEmpty()) {
            return;
        }
        Table table = new Table().row(title, "CALLS", "SHARE", "REFUSED", "FAILED", "RIGHT WITH IT", "MEAN TIME", "MEAN TOKENS");
        groups.stream().limit(MOST_ROWS)
                .forEach(g -> table.row(Wordings.line(g.name(), 48), number(g.calls()), percent(g.share()), number(g.refused()),
                        number(g.failed()), share(g.right()),
                        Wordings.millis(Math.round(g.meanLatencyMs())), number(Math.round(g.meanTokens()))));
        lines(table);
        if (groups.size() > MOST_ROWS) {
            say("  and " + (groups.size() - MOST_ROWS) + " more");
        }
    }

    void print(Comparison c) {
        say(terminal.bold(c.after()) + " beside " + terminal.bold(c.before()) + ": " + number(c.pairs()) + " samples of both, by the "
                + c.scorer() + " score"
                + (c.onlyBefore() + c.onlyAfter() == 0
                        ? ""
                        : "; left out: " + number(c.onlyBefore()) + " only in " + c.before() + ", " + number(c.onlyAfter()) + " only in "
                                + c.after()));
        say("");
        Table table = new Table().row("", "BEFORE", "AFTER", "CHANGE", "95 % INTERVAL", "HIGHER", "LOWER", "");
        c.overall().forEach(d -> table.row((Object[]) row(c, d, d.what().equals("accuracy"))));
        if (c.sources().size() > 1) {
            c.sources().forEach(d -> table.row((Object[]) row(c, d, true)));
        }
        lines(table);
        say("  the interval is a paired bootstrap over samples (" + number(c.overall().getFirst().change().draws())
                + " draws); where it does not contain zero, the change is more than noise");
        c.failed().forEach(why -> say("  " + terminal.careful("no change is called significant") + ": " + why));
    }

    private String[] row(Comparison c, Comparison.Difference d, boolean share) {
        return new String[]{
            d.what().isEmpty() ? "(none)" : Wordings.line(d.what(), 40), figure(d.before(), share), figure(d.after(), share),
            signed(d.change().mean(), share),
            signed(d.change().low(), share) + " to " + signed(d.change().high(), share), number(d.better()), number(d.worse()),
            c.significant(d) ? terminal.bold("significant") : ""
        };
    }

    private static String figure(double value, boolean share) {
        return share ? percent(value) : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String signed(double value, boolean share) {
        return share ? String.format(Locale.ROOT, "%+.1f", 100 * value) : String.format(Locale.ROOT, "%+,.0f", value);
    }

    private static String share(Estimate e) {
        return e.samples() == 0 ? "–" : String.format(Locale.ROOT, "%s (%.0f–%.0f)", percent(e.share()), 100 * e.low(), 100 * e.high());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private void lines(Table table) {
        table.lines("  ").forEach(this::say);
        say("");
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
