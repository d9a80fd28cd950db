package dev.maestro.activities.step;

/** Carries out one kind of step and records nothing: the caller records the returned end once. Thread-safe. */
interface StepRunner {
    /** Throws what ends the activity without a trace in the record: a broken pin, a refused budget, a cancellation. */
    StepEnd run(StepWork work, StepAttempt attempt);
}
