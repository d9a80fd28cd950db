package dev.maestro.images;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.maestro.core.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Converts between stored images (PNG or JPEG, upright, 8 bits) and pixels, without any native library. Pixels are
 * {@code TYPE_INT_RGB}. Stateless.
 */
final class StoredImages {
    private StoredImages() {}

    /** @throws ImageRefusedException {@code IMAGE_UNREADABLE} when the bytes are no PNG or JPEG */
    static BufferedImage decode(Image image) {
        byte[] bytes = image.bytes();
        ImageFormat format = ImageFormat.of(bytes).filter(known -> known == ImageFormat.PNG || known == ImageFormat.JPEG)
                .orElseThrow(() -> unreadable(bytes, null));
        try {
            ImageReader reader = ImageReaders.of(format, bytes);
            try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
                reader.setInput(in, true, true);
                return Pixels.flatten(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw unreadable(bytes, e);
        }
    }

    private static ImageRefusedException unreadable(byte[] bytes, @org.jspecify.annotations.Nullable Exception cause) {
        return new ImageRefusedException(ImageErrors.IMAGE_UNREADABLE, bytes.length + " bytes are no PNG or JPEG. Ingest the image first.",
                cause);
    }

    /** A JPEG of quality 95 where {@code mediaType} says so, else a PNG. */
    static Image encode(BufferedImage pixels, String mediaType) {
        boolean jpeg = "image/jpeg".equals(mediaType);
        try {
            byte[] bytes = jpeg ? Encoders.jpeg(pixels) : Encoders.png(pixels);
            return new Image(bytes, jpeg ? "image/jpeg" : "image/png", pixels.getWidth(), pixels.getHeight());
        } catch (IOException e) {
            throw new UncheckedIOException("an image of " + pixels.getWidth() + "x" + pixels.getHeight() + " cannot be encoded in memory",
                    e);
        }
    }
}
