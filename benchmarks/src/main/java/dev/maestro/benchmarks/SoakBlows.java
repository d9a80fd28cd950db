package dev.maestro.benchmarks;

import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.Supervisor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What befalls a stack in a soak, drawn by seed: kills, stops and outages of each of its parts. */
final class SoakBlows {
    private static final List<Duration> STOPS = List.of(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(13));
    private static final List<Duration> OUTAGES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Stack stack;
    private final Supervisor supervisor;
    private final SoakServer policy;
    private final SoakServer expert;
    private final Random random;

    SoakBlows(Stack stack, Supervisor supervisor, SoakServer policy, SoakServer expert, long seed) {
        this.stack = stack;
        this.supervisor = supervisor;
        this.policy = policy;
        this.expert = expert;
        this.random = new Random(seed);
    }

    /** Strikes once; returns when what was stopped goes on, and says what it was. */
    String strike() throws IOException {
        Duration stop = STOPS.get(random.nextInt(STOPS.size()));
        Duration outage = OUTAGES.get(random.nextInt(OUTAGES.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 -> "worker killed " + supervisor.killWorker().map(String::valueOf).orElse("(none lived)");
            case 2 -> stopped("worker", supervisor.workerPids().stream().findFirst().orElse(-1L), stop);
            case 3 -> killed("PostgreSQL", stack.running().database().pid().orElse(-1L));
            case 4 -> stopped("PostgreSQL", stack.running().database().pid().orElse(-1L), stop);
            case 5 -> killed("Temporal", stack.running().temporal().pid().orElse(-1L));
            case 6 -> {
                policy.away(outage);
                yield "policy away for " + outage.toSeconds() + " s";
            }
            default -> {
                expert.away(outage);
                yield "expert away for " + outage.toSeconds() + " s";
            }
        };
    }

    private static String killed(String what, long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return what + " killed";
    }

    private static String stopped(String what, long pid, Duration howLong) throws IOException {
        signal("-STOP", pid);
        LockSupport.parkNanos(howLong.toNanos());
        signal("-CONT", pid);
        return what + " stopped for " + howLong.toSeconds() + " s";
    }

    /** To a process and all that it has started. */
    private static void signal(String which, long pid) throws IOException {
        List<String> pids = ProcessHandle.of(pid).stream().flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> String.valueOf(process.pid())).toList();
        if (!pids.isEmpty()) {
            new ProcessBuilder(Stream.concat(Stream.of("kill", which), pids.stream()).toList()).start();
        }
    }
}
