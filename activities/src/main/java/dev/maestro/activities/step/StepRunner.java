package dev.maestro.activities.step;

/** Does what one kind of step does. Records nothing: what it returns is recorded once, by whoever called it. Thread-safe. */
interface StepRunner {
    /** Throws what ends the activity without a trace in the record: a broken pin, a refused budget, a cancellation. */
    StepEnd run(StepWork work);
}
