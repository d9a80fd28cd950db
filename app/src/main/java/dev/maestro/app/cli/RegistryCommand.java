package dev.maestro.app.cli;

import picocli.CommandLine.Command;

/** {@code maestro registry}: its commands are classes of their own. */
@Command(
        name = "registry", description = "Shows, compares and changes experts, skills and rules.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RegistryList.class, RegistryShow.class, RegistryDiffCommand.class, RegistryRevisions.class, RegistryValidate.class,
            RegistryRollback.class, RegistryMigrate.class, RegistryAdmit.class
        })
final class RegistryCommand {}
