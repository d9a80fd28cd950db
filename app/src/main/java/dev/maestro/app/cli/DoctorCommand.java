package dev.maestro.app.cli;

import dev.maestro.app.config.Key;
import dev.maestro.app.doctor.Doctor;
import dev.maestro.app.doctor.DoctorCheck;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.temporal.TemporalBinary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Checks everything Maestro needs on this machine, and says how to fix what is missing.")
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", paramLabel = "DIR",
            description = "Also look at this checkpoint folder for policy local, and try whether PyTorch loads; as policy.local.model.")
    private Optional<Path> model = Optional.empty();

    DoctorCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        model.ifPresent(folder -> session.set(Key.POLICY_LOCAL_MODEL, folder.toAbsolutePath().normalize().toString()));
        var configuration = session.configuration();
        TemporalBinary temporal = new TemporalBinary(
                configuration.temporal().binary(), configuration.home().resolve("cache/temporal"), session.terminal());
        List<DoctorCheck.Finding> findings = new Doctor(configuration, session.environment(), temporal).examine();
        boolean well = findings.stream().noneMatch(finding -> finding.state() == DoctorCheck.State.MISSING);
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("ok", well, "checks", findings.stream().map(finding -> Map.of(
                    "name", finding.name(), "state", finding.state().name().toLowerCase(Locale.ROOT),
                    "seen", finding.seen(), "remedy", finding.remedy())).toList()));
        } else {
            findings.forEach(this::print);
            session.terminal().out().println();
            session.terminal().out()
                    .println(well ? "Ready: try `maestro demo`." : "Fix what is missing, then run `maestro doctor` again.");
        }
        return well ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }

    private void print(DoctorCheck.Finding finding) {
        Terminal terminal = session.terminal();
        String state = switch (finding.state()) {
            case OK -> terminal.good("ok     ");
            case WARN -> terminal.careful("warn   ");
            case MISSING -> terminal.bad("missing");
        };
        terminal.out().printf("%s  %-13s  %s%n", state, finding.name(), finding.seen());
        if (!finding.remedy().isEmpty()) {
            terminal.out().printf("%s%s%n", " ".repeat(24), terminal.faint("-> " + finding.remedy()));
        }
    }
}
