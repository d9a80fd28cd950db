package dev.maestro.app.program;

/** Who is told, line by line, what long work is at. Thread-safe. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = line -> {};

    void say(String line);
}
