package dev.maestro.activities.sandbox;

/** How a run in the sandbox ended. */
public sealed interface SandboxOutcome {
    /** What was printed, read as UTF-8 with replacement characters; each at most {@link SandboxLimits#outputBytes} bytes. */
    record Printed(String out, String err) {
        static final Printed NOTHING = new Printed("", "");
    }

    /**
     * The program ended by itself, or by a signal.
     *
     * @param code     its exit code; 128 and more: a signal's number added to 128
     * @param finished whether everything that was to be run ran to its end: a program that ends itself earlier, with
     *                 whatever exit code, has not
     */
    record Exited(int code, boolean finished, Printed printed, long wallMs) implements SandboxOutcome {}

    /** Its time was over: on the clock, or of the processor. */
    record TimedOut(Printed printed, long wallMs) implements SandboxOutcome {}

    /** It wanted more memory than it may have. */
    record OutOfMemory(Printed printed, long wallMs) implements SandboxOutcome {}

    /** It printed more than it may; what came before is kept. */
    record OutputFlood(Printed printed, long wallMs) implements SandboxOutcome {}

    /** Nobody waits for it any more. */
    record Cancelled() implements SandboxOutcome {}

    /**
     * The program was not run: there is no sandbox here, or it could not be started. Says nothing about the program.
     *
     * @param lasting whether trying again here makes no sense
     */
    record Unavailable(String message, boolean lasting) implements SandboxOutcome {}
}
