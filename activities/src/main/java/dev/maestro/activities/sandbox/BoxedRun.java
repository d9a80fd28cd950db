package dev.maestro.activities.sandbox;

import dev.maestro.activities.sandbox.SandboxOutcome.Printed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run: hands the process its orders, reads what it prints up to the limit, watches clock and memory, and kills
 * the whole tree when one is passed. Killing the outermost process is enough: the kernel ends the namespace with it.
 */
final class BoxedRun {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LOOK_EVERY_MS = 25;
    /** What setting up and tearing down may take on a busy machine, beside the program's own time. */
    private static final long SET_UP_MS = 5_000;
    /** From the last process's death to the end of its output. */
    private static final long DRAIN_MS = 2_000;
    private static final int SIGXCPU = 24;
    private static final int SIGKILL = 9;
    private static final int ERROR_CHARS = 400;

    private enum Ended { BY_ITSELF, CLOCK, MEMORY, OUTPUT, CANCELLED }

    private final Process process;
    private final SandboxLimits limits;
    private final byte[] ready = word();
    private final byte[] finished = word();
    private final Collected out;
    private final Collected err;
    private final long started = System.nanoTime();

    BoxedRun(Process process, SandboxLimits limits) {
        this.process = process;
        this.limits = limits;
        this.out = new Collected(process.getInputStream(), limits.outputBytes() + 2 * ready.length + 3);
        this.err = new Collected(process.getErrorStream(), limits.outputBytes());
    }

    SandboxOutcome end(Sandbox.Job job, BooleanSupplier cancelled) {
        Thread feeding = Thread.ofVirtual().name("sandbox-in").start(() -> feed(job));
        out.thread.start();
        err.thread.start();
        try {
            Ended ended = watch(cancelled);
            // By its handle: the process itself would close its streams with what is still in them.
            process.toHandle().destroyForcibly();
            process.waitFor(DRAIN_MS, TimeUnit.MILLISECONDS);
            out.thread.join(DRAIN_MS);
            err.thread.join(DRAIN_MS);
            return outcome(ended, (System.nanoTime() - started) / 1_000_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new SandboxOutcome.Cancelled();
        } finally {
            process.destroyForcibly();
            feeding.interrupt();
            close(process.getOutputStream());
            close(process.getInputStream());
            close(process.getErrorStream());
        }
    }

    private Ended watch(BooleanSupplier cancelled) throws InterruptedException {
        long begun = 0;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (begun == 0 && out.startsWith(ready)) {
                begun = now;
            }
            if (begun == 0 ? now - started > SET_UP_MS * 1_000_000 : now - begun > limits.wallMs() * 1_000_000) {
                return Ended.CLOCK;
            }
            if (out.flooded || err.flooded) {
                return Ended.OUTPUT;
            }
            if (cancelled.getAsBoolean()) {
                return Ended.CANCELLED;
            }
            if (ProcessTree.residentBytes(process.pid()) > limits.residentBytes()) {
                return Ended.MEMORY;
            }
        }
        return Ended.BY_ITSELF;
    }

    private SandboxOutcome outcome(Ended ended, long wallMs) {
        if (ended == Ended.CANCELLED) {
            return new SandboxOutcome.Cancelled();
        }
        if (!out.startsWith(ready)) {
            String why = err.text(0, err.size()).strip();
            return new SandboxOutcome.Unavailable(SandboxErrors.SANDBOX_BROKEN + ": the sandbox could not be set up"
                    + (ended == Ended.CLOCK ? " within " + SET_UP_MS + " ms" : " (exit code " + exitCode() + ")")
                    + (why.isEmpty() ? "" : ": " + why.substring(0, Math.min(why.length(), ERROR_CHARS))), false);
        }
        boolean complete = out.endsWith(finished);
        int from = ready.length + 1;
        int to = complete ? out.size() - finished.length - 2 : out.size();
        Printed printed = new Printed(out.text(from, Math.max(from, Math.min(to, from + limits.outputBytes()))), err.text(0, err.size()));
        if (ended == Ended.OUTPUT || out.flooded || err.flooded) {
            return new SandboxOutcome.OutputFlood(printed, wallMs);
        }
        if (ended == Ended.MEMORY) {
            return new SandboxOutcome.OutOfMemory(printed, wallMs);
        }
        int code = exitCode();
        boolean processorTime = code == 128 + SIGXCPU || (code == 128 + SIGKILL && wallMs >= limits.cpuSeconds() * 1_000L);
        if (ended == Ended.CLOCK || processorTime) {
            return new SandboxOutcome.TimedOut(printed, wallMs);
        }
        if (code != 0 && printed.err().lines().reduce("", (_, line) -> line).startsWith("MemoryError")) {
            return new SandboxOutcome.OutOfMemory(printed, wallMs);
        }
        return new SandboxOutcome.Exited(code, complete && code == 0, printed, wallMs);
    }

    private int exitCode() {
        return process.isAlive() ? 128 + SIGKILL : process.exitValue();
    }

    private void feed(Sandbox.Job job) {
        try (OutputStream to = process.getOutputStream()) {
            frame(to, ready);
            frame(to, job.what().getBytes(StandardCharsets.UTF_8));
            if (job.what().equals("check")) {
                frame(to, String.valueOf(job.texts().size()).getBytes(StandardCharsets.UTF_8));
            }
            for (String text : job.texts()) {
                frame(to, text.getBytes(StandardCharsets.UTF_8));
            }
            frame(to, finished);
        } catch (IOException _) {
            // It ended before it had heard everything; how it ended says the rest.
        }
    }

    private static void frame(OutputStream to, byte[] bytes) throws IOException {
        to.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
        to.write(bytes);
        to.flush();
    }

    private static void close(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception _) {
            // Nothing hangs on it any more.
        }
    }

    private static byte[] word() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
    }

    /** What one stream brought, up to its limit. Written by its own thread, read by the watching one. */
    private static final class Collected {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private final Thread thread;
        private volatile boolean flooded;

        Collected(InputStream from, int most) {
            this.most = most;
            this.thread = Thread.ofVirtual().name("sandbox-out").unstarted(() -> read(from));
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[16_384];
            try {
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    int room = most - size();
                    synchronized (bytes) {
                        bytes.write(buffer, 0, Math.min(read, room));
                    }
                    if (read > room) {
                        flooded = true;
                        return;
                    }
                }
            } catch (IOException _) {
                // Closed under our hands, after the end.
            }
        }

        int size() {
            synchronized (bytes) {
                return bytes.size();
            }
        }

        boolean startsWith(byte[] word) {
            byte[] all = all();
            return all.length > word.length && all[word.length] == '\n'
                    && java.util.Arrays.equals(all, 0, word.length, word, 0, word.length);
        }

        boolean endsWith(byte[] word) {
            byte[] all = all();
            int at = all.length - word.length - 1;
            return at > 0 && all[at - 1] == '\n' && all[all.length - 1] == '\n'
                    && java.util.Arrays.equals(all, at, at + word.length, word, 0, word.length);
        }

        String text(int from, int to) {
            byte[] all = all();
            int end = Math.min(to, all.length);
            return from >= end ? "" : new String(all, from, end - from, StandardCharsets.UTF_8);
        }

        private byte[] all() {
            synchronized (bytes) {
                return bytes.toByteArray();
            }
        }
    }
}
