package dev.maestro.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the skeleton of an image file says, read without decoding any pixel or unpacking any text.
 *
 * @param width       0 where only a reader can tell
 * @param height      likewise
 * @param complete    the file has its end
 * @param plain       8-bit RGB or gray without alpha, in a coding that every decoder knows: may be stored as it is if upright
 * @param photographic lossily coded: re-encoding it without loss would only cost space
 * @param orientation EXIF orientation, 1 to 8
 * @param animated    more than one frame
 */
record ImageStructure(
        int width, int height, boolean complete, boolean plain, boolean photographic, int orientation, boolean animated) {

    /** Never throws: a file too short for its own structure is not complete. */
    static ImageStructure of(ImageFormat format, byte[] bytes) {
        try {
            return switch (format) {
                case PNG -> png(bytes);
                case JPEG -> jpeg(bytes);
                case WEBP -> webp(bytes);
                case TIFF -> unknown(true, Exif.orientation(bytes, 0, bytes.length));
                case GIF, BMP -> unknown(true, 1);
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return unknown(false, 1);
        }
    }

    private static ImageStructure unknown(boolean complete, int orientation) {
        return new ImageStructure(0, 0, complete, false, false, orientation, false);
    }

    private static ImageStructure png(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int width = in.getInt(16);
        int height = in.getInt(20);
        int depth = bytes[24];
        int colour = bytes[25];
        boolean complete = false;
        boolean transparent = false;
        boolean animated = false;
        int orientation = 1;
        long at = 8;
        while (at + 12 <= bytes.length && !complete) {
            long length = in.getInt((int) at) & 0xFFFF_FFFFL;
            if (at + 12 + length > bytes.length) {
                break;
            }
            switch (new String(bytes, (int) at + 4, 4, StandardCharsets.ISO_8859_1)) {
                case "IEND" -> complete = true;
                case "tRNS" -> transparent = true;
                case "acTL" -> animated = true;
                case "eXIf" -> orientation = Exif.orientation(bytes, (int) at + 8, (int) length);
                default -> {
                    // the reader's business
                }
            }
            at += 12 + length;
        }
        boolean plain = depth == 8 && (colour == 0 || colour == 2) && !transparent && !animated;
        return new ImageStructure(width, height, complete, plain, false, orientation, animated);
    }

    private static ImageStructure jpeg(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int width = 0;
        int height = 0;
        int orientation = 1;
        boolean plain = false;
        boolean exif = false;
        int at = 2;
        while (at + 4 <= bytes.length) {
            int marker = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) != 0xFF || marker == 0xFF) {
                at++; // padding
                continue;
            }
            if (marker == 0x01 || marker >= 0xD0 && marker <= 0xD8) {
                at += 2; // a marker without length
                continue;
            }
            if (marker == 0xD9) {
                break;
            }
            int length = in.getShort(at + 2) & 0xFFFF;
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                height = in.getShort(at + 5) & 0xFFFF;
                width = in.getShort(at + 7) & 0xFFFF;
                int components = bytes[at + 9];
                // baseline, extended and progressive Huffman coding
                plain = bytes[at + 4] == 8 && (components == 1 || components == 3) && marker <= 0xC2;
            } else if (marker == 0xE1 && !exif && length > 8
                    && "Exif\0\0".equals(new String(bytes, at + 4, 6, StandardCharsets.ISO_8859_1))) {
                exif = true; // of several, decoders believe the first
                orientation = Exif.orientation(bytes, at + 10, Math.min(length - 8, bytes.length - at - 10));
            } else if (marker == 0xDA) {
                return new ImageStructure(width, height, endsAfter(bytes, at + length), plain, true, orientation, false);
            }
            at += 2 + length;
        }
        return new ImageStructure(width, height, false, false, true, orientation, false);
    }

    /** An end-of-image marker after the start of the scan; makers append things behind it. */
    private static boolean endsAfter(byte[] bytes, int scan) {
        for (int i = bytes.length - 2; i >= scan; i--) {
            if ((bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == 0xD9) {
                return true;
            }
        }
        return false;
    }

    private static ImageStructure webp(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean complete = (in.getInt(4) & 0xFFFF_FFFFL) + 8 <= bytes.length;
        boolean animated = false;
        boolean lossy = false;
        int orientation = 1;
        long at = 12;
        while (at + 8 <= bytes.length) {
            long length = in.getInt((int) at + 4) & 0xFFFF_FFFFL;
            switch (new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1)) {
                case "VP8 " -> lossy = true;
                case "ANIM" -> animated = true;
                case "EXIF" -> {
                    int start = (int) at + 8;
                    int skip = bytes[start] == 'E' ? 6 : 0;
                    orientation = Exif.orientation(bytes, start + skip, (int) Math.min(length, bytes.length - start) - skip);
                }
                default -> {
                    // the reader's business
                }
            }
            at += 8 + length + (length & 1);
        }
        return new ImageStructure(0, 0, complete, false, lossy, orientation, animated);
    }
}
