package dev.maestro.app.cli;

import picocli.CommandLine.Command;

/** {@code maestro audit}: what came over HTTP. */
@Command(name = "audit", description = "Looks at the audit of the HTTP service.", synopsisSubcommandLabel = "COMMAND",
        subcommands = AuditVerify.class)
final class AuditCommand {}
