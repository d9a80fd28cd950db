package dev.maestro.registry.revisions;

import dev.maestro.core.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Our migrations as files of the program: what they are, without running them. */
final class ShippedMigrations {
    private static final String FOLDER = "db/migration";
    private static final String FIRST = FOLDER + "/V0001__create_registry.sql";

    private ShippedMigrations() {}

    /** Changes when any of them does: names and contents. */
    static ContentHash identity() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names()) {
            try (InputStream in = Objects.requireNonNull(ShippedMigrations.class.getResourceAsStream("/" + FOLDER + "/" + name), name)) {
                all.append(name).append('\n').append(ContentHash.of(in.readAllBytes()).value()).append('\n');
            }
        }
        return ContentHash.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    static List<String> names() throws IOException {
        URL first = Objects.requireNonNull(ShippedMigrations.class.getResource("/" + FIRST), FIRST);
        if (first.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(uri(first)).resolveSibling(""))) {
                return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")).sorted().toList();
            }
        }
        URLConnection connection = first.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar.getJarFile().stream().map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER + "/") && name.endsWith(".sql") && name.indexOf('/', FOLDER.length() + 1) < 0)
                    .map(name -> name.substring(FOLDER.length() + 1)).sorted().toList();
        }
        throw new IOException("the migrations lie where they cannot be listed: " + first.getProtocol());
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("no path: " + url, e);
        }
    }
}
