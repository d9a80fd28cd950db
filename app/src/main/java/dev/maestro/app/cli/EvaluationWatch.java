package dev.maestro.app.cli;

import dev.maestro.app.program.ProcessEnd;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for an evaluation's end and shows a bar on a terminal, elsewhere a line at intervals. Ctrl-C leaves the
 * evaluation running, and says so.
 */
final class EvaluationWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration SAY_EVERY = Duration.ofSeconds(15);
    private static final int BAR = 30;

    private final Terminal terminal;
    private final Services services;
    private final String name;
    private boolean away;
    private long begun;
    private long doneBefore = -1;

    EvaluationWatch(Terminal terminal, Services services, String name) {
        this.terminal = terminal;
        this.services = services;
        this.name = name;
    }

    /** @return how it ended */
    EvaluationStatus untilEnd() {
        ProcessEnd.Last leaving = ProcessEnd.first(() -> terminal.say(System.lineSeparator() + (services.endsWithCommand()
                ? "stopped, and nothing is lost. Go on: maestro evaluate --resume " + name
                : "it goes on without you. Look: maestro evaluations show " + name + "   Stop it: maestro evaluations cancel " + name)));
        try (leaving) {
            begun = System.nanoTime();
            long said = begun;
            while (true) {
                Optional<EvaluationStatus> end = look();
                boolean due = System.nanoTime() - said > SAY_EVERY.toNanos();
                if (terminal.colour() || due || end.isPresent()) {
                    said = System.nanoTime();
                    show(end.isPresent());
                }
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
    }

    /** An engine that restarts ends no watch: the evaluation goes on, and so does who watches it. */
    private Optional<EvaluationStatus> look() {
        try {
            Optional<EvaluationStatus> end = services.evaluations().await(name, LOOK_EVERY);
            if (away) {
                away = false;
                terminal.say("the engine is back");
            }
            return end;
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            if (!EngineAway.is(e)) {
                throw e;
            }
            if (!away) {
                away = true;
                terminal.say("the engine does not answer just now (" + Wordings.line(String.valueOf(e.getMessage()), 120)
                        + "); the evaluation goes on when it is back, and so does this command. Ctrl-C stops watching only.");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            return Optional.empty();
        }
    }

    private void show(boolean last) {
        try {
            print(last);
        } catch (MaestroException | WorkflowServiceException | StatusRuntimeException _) {
            // the next look shows it
        }
    }

    private void print(boolean last) {
        String line = services.evaluations().progress(name).map(this::line)
                .or(() -> services.evaluationStore().overview(name).map(EvaluationWatch::progress).map(this::line)).orElse("");
        if (terminal.colour()) {
            terminal.err().print("\r\u001b[K" + line + (last ? System.lineSeparator() : ""));
            terminal.err().flush();
        } else {
            terminal.say(line);
        }
    }

    private static EvaluationProgress progress(Overview o) {
        return new EvaluationProgress(o.evaluation().name(), o.status(), o.total(), o.done(), o.right(), o.failed(), 0,
                o.evaluation().concurrency(), 0);
    }

    private String line(EvaluationProgress p) {
        if (doneBefore < 0) {
            doneBefore = p.done();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double rate = seconds < 1 ? 0 : (p.done() - doneBefore) / seconds;
        String left = rate <= 0 || p.done() >= p.total()
                ? ""
                : ", " + Wordings.millis((long) ((p.total() - p.done()) / rate * 1_000)) + " left";
        return bar(p) + " " + p.done() + "/" + p.total()
                + (p.done() == 0 ? "" : String.format(Locale.ROOT, "  right %.1f %%", 100.0 * p.right() / p.done()))
                + (p.failed() == 0 ? "" : "  failed " + p.failed())
                + String.format(Locale.ROOT, "  %.1f/s%s", rate, left)
                + (p.status() == EvaluationStatus.RUNNING ? "" : "  " + p.status());
    }

    private String bar(EvaluationProgress p) {
        int full = p.total() == 0 ? BAR : (int) (BAR * p.done() / p.total());
        return "[" + "█".repeat(full) + "·".repeat(BAR - full) + "]";
    }
}
