package dev.maestro.activities.step;

import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.code.CodeRunner;
import dev.maestro.activities.code.WrittenSoFar;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.sandbox.Python;
import dev.maestro.activities.sandbox.SandboxErrors;

/** The run_code step: it runs what experts have written in the sandbox. Thread-safe. */
public final class CodeStep implements StepRunner {
    private final Python python;
    private final RecordedTexts texts;

    public CodeStep(Python python, RecordedTexts texts) {
        this.python = python;
        this.texts = texts;
    }

    @Override
    public StepEnd run(StepWork work, StepAttempt attempt) {
        WrittenSoFar written = new WrittenSoFar(work.plan(), work.step(), work.request().call(), work.earlier(), texts);
        try {
            return new StepEnd.Made(new CodeRunner(python).run(work.step(), work.input(), written, attempt.context()::cancelled));
        } catch (Python.UnavailableException e) {
            if (attempt.context().cancelled()) {
                throw TemporalFailures.givenUp(work.request().key());
            }
            return new StepEnd.Failed(SandboxErrors.SANDBOX_UNAVAILABLE.name(), String.valueOf(e.getMessage()), 0,
                    attempts -> TemporalFailures.sandbox(e, attempts));
        }
    }
}
