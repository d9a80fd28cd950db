package dev.maestro.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "benchmark", description = "How good a policy is where the truth is known: simulated worlds from a seed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchmarkOrchestra.class})
final class BenchmarkCommand {}
