package dev.maestro.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "policy", description = "Checkpoints of the learned policy: what one holds, what it writes, and which one serves.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyInfo.class, PolicyGenerate.class, PolicyExample.class, PolicyPromote.class, PolicyRollback.class, PolicyPromotions.class
        })
final class PolicyCommand {}
