package dev.maestro.images;

import static dev.maestro.images.ImageErrors.IMAGE_ABSURD_DIMENSIONS;
import static dev.maestro.images.ImageErrors.IMAGE_CORRUPT;
import static dev.maestro.images.ImageErrors.IMAGE_EMPTY;
import static dev.maestro.images.ImageErrors.IMAGE_MISSING;
import static dev.maestro.images.ImageErrors.IMAGE_MULTIPLE_PAGES;
import static dev.maestro.images.ImageErrors.IMAGE_TOO_MANY_BYTES;
import static dev.maestro.images.ImageErrors.IMAGE_TOO_MANY_PIXELS;
import static dev.maestro.images.ImageErrors.IMAGE_TRUNCATED;
import static dev.maestro.images.ImageErrors.IMAGE_UNSUPPORTED_FORMAT;
import static dev.maestro.images.ImageErrors.NOT_AN_IMAGE;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.maestro.core.ContentHash;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which images come in. What passes is stored as upright 8-bit PNG or JPEG; what
 * does not is refused by name. Type and size are told from the content, and the size from the header,
 * before anything is decoded.
 *
 * <p>Taken: PNG, JPEG (also CMYK and YCCK), GIF, BMP, TIFF, WebP. Of an animation (GIF, WebP, APNG) the
 * first frame is taken and a note says so, since people send animations as images; several TIFF pages
 * are refused, since each of them may be the one that is meant.
 *
 * <p>An original that is upright, 8-bit, RGB or gray and PNG or JPEG keeps its bytes, if every decoder takes them: no
 * checksum is wrong, and ours has nothing to say against the file. Everything else is encoded anew: lossily coded sources
 * as JPEG of quality 95, others as PNG.
 *
 * <p>Thread-safe. Images wait for each other when together they would take more than half of the heap.
 */
public final class ImageIngestion {
    /** Decoded with 16 bits and alpha (8), flattened (4), turned (4), and encoded anew (up to 4). */
    private static final int BYTES_PER_PIXEL = 20;

    private final Limits limits;
    /** Megapixels that may be decoded at the same time. */
    private final int megapixels;
    private final Semaphore decoding;

    public ImageIngestion() {
        this(Limits.DEFAULT);
    }

    public ImageIngestion(Limits limits) {
        this.limits = limits;
        this.megapixels = Math.clamp(Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_PIXEL / 1_000_000, 1, 10_000);
        this.decoding = new Semaphore(megapixels, true);
    }

    /**
     * @param maxBytes  of the file as it comes
     * @param maxPixels by the header
     * @param maxSide   longest side in pixels
     * @param maxAspect longer side by shorter side; vision models refuse more than 200
     */
    public record Limits(int maxBytes, long maxPixels, int maxSide, int maxAspect) {
        public static final Limits DEFAULT = new Limits(20_000_000, 50_000_000, 32_768, 200);
    }

    public Limits limits() {
        return limits;
    }

    /** Takes in a file. @throws ImageRefusedException when it is no image, or none that is taken */
    public IngestedImage ingest(Path file) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw new ImageRefusedException(IMAGE_MISSING, "there is no file \"" + file + "\". Check the path.");
            }
            checkBytes(Files.size(file));
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImageRefusedException(IMAGE_MISSING, "\"" + file + "\" cannot be read (" + e.getClass().getSimpleName() + ").", e);
        }
        return ingest(bytes);
    }

    /** @throws ImageRefusedException when they are no image, or none that is taken */
    public IngestedImage ingest(byte[] bytes) {
        if (bytes.length == 0) {
            throw new ImageRefusedException(IMAGE_EMPTY, "the image has 0 bytes. Send the file's content.");
        }
        checkBytes(bytes.length);
        ImageFormat format = format(bytes);
        ImageStructure structure = ImageStructure.of(format, bytes);
        if (structure.width() > 0 && structure.height() > 0) {
            checkSize(structure.width(), structure.height());
        }
        if (!structure.complete()) {
            throw truncated(format, bytes, null);
        }
        try {
            return decode(format, structure, bytes);
        } catch (ImageRefusedException e) {
            throw e;
        } catch (EOFException | IndexOutOfBoundsException e) {
            throw truncated(format, bytes, e);
        } catch (IOException | RuntimeException e) {
            // decoders answer hostile input with every kind of exception
            throw e.getCause() instanceof EOFException
                    ? truncated(format, bytes, e)
                    : new ImageRefusedException(IMAGE_CORRUPT, "the file is a " + format + " by its first bytes but cannot be decoded ("
                            + e.getMessage() + "). Save it anew with an image program.", e);
        } catch (OutOfMemoryError e) {
            // one large array that was not to be had; everything else goes on
            throw new ImageRefusedException(IMAGE_TOO_MANY_PIXELS,
                    "decoding the " + format + " needs more memory than this process has left of "
                            + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB. Scale it down or give the process more (-Xmx).",
                    e);
        }
    }

    private void checkBytes(long size) {
        if (size > limits.maxBytes()) {
            throw new ImageRefusedException(IMAGE_TOO_MANY_BYTES, "the image has " + size + " bytes, limit " + limits.maxBytes()
                    + ". Scale it down or save it as JPEG.", Map.of("bytes", size, "limit", limits.maxBytes()));
        }
    }

    private static ImageFormat format(byte[] bytes) {
        var format = ImageFormat.of(bytes);
        if (format.isPresent()) {
            return format.get();
        }
        var refused = ImageFormat.refusedFormat(bytes);
        if (refused.isPresent()) {
            throw new ImageRefusedException(IMAGE_UNSUPPORTED_FORMAT, "the file is " + refused.get()
                    + ". Taken are PNG, JPEG, GIF, BMP, TIFF and WebP: convert it first.");
        }
        throw new ImageRefusedException(NOT_AN_IMAGE, "the " + bytes.length
                + " bytes are no image of a known format. Taken are PNG, JPEG, GIF, BMP, TIFF and WebP.");
    }

    private void checkSize(int width, int height) {
        String size = width + "x" + height;
        if (width <= 0 || height <= 0 || Math.max(width, height) > limits.maxSide()) {
            throw new ImageRefusedException(IMAGE_ABSURD_DIMENSIONS,
                    "the image says it is " + size + ", sides must be 1 to " + limits.maxSide() + " pixels.");
        }
        if ((long) width * height > limits.maxPixels()) {
            throw new ImageRefusedException(IMAGE_TOO_MANY_PIXELS,
                    "the image is " + size + " = " + (long) width * height + " pixels, limit "
                            + limits.maxPixels() + ". Scale it down.",
                    Map.of("width", width, "height", height, "limit", limits.maxPixels()));
        }
        if ((long) Math.max(width, height) > (long) limits.maxAspect() * Math.min(width, height)) {
            throw new ImageRefusedException(IMAGE_ABSURD_DIMENSIONS,
                    "the image is " + size + ": its sides differ more than " + limits.maxAspect()
                            + " times. Cut out the part that matters.");
        }
    }

    private static ImageRefusedException truncated(ImageFormat format, byte[] bytes, @Nullable Exception cause) {
        String sentence = "the " + format + " ends too early, after " + bytes.length + " bytes. Send the whole file.";
        return new ImageRefusedException(IMAGE_TRUNCATED, sentence, cause);
    }

    private IngestedImage decode(ImageFormat format, ImageStructure structure, byte[] bytes) throws IOException {
        ImageReader reader = ImageReaders.of(format, bytes);
        // the bytes are in memory already; no cache file
        try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            AtomicBoolean premature = new AtomicBoolean();
            AtomicBoolean warned = new AtomicBoolean();
            reader.addIIOReadWarningListener((_, warning) -> {
                warned.set(true);
                if (warning.toLowerCase(Locale.ROOT).contains("premature")) {
                    premature.set(true);
                }
            });
            reader.setInput(in, false, format != ImageFormat.GIF);
            checkSize(reader.getWidth(0), reader.getHeight(0));
            int frames = frames(format, structure, reader);
            int share = (int) Math.min(megapixels, 1 + (long) reader.getWidth(0) * reader.getHeight(0) / 1_000_000);
            decoding.acquireUninterruptibly(share);
            try {
                BufferedImage image = reader.read(0);
                Frame frame = frame(format, image, reader, bytes);
                checkSize(frame.canvasWidth(), frame.canvasHeight());
                if (premature.get()) {
                    throw truncated(format, bytes, null);
                }
                return structure.plain() && structure.orientation() == 1 && !warned.get()
                        ? kept(format, bytes, frame.image()).orElseGet(() -> normal(format, structure, frame, frames))
                        : normal(format, structure, frame, frames);
            } finally {
                decoding.release(share);
            }
        } finally {
            reader.dispose();
        }
    }

    private static Frame frame(ImageFormat format, BufferedImage image, ImageReader reader, byte[] bytes) throws IOException {
        return switch (format) {
            case GIF -> Frame.ofGif(image, reader, bytes);
            case WEBP -> Frame.ofWebp(image, bytes);
            case PNG, JPEG, BMP, TIFF -> Frame.whole(image);
        };
    }

    private static int frames(ImageFormat format, ImageStructure structure, ImageReader reader) throws IOException {
        if (format == ImageFormat.TIFF) {
            int pages = 0;
            int images = reader.getNumImages(true);
            for (int i = 0; i < images; i++) {
                // smaller ones are thumbnails and reduced copies
                pages += reader.getWidth(i) >= reader.getWidth(0) && reader.getHeight(i) >= reader.getHeight(0) ? 1 : 0;
            }
            if (pages > 1) {
                throw new ImageRefusedException(IMAGE_MULTIPLE_PAGES,
                        "the TIFF has " + pages + " pages, 1 is taken. Save the page you mean as an image of its own.");
            }
            return 1;
        }
        if (format == ImageFormat.GIF) {
            return reader.getNumImages(true);
        }
        return structure.animated() ? 2 : 1;
    }

    /** The original without its metadata; empty when another decoder may refuse what ours has read. */
    private static Optional<IngestedImage> kept(ImageFormat format, byte[] bytes, BufferedImage image) {
        byte[] kept = Metadata.strip(format, bytes);
        if (format == ImageFormat.PNG && !PngSoundness.sound(kept)) {
            return Optional.empty();
        }
        return Optional.of(new IngestedImage(ContentHash.of(kept), format == ImageFormat.PNG ? "image/png" : "image/jpeg",
                image.getWidth(), image.getHeight(), kept, kept.length == bytes.length ? List.of() : List.of("metadata left out")));
    }

    private IngestedImage normal(ImageFormat format, ImageStructure structure, Frame frame, int frames) {
        List<String> notes = new ArrayList<>();
        if (frames > 1) {
            notes.add("first frame of an animation");
        }
        BufferedImage flat = Pixels.upright(frame.onCanvas(Pixels.flatten(frame.image())), structure.orientation());
        if (structure.orientation() != 1) {
            notes.add("turned upright (EXIF orientation " + structure.orientation() + ")");
        }
        boolean jpeg = structure.photographic();
        byte[] encoded = encoded(flat, jpeg);
        if (encoded.length > limits.maxBytes()) {
            jpeg = true;
            encoded = encoded(flat, true);
        }
        notes.add("encoded anew from " + format + " as " + (jpeg ? "JPEG of quality 95" : "PNG"));
        return new IngestedImage(ContentHash.of(encoded), jpeg ? "image/jpeg" : "image/png", flat.getWidth(), flat.getHeight(), encoded,
                notes);
    }

    private static byte[] encoded(BufferedImage flat, boolean jpeg) {
        try {
            return jpeg ? Encoders.jpeg(flat) : Encoders.png(flat);
        } catch (IOException e) {
            throw new UncheckedIOException("an image of " + flat.getWidth() + "x" + flat.getHeight() + " cannot be encoded in memory", e);
        }
    }
}
