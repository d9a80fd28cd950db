package dev.maestro.activities.sandbox;

import dev.maestro.activities.sandbox.SandboxOutcome.Unavailable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The sandbox on Linux. It uses the first {@link Mechanism} that passes its probe, a program that checks, without doing
 * harm, whether every limit holds. At most {@code runs} programs run at a time.
 */
public final class LinuxSandbox implements Sandbox {
    /**
     * Users without a name or a home: the range that systemd gives to services it makes users for. Each run has another one:
     * the kernel counts a user's processes, dead ones that nobody collected too, and in a container whose first process
     * collects no orphans each run leaves one.
     */
    private static final int FIRST_USER = 61_184;
    private static final int USERS = 4_336;
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Machine.PATH, "PYTHONHASHSEED", "0", "PYTHONSAFEPATH", "1",
            "MALLOC_ARENA_MAX", "1", "LC_CTYPE", "C.UTF-8");
    private static final String REMEDY = "Install bubblewrap, util-linux and python3 (Debian, Ubuntu: apt install bubblewrap util-linux python3; Fedora: dnf install "
            + "bubblewrap util-linux python3), and in a container allow user namespaces or add the SYS_ADMIN capability";

    private final SandboxLimits limits;
    private final Semaphore runs;
    /** Several workers of a machine begin at different places. */
    private final AtomicInteger users = new AtomicInteger(ThreadLocalRandom.current().nextInt(USERS));
    /** The kernel kills a run when the thread that started it ends, so runs are started by one that does not. */
    private final ExecutorService starter = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("sandbox-starter").daemon().factory());
    private final CompletableFuture<Found> found = new CompletableFuture<>();

    /** @param enclosure how to run here; empty when nothing works */
    private record Found(Optional<Enclosure> enclosure, Status status) {}

    /** Begins to probe at once, in the background. Mechanisms are tried in their order. */
    public static LinuxSandbox start(SandboxLimits limits, int runs) {
        return start(limits, runs, Set.of(Mechanism.values()));
    }

    /** @param allowed the mechanisms that may be used */
    public static LinuxSandbox start(SandboxLimits limits, int runs, Set<Mechanism> allowed) {
        LinuxSandbox sandbox = new LinuxSandbox(limits, runs);
        Thread.ofVirtual().name("sandbox-probe").start(() -> sandbox.probe(allowed));
        return sandbox;
    }

    private LinuxSandbox(SandboxLimits limits, int runs) {
        this.limits = limits;
        this.runs = new Semaphore(Math.max(1, runs));
    }

    private void probe(Set<Mechanism> allowed) {
        try {
            found.complete(find(allowed));
        } catch (RuntimeException | Error e) {
            found.complete(new Found(Optional.empty(), new Status("", "the probe of this machine broke off: " + e)));
        }
    }

    private Found find(Set<Mechanism> allowed) {
        Optional<Machine> machine = Machine.look();
        if (machine.isEmpty()) {
            return new Found(Optional.empty(), new Status("", "it needs Linux and a system Python (/usr/bin/python3). " + REMEDY));
        }
        List<String> reasons = new ArrayList<>();
        for (Mechanism mechanism : Mechanism.values()) {
            if (!allowed.contains(mechanism) || (mechanism.needsRoot() && !machine.get().root())) {
                continue;
            }
            List<String> missing = machine.get().missing(mechanism);
            if (!missing.isEmpty()) {
                reasons.add(mechanism.label() + ": missing " + String.join(", ", missing));
                continue;
            }
            Enclosure enclosure = new Enclosure(machine.get(), mechanism, limits);
            SandboxOutcome probed = run(enclosure, new Job("__main__", List.of(probe()), 4_000), () -> false);
            if (probed instanceof SandboxOutcome.Exited(int code, boolean finished, var printed, _) && finished
                    && printed.out().startsWith("python ")) {
                return new Found(Optional.of(enclosure), new Status(mechanism.label(), printed.out().strip()));
            }
            reasons.add(mechanism.label() + ": " + why(probed));
        }
        return new Found(Optional.empty(),
                new Status("", (reasons.isEmpty() ? "no mechanism is allowed" : String.join("; ", reasons)) + ". " + REMEDY));
    }

    private static String why(SandboxOutcome probed) {
        String said = switch (probed) {
            case SandboxOutcome.Exited(int code, _, var printed, _) ->
                "exit code " + code + ", " + (printed.out() + " " + printed.err()).strip();
            case SandboxOutcome.TimedOut(var printed, _) -> "the probe did not end, " + printed.out();
            case SandboxOutcome.OutOfMemory(_, _) -> "the probe had no memory";
            case SandboxOutcome.OutputFlood(_, _) -> "the probe printed without end";
            case SandboxOutcome.Cancelled() -> "cancelled";
            case Unavailable(String message, _) -> message;
        };
        String line = said.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300);
    }

    private String probe() {
        return resource("probe.py").replace("LIMITS = {}", "LIMITS = {'worker_pid': " + ProcessHandle.current().pid()
                + ", 'scratch_bytes': " + limits.scratchBytes() + ", 'scratch_files': " + limits.scratchFiles()
                + ", 'address_space_bytes': " + limits.addressSpaceBytes() + ", 'file_bytes': " + limits.fileBytes()
                + ", 'open_files': " + limits.openFiles() + ", 'cpu_seconds': " + limits.cpuSeconds() + ", 'processes': "
                + limits.processes() + "}");
    }

    private Found found() {
        try {
            return found.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Found(Optional.empty(), new Status("", "interrupted while the machine was probed"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the probe fails by its result", e);
        }
    }

    @Override
    public Status status() {
        return found().status();
    }

    @Override
    public SandboxOutcome run(Job job, BooleanSupplier cancelled) {
        Found here = found();
        return here.enclosure()
                .map(enclosure -> run(enclosure, job, cancelled))
                .orElseGet(() -> new Unavailable(
                        SandboxErrors.SANDBOX_UNAVAILABLE + ": generated code is not run on this machine: " + here.status().detail(),
                        true));
    }

    private SandboxOutcome run(Enclosure enclosure, Job job, BooleanSupplier cancelled) {
        try {
            runs.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new SandboxOutcome.Cancelled();
        }
        try {
            int own = FIRST_USER + Math.floorMod(users.getAndIncrement(), USERS);
            Process process = starter.submit(() -> launch(enclosure.command(own, resource("bootstrap.py")))).get();
            return new BoxedRun(process, limits.withWallMs(Math.min(job.wallMs(), limits.wallMs()))).end(job, cancelled);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new SandboxOutcome.Cancelled();
        } catch (ExecutionException e) {
            return new Unavailable(SandboxErrors.SANDBOX_BROKEN + ": the sandbox could not be started: " + e.getCause(), false);
        } finally {
            runs.release();
        }
    }

    private static Process launch(List<String> command) throws IOException {
        List<String> absolute = new ArrayList<>(command);
        absolute.set(0, Machine.tool(command.getFirst()).map(Object::toString).orElse(command.getFirst()));
        ProcessBuilder builder = new ProcessBuilder(absolute).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    private static String resource(String name) {
        try (InputStream in = LinuxSandbox.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        starter.shutdownNow();
    }
}
