package dev.maestro.app.program;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads what libraries log by the JDK's own loggers into the log file, so that nothing of it is printed on the terminal. */
final class LibraryLogs extends Handler {
    private static final SimpleFormatter TEXT = new SimpleFormatter();

    private LibraryLogs() {}

    /** From now on, instead of the JDK's way, for the whole process. */
    static void install() {
        java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new LibraryLogs());
    }

    @Override
    public void publish(LogRecord entry) {
        String name = entry.getLoggerName();
        Logger log = LoggerFactory.getLogger(name == null ? "library" : name);
        String text = TEXT.formatMessage(entry);
        int level = entry.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            log.error(text, entry.getThrown());
        } else if (level >= Level.WARNING.intValue()) {
            log.warn(text, entry.getThrown());
        } else if (level >= Level.INFO.intValue()) {
            log.info(text, entry.getThrown());
        } else {
            log.debug(text, entry.getThrown());
        }
    }

    @Override
    public void flush() {
        // each entry is handed on at once
    }

    @Override
    public void close() {
        // nothing is held
    }
}
