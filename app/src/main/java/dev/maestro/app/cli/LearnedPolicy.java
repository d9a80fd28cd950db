package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.core.errors.MaestroException;
import java.nio.file.Path;

/** The policy that was trained for the benchmark orchestra and comes along. */
final class LearnedPolicy {
    private LearnedPolicy() {}

    /** The configuration with it as the model of policy {@code local}; it is unpacked under the home. */
    static Configuration of(CommandContext session) {
        Path folder = session.configuration().home().resolve("checkpoints").resolve("orchestra");
        try {
            session.terminal().say(LocalModels.learned(folder));
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.INFRASTRUCTURE, e);
        }
        session.set(Key.POLICY_LOCAL_MODEL, folder.toString());
        return session.configuration();
    }
}
