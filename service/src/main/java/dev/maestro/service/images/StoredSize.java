package dev.maestro.service.images;

import dev.maestro.core.Image;
import dev.maestro.images.ImageErrors;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.Renditions;
import dev.maestro.images.Renditions.Rendition;
import dev.maestro.registry.history.Artifacts.Artifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A stored image with the size that its head tells. */
record StoredSize(Artifact stored) {
    /** @throws ImageRefusedException {@code IMAGE_UNREADABLE} */
    Image image() {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(stored.bytes()))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    reader.setInput(in, true, true);
                    return new Image(stored.bytes(), stored.mediaType(), reader.getWidth(0), reader.getHeight(0));
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException _) {
            // refused below
        }
        throw new ImageRefusedException(ImageErrors.IMAGE_UNREADABLE, "the stored bytes of " + stored.hash() + " are no PNG or JPEG.");
    }

    /** With no side longer than this; itself when it is so already. */
    static Image within(Image image, int max) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= max) {
            return image;
        }
        int width = Math.max(1, Math.round((float) image.width() * max / longest));
        int height = Math.max(1, Math.round((float) image.height() * max / longest));
        return Renditions.make(image, new Rendition(width, height, ""));
    }
}
