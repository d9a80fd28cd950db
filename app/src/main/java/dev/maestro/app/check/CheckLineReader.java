package dev.maestro.app.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8, none of which may fill the memory. */
final class CheckLineReader {
    /** A trajectory is some tens of kilobytes; a line a hundred times that is of a file that is none of ours. */
    static final int MAX_LINE_BYTES = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;
    private boolean first = true;

    sealed interface Read {
        record Text(String text) implements Read {}

        /** The line's bytes are no text of ours. */
        record Unreadable(CheckErrors code, String message) implements Read {}

        record End() implements Read {}
    }

    CheckLineReader(InputStream in) {
        this.in = in;
    }

    /** The next line, without its end; the last one needs none. */
    Read next() throws IOException {
        line.reset();
        boolean tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + (end - at) > MAX_LINE_BYTES;
            if (!tooLong) {
                line.write(buffer, at, end - at);
            }
            at = end + 1;
            if (end < filled) {
                return read(tooLong);
            }
        }
        return any ? read(tooLong) : new Read.End();
    }

    /** Whether the next line, or a part of it, is there without waiting. */
    boolean hasMore() throws IOException {
        return at < filled || in.available() > 0;
    }

    private boolean fill() throws IOException {
        if (at >= filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return filled > 0;
    }

    private Read read(boolean tooLong) {
        boolean mark = first;
        first = false;
        if (tooLong) {
            return new Read.Unreadable(CheckErrors.LINE_TOO_LONG, "the line has more than " + MAX_LINE_BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray())).toString();
            return new Read.Text(mark && text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException _) {
            return new Read.Unreadable(CheckErrors.LINE_NOT_UTF8, "the line is not UTF-8");
        }
    }
}
