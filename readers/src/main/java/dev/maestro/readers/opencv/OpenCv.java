package dev.maestro.readers.opencv;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Core;

/**
 * The OpenCV natives of this process. Call {@link #load()} before the first use of an
 * {@code org.opencv} class; it is cheap after the first time and safe from any thread.
 *
 * <p>The library's own loader unpacks 65 MB into a fresh temporary folder per process and, while doing so,
 * deletes the folders of other processes that are still loading. This one unpacks once per machine user,
 * into {@code MAESTRO_HOME/native}, by an atomic rename.
 */
public final class OpenCv {
    private static final Object LOCK = new Object();
    private static volatile boolean loaded;
    private static @Nullable OpenCvUnavailableException failed;

    private OpenCv() {}

    /**
     * Loads the natives, once.
     *
     * @throws OpenCvUnavailableException when they cannot be loaded here; the same one on every later call
     */
    public static void load() {
        if (loaded) {
            return;
        }
        synchronized (LOCK) {
            if (loaded) {
                return;
            }
            if (failed != null) {
                throw failed;
            }
            try {
                loadFrom(OpenCv::inHome);
            } catch (IOException | UnsatisfiedLinkError | UnsupportedOperationException atHome) {
                // a home that cannot be written or executed from, or a damaged copy in it
                try {
                    loadFrom(OpenCv::inTemporaryFolder);
                } catch (IOException | UnsatisfiedLinkError | UnsupportedOperationException e) {
                    e.addSuppressed(atHome);
                    failed = new OpenCvUnavailableException(platform(), e);
                    throw failed;
                }
            }
            loaded = true;
        }
    }

    private interface Place {
        Path unpack(URL resource, String name) throws IOException;
    }

    @SuppressWarnings("restricted") // natives are what this class is for; the program runs with --enable-native-access
    private static void loadFrom(Place place) throws IOException {
        String resource = resource();
        URL url = Core.class.getResource(resource);
        if (url == null) {
            throw new UnsupportedOperationException("no " + resource + " in the OpenCV jar");
        }
        System.load(place.unpack(url, resource.substring(resource.lastIndexOf('/') + 1)).toString());
    }

    private static Path inHome(URL resource, String name) throws IOException {
        Path folder = home().resolve("native").resolve("opencv-" + Core.VERSION + "-" + platform().replace('/', '-'));
        Files.createDirectories(folder);
        Path library = folder.resolve(name);
        if (!Files.isRegularFile(library) || Files.size(library) != resource.openConnection().getContentLengthLong()) {
            unpack(resource, Files.createTempFile(folder, "unpacking", ".tmp"), library);
        }
        return library.toAbsolutePath();
    }

    private static Path inTemporaryFolder(URL resource, String name) throws IOException {
        Path folder = Files.createTempDirectory("maestro-opencv");
        Path library = folder.resolve(name);
        folder.toFile().deleteOnExit();
        library.toFile().deleteOnExit();
        unpack(resource, Files.createTempFile(folder, "unpacking", ".tmp"), library);
        return library;
    }

    private static void unpack(URL from, Path temporary, Path to) throws IOException {
        try (InputStream in = from.openStream()) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path home() {
        String home = System.getenv("MAESTRO_HOME");
        return home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".maestro") : Path.of(home);
    }

    private static String resource() {
        String library = Core.NATIVE_LIBRARY_NAME;
        String file = platform().startsWith("windows/")
                ? library + ".dll"
                : platform().startsWith("osx/")
                        ? "lib" + library + ".dylib"
                        : "lib" + library + ".so";
        return "/nu/pattern/opencv/" + platform() + "/" + file;
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.contains("win") ? "windows" : os.contains("mac") ? "osx" : "linux";
        return system + "/" + switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "ARMv8";
            default -> arch;
        };
    }
}
