package dev.maestro.images;

import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import java.util.List;

/**
 * An image in the form in which it is stored: PNG or JPEG, upright, 8 bits, RGB or gray, no alpha.
 *
 * @param hash      of {@code bytes}
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param notes     what was changed on the way in, for the audit, e.g. {@code rotated (EXIF orientation 6)}; empty when the bytes are the original ones
 */
public record IngestedImage(ContentHash hash, String mediaType, int width, int height, byte[] bytes, List<String> notes) {
    public IngestedImage {
        notes = List.copyOf(notes);
    }

    public Image image() {
        return new Image(bytes, mediaType, width, height);
    }
}
