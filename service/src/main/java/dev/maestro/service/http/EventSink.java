package dev.maestro.service.http;

/** Where the frames of an event stream go. Thread-safe. A reader that stops reading is cut off, and whoever sends hears of it as of any close. */
public interface EventSink {
    /** Sends what is already framed. Nothing happens when the connection is gone. */
    void send(String frames);

    /** Ends the stream in order. */
    void end();

    /** Runs once when the connection is gone or the stream was ended; at once when it is so already. */
    void onClose(Runnable action);

    boolean isClosed();
}
