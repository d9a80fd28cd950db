package dev.maestro.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "policy", description = "A model of the learned policy in this process: what a checkpoint holds, and what it writes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PolicyInfo.class, PolicyGenerate.class, PolicyExample.class})
final class PolicyCommand {}
