package dev.maestro.app.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this program was built as. */
public final class Version {
    public static final String CURRENT = read();

    private Version() {}

    private static String read() {
        try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                return "development";
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
