package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.core.CallContext;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageErrors;
import dev.maestro.images.ImageFetch;
import dev.maestro.images.ImageIngestion;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.IngestedImage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes in the images of a command line: files, standard input, https addresses. */
final class ImageArguments {
    /** More than any expert takes in one call. */
    private static final int MOST = 32;

    private static final Pattern ADDRESS = Pattern.compile("(?is)[a-z][a-z0-9+.-]*://.*|data:.*");

    private final CommandContext session;
    private final ImageIngestion ingestion = new ImageIngestion();

    ImageArguments(CommandContext session) {
        this.session = session;
    }

    /** @throws Problem that names the image and the reason */
    List<IngestedImage> take(List<String> sources) {
        if (sources.size() > MOST) {
            throw Problem.input(InputErrors.IMAGES_TOO_MANY, sources.size() + " images, limit " + MOST + ". Ask about fewer at once.");
        }
        if (sources.stream().filter("-"::equals).count() > 1) {
            throw Problem.usage(UsageErrors.IMAGE_STDIN_TWICE,
                    "--image - was given more than once, and standard input holds one image. Give the others as files.");
        }
        List<IngestedImage> images = new ArrayList<>();
        for (String source : sources) {
            IngestedImage image = take(source);
            image.notes().forEach(note -> session.terminal().say(name(source) + ": " + note));
            images.add(image);
        }
        return images;
    }

    private IngestedImage take(String source) {
        try {
            if (source.equals("-")) {
                // One byte more than allowed, so that too much is refused for what it is.
                return ingestion.ingest(System.in.readNBytes(ingestion.limits().maxBytes() + 1));
            }
            if (ADDRESS.matcher(source).matches()) {
                return ingestion.ingest(fetched(source));
            }
            return ingestion.ingest(Path.of(source));
        } catch (ImageRefusedException e) {
            throw Problem.of(ExitCode.BAD_INPUT, e, "image \"" + name(source) + "\": " + e.reason());
        } catch (InvalidPathException | IOException e) {
            throw new Problem(ExitCode.BAD_INPUT, ImageErrors.IMAGE_UNREADABLE,
                    "image \"" + name(source) + "\" cannot be read: " + e.getMessage(), e);
        }
    }

    /** The source as it may be shown and logged. */
    private static String name(String source) {
        return Wordings.line(ADDRESS.matcher(source).matches() ? ImageFetch.shown(source) : source, 200);
    }

    /** Refuses by itself what is not https or not public. */
    private static byte[] fetched(String address) {
        HttpExchanges http = new HttpExchanges();
        try {
            return new ImageFetch(http).fetch(address, CallContext.NONE);
        } finally {
            http.close();
        }
    }
}
