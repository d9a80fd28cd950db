package dev.maestro.app.cli;

import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.admission.AdmissionRequest.Change;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "admit", description = "Measures a new expert or skill with its probes, and lets it serve only when everything passes.",
        footer = {
            "",
            "With a file: it is rehearsed, measured, then put into the operator's folder and run. Keep it outside of that folder until then.",
            "With a name: a row that is there with enabled = false is measured, then enabled.",
            "Exit codes: 0 admitted, 1 a check failed and nothing was changed, 3 the file was refused. A worked example: docs/operators.md"
        })
final class RegistryAdmit implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE.sql|NAME", description = "An SQL file that has not run, or an expert or skill that is switched off.")
    private String what = "";

    @Option(names = "--dry-run", description = "Measure and report; change nothing.")
    private boolean dryRun;

    @Option(names = "--min-right", paramLabel = "SHARE", defaultValue = "" + AdmissionRequest.DEFAULT_MIN_RIGHT,
            description = "Share of probes that must be right, 0 to 1 (${DEFAULT-VALUE}).")
    private double minRight;

    @Mixin
    private JsonOption json = new JsonOption();

    RegistryAdmit(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!(minRight >= 0 && minRight <= 1)) {
            throw Problem.usage(UsageErrors.MIN_RIGHT_INVALID, "--min-right " + minRight + ": expected 0 to 1, e.g. 0.8 for eight of ten.");
        }
        Change change = what.toLowerCase(Locale.ROOT).endsWith(".sql") ? file() : new Change.Name(what);
        try (Services services = session.connect(StackNeed.DATABASE)) {
            if (change instanceof Change.Name) {
                requireKnown(services.registry().at(services.registry().newest()));
            }
            AdmissionReport report = services.admit(new AdmissionRequest(change, minRight, dryRun), session.environment(),
                    session.terminal());
            if (json.wanted()) {
                json.print(session.terminal(), report);
            } else {
                print(report);
            }
            return report.passed() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    private Change file() {
        Path file = Path.of(what).toAbsolutePath().normalize();
        Path folder = session.configuration().migrations().toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw Problem.input(InputErrors.FILE_MISSING, "there is no file " + file + ". Name an SQL file like V0001__add_an_expert.sql.");
        }
        if (file.startsWith(folder)) {
            throw Problem.input(InputErrors.FILE_IN_FOLDER, file
                    + " lies in the operator's folder, where the next start would run it unmeasured. Move it elsewhere; once admitted it is put there.");
        }
        return new Change.File(file, folder);
    }

    private void requireKnown(RegistrySnapshot registry) {
        if (registry.expert(what).isEmpty() && registry.skill(what).isEmpty()) {
            List<String> names = Stream.concat(registry.experts().stream().map(Expert::name), registry.skills().stream().map(Skill::name))
                    .toList();
            throw Problem.usage(UsageErrors.NAME_UNKNOWN,
                    "the registry has no expert or skill \"" + Wordings.line(what, 80) + "\"." + NearestNames.sentence(what, names)
                            + " List them with: maestro registry list. An SQL file ends in .sql");
        }
    }

    private void print(AdmissionReport report) {
        Terminal terminal = session.terminal();
        terminal.out().println(terminal.bold(report.what()));
        Table checks = new Table();
        report.findings().forEach(each -> checks.row(
                each.passed() ? terminal.good("ok") : terminal.bad("FAILED"), each.check(), each.subject(),
                Wordings.line(each.message(), 1_000)));
        checks.lines("  ").forEach(terminal.out()::println);
        if (!report.measures().isEmpty()) {
            terminal.out().println();
            Table measures = new Table().row("EXPERT", "ASKED", "RIGHT", "P50", "P95", "A CALL", "WITH");
            report.measures().forEach(each -> measures.row(
                    each.expert(), String.valueOf(each.asked()), String.valueOf(each.right()), Wordings.millis(each.p50Ms()),
                    Wordings.millis(each.p95Ms()),
                    Wordings.cost(each.microsPerCall()), each.target().equals(each.expert()) ? "plain questions" : each.target()));
            measures.lines("  ").forEach(terminal.out()::println);
        }
        terminal.out().println();
        report.difference().changes().forEach(change -> terminal.out().println("  " + Wordings.line(change.describe(), 300)));
        report.notes().forEach(note -> terminal.out().println("  note: " + note));
        terminal.out().println(end(report));
    }

    private static String end(AdmissionReport report) {
        if (report.revision().isPresent()) {
            return "Admitted: revision " + report.revision().get()
                    + " serves now. Running queries keep theirs. Undo: maestro registry rollback " + report.before();
        }
        if (!report.passed()) {
            return "Not admitted: nothing was changed, revision " + report.before() + " goes on.";
        }
        return (report.dryRun() ? "Would be admitted (--dry-run)" : "Nothing to change") + ": revision " + report.before() + " goes on.";
    }
}
