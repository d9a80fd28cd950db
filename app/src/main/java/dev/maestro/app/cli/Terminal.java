package dev.maestro.app.cli;

import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command reads and prints: results go to {@code out}, progress and refusals to {@code err}. Colours appear on
 * a terminal only, and not when {@code NO_COLOR} is set.
 */
final class Terminal implements Progress {
    private final InputStream in;
    private final OutputStream raw;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;

    Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive) {
        this(System.in, out, err, environment, interactive);
    }

    Terminal(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive) {
        this(in, OutputStream.nullOutputStream(), out, err, environment, interactive);
    }

    /** @param raw what {@code out} writes to, for bytes that are no text */
    Terminal(InputStream in, OutputStream raw, PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive) {
        this.in = in;
        this.raw = raw;
        this.out = out;
        this.err = err;
        this.colour = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** What was piped in; bytes, as they come. */
    InputStream in() {
        return in;
    }

    PrintWriter out() {
        return out;
    }

    /** Bytes to standard output, as they are. */
    void write(byte[] bytes) throws IOException {
        out.flush();
        raw.write(bytes);
        raw.flush();
    }

    PrintWriter err() {
        return err;
    }

    boolean colour() {
        return colour;
    }

    @Override
    public void say(String line) {
        err.println(line);
    }

    String bold(String text) {
        return painted("1", text);
    }

    String faint(String text) {
        return painted("2", text);
    }

    String good(String text) {
        return painted("32", text);
    }

    String bad(String text) {
        return painted("31", text);
    }

    String careful(String text) {
        return painted("33", text);
    }

    private String painted(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
