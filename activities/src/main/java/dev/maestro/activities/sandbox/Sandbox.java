package dev.maestro.activities.sandbox;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs Python that nobody has read, where it can do no harm. Thread-safe; runs beyond what the machine bears wait. */
public interface Sandbox extends AutoCloseable {
    /**
     * @param what   {@code check}: says of each text whether it is Python; else the name of the module in which the one text is run
     * @param texts  Python source
     * @param wallMs at most so long, within the sandbox's own limit
     */
    record Job(String what, List<String> texts, long wallMs) {
        public Job {
            texts = List.copyOf(texts);
        }
    }

    /**
     * What this machine offers.
     *
     * @param mechanism how programs are shut in; empty when there is no sandbox
     * @param detail    the interpreter's version, or why each mechanism does not work here and what to install
     */
    record Status(String mechanism, String detail) {
        public boolean available() {
            return !mechanism.isEmpty();
        }
    }

    /** Waits for the probe of this machine, which takes some tenths of a second. */
    Status status();

    /** @param cancelled asked every 25 ms; true ends the run */
    SandboxOutcome run(Job job, BooleanSupplier cancelled);

    @Override
    void close();

    /** The sandbox where there can be none, or where none is wanted. */
    static Sandbox none(String why) {
        return new Sandbox() {
            @Override
            public Status status() {
                return new Status("", why);
            }

            @Override
            public SandboxOutcome run(Job job, BooleanSupplier cancelled) {
                return new SandboxOutcome.Unavailable(
                        SandboxErrors.SANDBOX_UNAVAILABLE + ": generated code is not run on this machine: " + why, true);
            }

            @Override
            public void close() {}
        };
    }
}
