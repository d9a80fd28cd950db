package dev.maestro.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "registry", description = "Experts, skills and rules: seen, compared, changed.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RegistryReading.Listing.class, RegistryReading.Show.class, RegistryReading.Diff.class, RegistryReading.Revisions.class,
            RegistryReading.Validate.class, RegistryChanging.Rollback.class, RegistryChanging.Migrate.class, RegistryAdmit.class
        })
final class RegistryCommand {}
