package dev.maestro.inference.vision;

import dev.maestro.images.ImageOrientation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The outside of an encoded image.
 *
 * @param format      {@code png} or {@code jpeg}
 * @param bytes       the file, of a JPEG without colour profiles: the reader would apply them, and stumble over damaged ones
 * @param orientation EXIF, 1 to 8
 */
record ImageHeader(String format, byte[] bytes, int orientation) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int APP2 = 0xE2;
    private static final int START_OF_SCAN = 0xDA;

    static ImageHeader of(byte[] encoded) {
        if (starts(encoded, 0, PNG)) {
            return new ImageHeader("png", encoded, ImageOrientation.of(encoded));
        }
        if (encoded.length > 4 && (encoded[0] & 0xFF) == 0xFF && (encoded[1] & 0xFF) == 0xD8) {
            return jpeg(encoded);
        }
        throw new ImageUnsupportedException(ModelImageErrors.PICTURE_FORMAT_UNKNOWN,
                "the " + encoded.length + " bytes are neither a PNG nor a JPEG file. Convert the picture to one of them.");
    }

    private static ImageHeader jpeg(byte[] encoded) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length);
        kept.write(encoded, 0, 2);
        int at = 2;
        while (at + 4 <= encoded.length && (encoded[at] & 0xFF) == 0xFF) {
            int marker = encoded[at + 1] & 0xFF;
            int end = at + 2 + ((encoded[at + 2] & 0xFF) << 8 | encoded[at + 3] & 0xFF);
            if (marker == START_OF_SCAN || marker < 0xC0 || marker == 0xFF || end > encoded.length) {
                break;
            }
            if (marker != APP2 || !starts(encoded, at + 4, PROFILE)) {
                kept.write(encoded, at, end - at);
            }
            at = end;
        }
        kept.write(encoded, at, encoded.length - at);
        return new ImageHeader("jpeg", kept.toByteArray(), ImageOrientation.of(encoded));
    }

    private static boolean starts(byte[] bytes, int at, byte[] with) {
        return bytes.length - at >= with.length && Arrays.equals(bytes, at, at + with.length, with, 0, with.length);
    }
}
