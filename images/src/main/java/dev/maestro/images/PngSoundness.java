package dev.maestro.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Says whether every decoder takes a PNG, the strict ones too: each checksum right, each chunk once and of its length, the
 * pixel data in one run that unpacks to exactly the bytes that the header promises. The JDK's reader looks at none of this.
 * For files of 8 bits, gray or RGB.
 */
final class PngSoundness {
    private PngSoundness() {}

    /** @param png a complete file; what was found not to be one is not sound */
    static boolean sound(byte[] png) {
        try {
            return chunks(png);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | DataFormatException _) {
            return false;
        }
    }

    private static boolean chunks(byte[] png) throws DataFormatException {
        ByteBuffer in = ByteBuffer.wrap(png);
        CRC32 crc = new CRC32();
        Set<String> seen = new HashSet<>();
        String before = "";
        int at = 8;
        try (Unpacked pixels = new Unpacked(in.getInt(16), in.getInt(20), png[25] == 0 ? 1 : 3, png[28] == 0)) {
            while (!before.equals("IEND")) {
                int length = in.getInt(at);
                String chunk = new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
                crc.reset();
                crc.update(png, at + 4, 4 + length);
                boolean first = seen.add(chunk);
                boolean repeated = !first && !(chunk.equals("IDAT") && before.equals("IDAT"));
                if ((int) crc.getValue() != in.getInt(at + 8 + length) || repeated || !lengthFits(chunk, length)) {
                    return false;
                }
                if (chunk.equals("IDAT")) {
                    pixels.feed(png, at + 8, length);
                }
                at += 12 + length;
                before = chunk;
            }
            return at == png.length && pixels.whole();
        }
    }

    private static boolean lengthFits(String chunk, int length) {
        return switch (chunk) {
            case "IHDR" -> length == 13;
            case "IEND" -> length == 0;
            case "gAMA", "cICP" -> length == 4;
            case "cHRM" -> length == 32;
            case "sRGB" -> length == 1;
            case "pHYs" -> length == 9;
            case "PLTE" -> length > 0 && length <= 768 && length % 3 == 0;
            default -> true;
        };
    }

    /** Counts what the pixel data unpack to; the end of the packed data is where its own checksum was right. */
    private static final class Unpacked implements AutoCloseable {
        private final Inflater inflater = new Inflater();
        private final byte[] buffer = new byte[65_536];
        private long left;

        Unpacked(int width, int height, int samples, boolean rowByRow) {
            if (rowByRow) {
                left = pass(width, height, samples);
                return;
            }
            // Adam7: offsets and steps of its seven passes
            int[][] passes = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
            for (int[] p : passes) {
                left += pass((width - p[0] + p[2] - 1) / p[2], (height - p[1] + p[3] - 1) / p[3], samples);
            }
        }

        private static long pass(int width, int height, int samples) {
            return width == 0 ? 0 : (1 + (long) width * samples) * height;
        }

        void feed(byte[] bytes, int at, int length) throws DataFormatException {
            inflater.setInput(bytes, at, length);
            int count;
            while (left >= 0 && (count = inflater.inflate(buffer)) > 0) {
                left -= count;
            }
        }

        boolean whole() {
            return inflater.finished() && left == 0;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
