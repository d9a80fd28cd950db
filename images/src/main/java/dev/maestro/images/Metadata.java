package dev.maestro.images;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Removes from a file everything that is not the image: where and when it was taken, by whom, with what, thumbnails,
 * comments, and whatever was appended to it. Every pixel, and what decoders need for its colours, stays byte for byte.
 * A file without metadata is returned as it is.
 */
final class Metadata {
    /** Header, palette, transparency, colours, physical size, pixels, end; the others tell stories. */
    private static final Set<String> PNG_KEPT = Set.of("IHDR", "PLTE", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD",
            "pHYs", "IDAT", "IEND");

    private Metadata() {}

    /** @param bytes a complete file, upright without its metadata, of format PNG or JPEG; any other is returned as it is */
    static byte[] strip(ImageFormat format, byte[] bytes) {
        try {
            byte[] stripped = switch (format) {
                case PNG -> png(bytes);
                case JPEG -> jpeg(bytes);
                case WEBP, TIFF, GIF, BMP -> bytes;
            };
            return stripped.length == bytes.length ? bytes : stripped;
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return bytes; // no reader would have come this far
        }
    }

    private static byte[] png(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        out.write(bytes, 0, 8);
        int at = 8;
        String chunk = "";
        while (!chunk.equals("IEND")) {
            int length = 12 + in.getInt(at);
            chunk = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (PNG_KEPT.contains(chunk)) {
                out.write(bytes, at, length);
            }
            at += length;
        }
        return out.toByteArray();
    }

    private static byte[] jpeg(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int at = 0;
        while (true) {
            if ((bytes[at] & 0xFF) != 0xFF || (bytes[at + 1] & 0xFF) == 0xFF) {
                at++; // padding between segments
                continue;
            }
            int marker = bytes[at + 1] & 0xFF;
            if (marker == 0xD8 || marker == 0xD9 || marker == 0x01) {
                out.write(bytes, at, 2);
                at += 2;
                if (marker == 0xD9) {
                    return out.toByteArray(); // a maker's appendix follows, if anything
                }
                continue;
            }
            int end = at + 2 + ((bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF);
            if (marker == 0xDA) {
                end = endOfScan(bytes, end);
            }
            if (kept(bytes, at, marker)) {
                out.write(bytes, at, end - at);
            }
            at = end;
        }
    }

    /** The application segments that stay: JFIF's header, the colour profile, and Adobe's word on the colour transform. */
    private static boolean kept(byte[] bytes, int at, int marker) {
        return switch (marker) {
            case 0xEE -> true;
            case 0xE0 -> begins(bytes, at + 4, "JFIF");
            case 0xE2 -> begins(bytes, at + 4, "ICC_PROFILE");
            default -> marker != 0xFE && (marker < 0xE0 || marker > 0xEF);
        };
    }

    private static boolean begins(byte[] bytes, int at, String word) {
        return new String(bytes, at, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    /** The next marker that belongs to no scan. */
    private static int endOfScan(byte[] bytes, int from) {
        int at = from;
        while ((bytes[at] & 0xFF) != 0xFF || bytes[at + 1] == 0 || (bytes[at + 1] & 0xFF) == 0xFF || (bytes[at + 1] & 0xF8) == 0xD0) {
            at++;
        }
        return at;
    }
}
