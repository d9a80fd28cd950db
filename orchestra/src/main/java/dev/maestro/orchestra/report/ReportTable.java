package dev.maestro.orchestra.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: aligned columns, each figure with its interval. */
public final class ReportTable {
    private static final List<String> WORTH = List.of("split", "price", "accuracy", "reward", "cost", "calls", "regret", "two-step");
    private static final List<String> CHOICES = List.of("split", "price", "first skill", "first expert", "again if sure", "again if not",
            "cheap calls");
    private static final List<String> SPREAD = List.of("split", "price", "slots, bits", "largest slot", "skill slots, bits", "largest",
            "skills, bits", "largest", "experts, bits", "largest");

    private ReportTable() {}

    /** Lines without line ends. */
    public static List<String> lines(OrchestraReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("orchestra: policy " + report.policy() + ", seed " + report.seed() + ", " + report.tasksPerCell()
                + " tasks a row; in brackets 95 % intervals");
        table(lines, WORTH, report, f -> List.of(value(f.accuracy()), value(f.reward()), value(f.cost()), value(f.calls()),
                value(f.regret()), value(f.twoStep())));
        table(lines, CHOICES, report, f -> List.of(value(f.firstSkill()), value(f.firstExpert()), value(f.againAfterSure()),
                value(f.againAfterDoubt()), value(f.cheap())));
        table(lines, SPREAD, report, f -> List.of(value(f.slots().entropyBits()), largest(f.slots()), value(f.skillSlots().entropyBits()),
                largest(f.skillSlots()), value(f.skills().entropyBits()), largest(f.skills()), value(f.experts().entropyBits()),
                largest(f.experts())));
        return List.copyOf(lines);
    }

    private static void table(List<String> lines, List<String> head, OrchestraReport report,
            java.util.function.Function<OrchestraFigures, List<String>> row) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(head);
        for (OrchestraReport.Cell cell : report.cells()) {
            List<String> cells = new ArrayList<>(List.of(cell.split().wire(), cell.price().wire()));
            cells.addAll(row.apply(cell.figures()));
            rows.add(cells);
        }
        lines.add("");
        for (List<String> cells : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < cells.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                line.append(cells.get(column)).repeat(" ", width - cells.get(column).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
    }

    private static String largest(MeasuredShares shares) {
        return shares.largest().isEmpty() ? "-" : value(shares.largestShare()) + " " + shares.largest();
    }

    private static String value(MeasuredValue value) {
        return value.count() == 0 ? "-" : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value.value(), value.low(), value.high());
    }
}
