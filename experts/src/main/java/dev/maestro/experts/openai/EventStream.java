package dev.maestro.experts.openai;

import dev.maestro.core.text.ByteOrderMark;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Reads server-sent events from pieces of bytes that may be cut anywhere, also within a character. It passes on only
 * the names and the data of events; a byte order mark before the first is none of it. It belongs to one thread.
 */
final class EventStream {
    private final BiConsumer<String, String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;
    private boolean begun;
    private String name = "";

    EventStream(BiConsumer<String, String> events) {
        this.events = events;
    }

    void feed(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n' && afterReturn) {
                afterReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                endLine();
            } else {
                afterReturn = false;
                line.write(b);
            }
        }
    }

    /** The body is over; a last event without its empty line counts. */
    void end() {
        endLine();
        endEvent();
    }

    private void endLine() {
        String written = line.toString(StandardCharsets.UTF_8);
        String text = begun ? written : ByteOrderMark.removed(written).stripLeading();
        begun |= !text.isEmpty();
        line.reset();
        if (text.isEmpty()) {
            endEvent();
        } else if (text.startsWith("data:")) {
            if (!data.isEmpty()) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        } else if (text.startsWith("event:")) {
            name = text.substring(6).strip();
        }
    }

    private void endEvent() {
        if (!data.isEmpty()) {
            String event = data.toString();
            data.setLength(0);
            events.accept(name, event);
        }
        name = "";
    }
}
