package dev.maestro.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the one EXIF tag that changes what is seen. Reading just this one by hand means that no text, thumbnail or
 * maker's note of a stranger is ever unpacked.
 */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;

    private Exif() {}

    /**
     * @param offset where the TIFF structure begins
     * @return 1 to 8; 1 when there is none or it makes no sense
     */
    static int orientation(byte[] bytes, int offset, int length) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes, offset, length).slice();
            in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            if (in.getShort(2) != 42) {
                return 1;
            }
            int directory = in.getInt(4);
            int entries = in.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if ((in.getShort(entry) & 0xFFFF) == ORIENTATION && in.getShort(entry + 2) == SHORT) {
                    int value = in.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
            return 1;
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return 1;
        }
    }
}
