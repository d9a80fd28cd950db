package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import picocli.CommandLine.Command;

/** {@code maestro registry}: its commands are classes of their own. */
@Command(
        name = "registry", description = "Shows, compares and changes experts, skills and rules.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RegistryList.class, RegistryShow.class, RegistryDiffCommand.class, RegistryRevisions.class, RegistryValidate.class,
            RegistryRollback.class, RegistryMigrate.class, RegistryAdmit.class
        })
final class RegistryCommand {
    /** A refusal of the registry's as a person is told it. */
    static Problem refused(RuntimeException e) {
        return CodedText.problem(ExitCode.BAD_INPUT, e, ProgramErrors.INTERNAL);
    }
}
