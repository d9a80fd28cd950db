package dev.maestro.app.program;

/** Receives, line by line, what long work is doing. Thread-safe. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = line -> {};

    void say(String line);
}
