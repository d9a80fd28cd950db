package dev.maestro.app.cli;

import dev.maestro.app.check.CheckLines;
import dev.maestro.app.check.DecisionCheck;
import dev.maestro.app.check.DecisionChecks;
import dev.maestro.app.program.ExitCode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.rules.RuleSets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Goes through what every start does, without touching the network, state or MAESTRO_HOME. */
final class StartUpTraining {
    private StartUpTraining() {}

    static int run(CommandContext session) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Terminal silent = new Terminal(nowhere, nowhere, Map.of(), false);
        for (String line : new String[]{"--version", "--help", "completion", "ask --help", "no-such-command"}) {
            CommandLines.of(silent, Map.of()).execute(line.split(" "));
        }
        Json.tree("{\"a\":[1,2.5,\"x\",null]}");
        checks(nowhere);
        return ExitCode.OK.code();
    }

    /** Rules, protocol and scorers on an empty registry: a check waits for nothing but their classes. */
    private static void checks(PrintWriter nowhere) {
        new RuleSets().warmUp();
        RegistrySnapshot empty = new RegistrySnapshot(0, new RegistrySnapshot.Content(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        Profile profile = Profile.REFERENCE;
        answer(DecisionChecks.names(empty, profile), "{\"kind\": \"model\", \"name\": \"x\"}", nowhere);
        answer(DecisionChecks.routing(empty, profile), "{\"router\": \"x\", \"question\": \"y\", \"image_count\": 1}", nowhere);
        answer(DecisionChecks.protocol(empty, profile),
                "{\"kind\": \"loop_step\", \"step\": 0, \"max_turns\": 4, \"response\": \"<search>a@@b:c</search>\", \"finish_reason\": \"stop\"}",
                nowhere);
        for (String source : List.of("chartqa", "geometry3k")) {
            answer(DecisionChecks.reward(empty, profile), "{\"data_source\": \"" + source
                    + "\", \"ground_truth\": [\"2.5\"], \"trajectory\": \"<search>a@@b:c</search><answer>5/2</answer>\"}", nowhere);
        }
    }

    private static void answer(DecisionCheck check, String line, PrintWriter nowhere) {
        try {
            new CheckLines(check, nowhere).answer(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory failed", e);
        }
    }
}
