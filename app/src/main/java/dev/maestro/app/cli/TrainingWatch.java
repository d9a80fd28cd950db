package dev.maestro.app.cli;

import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore.Overview;
import java.time.Duration;
import java.util.Optional;

/** Waits for the end of a training run and shows its newest numbers. Ctrl-C stops the trainer; nothing is lost. */
final class TrainingWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration SAY_EVERY = Duration.ofSeconds(15);

    private final Terminal terminal;
    private final Services services;
    private final String name;
    /** Where it is no terminal that is looked at, a line is said once. */
    private String said = "";

    TrainingWatch(Terminal terminal, Services services, String name) {
        this.terminal = terminal;
        this.services = services;
        this.name = name;
    }

    /** @return how it ended */
    TrainingStatus untilEnd() {
        ProcessEnd.Last leaving = ProcessEnd.first(() -> terminal.say(
                System.lineSeparator() + "the trainer stops, and nothing is lost. Go on: maestro train --resume " + name));
        try (leaving) {
            long said = System.nanoTime();
            while (true) {
                Optional<TrainingStatus> end = services.trainings().await(name, LOOK_EVERY);
                if (terminal.colour() || end.isPresent() || System.nanoTime() - said > SAY_EVERY.toNanos()) {
                    said = System.nanoTime();
                    show(end.isPresent());
                }
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
    }

    private void show(boolean last) {
        String line = services.trainingStore().overview(name).map(TrainingWatch::line).orElse("");
        if (terminal.colour()) {
            terminal.err().print("\r\u001b[K" + line + (last ? System.lineSeparator() : ""));
            terminal.err().flush();
        } else if (last || !line.equals(said)) {
            said = line;
            terminal.say(line);
        }
    }

    /** E.g. {@code step 412, calls, running: reward 0.612, accuracy 0.700, calls 1.43}. */
    static String line(Overview overview) {
        return overview.newest()
                .map(step -> "step " + step.step() + ", " + step.stage() + ", " + overview.status() + TrainingFigures.of(step.metrics()))
                .orElse("no step yet, " + overview.status());
    }
}
