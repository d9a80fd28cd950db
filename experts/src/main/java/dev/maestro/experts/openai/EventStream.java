package dev.maestro.experts.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads server-sent events from pieces of bytes that may be cut anywhere, also within a character. It passes on only
 * the data of events. It belongs to one thread.
 */
final class EventStream {
    private final Consumer<String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;

    EventStream(Consumer<String> events) {
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
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            endEvent();
        } else if (text.startsWith("data:")) {
            if (!data.isEmpty()) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        }
    }

    private void endEvent() {
        if (!data.isEmpty()) {
            String event = data.toString();
            data.setLength(0);
            events.accept(event);
        }
    }
}
