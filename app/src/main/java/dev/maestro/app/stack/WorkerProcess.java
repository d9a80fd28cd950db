package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts workers as processes of their own: this program again, with the same Java, flags and jars. */
final class WorkerProcess implements WorkerLauncher {
    /** Bytes at the end of what a worker printed that are looked at. */
    private static final int LAST_WORDS = 8_192;
    private static final String MAIN = "dev.maestro.app.Maestro";

    private final Path home;
    private final Path logs;
    private final Map<String, String> environment;

    WorkerProcess(Configuration configuration) {
        this.home = configuration.home();
        this.logs = configuration.logs();
        Map<String, String> told = new HashMap<>(
                Map.of("MAESTRO_HOME", home.toString(), "OMP_WAIT_POLICY", "PASSIVE", "OPT_OUT_TRACKING", "true"));
        // What they hold may have been said on the command line alone.
        told.put(Key.POLICY_LOCAL_PROMOTED.variable(), String.valueOf(configuration.policy().promoted().isPresent()));
        configuration.policy().local().ifPresent(local -> told.put(Key.POLICY_LOCAL_MODEL.variable(), local.model().toString()));
        this.environment = Map.copyOf(told);
    }

    @Override
    public Tethered start(int number) {
        List<String> command = program(logs.resolve("worker-crash-%p.log"), "worker", "--number", String.valueOf(number));
        try {
            Files.createDirectories(logs);
            return Tethered.start(command, environment, output(number));
        } catch (IOException e) {
            throw Problem.infrastructure(StackErrors.WORKER_START_FAILED, "cannot start a worker: " + e.getMessage() + ".", e);
        }
    }

    /**
     * This program again, with the same Java, flags and jars.
     *
     * @param crash where the JVM says why it was taken down: native code may do so, and what is left belongs to the logs, not to where
     *              somebody typed the command
     */
    static List<String> program(Path crash, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(WorkerProcess::inherited).forEach(command::add);
        command.addAll(List.of("-XX:ErrorFile=" + crash, "-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The last line it printed. */
    @Override
    public Optional<String> lastRefusal(int number) {
        try (RandomAccessFile file = new RandomAccessFile(output(number).toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_WORDS));
            byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).reduce((_, last) -> last);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path output(int number) {
        return logs.resolve("worker-" + number + ".out");
    }

    /** Not what belongs to this process alone: debuggers, agents, and properties of a test run. */
    private static boolean inherited(String flag) {
        return flag.startsWith("-X") || flag.startsWith("--") || flag.startsWith("-Dmaestro.") || flag.startsWith("-Djava.awt.headless")
                || flag.startsWith("-Djdk.");
    }
}
