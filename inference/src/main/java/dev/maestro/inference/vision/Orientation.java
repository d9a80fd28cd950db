package dev.maestro.inference.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which way up a camera held the picture: the one EXIF tag that changes what is seen. */
final class Orientation {
    private static final int TAG = 0x0112;

    private Orientation() {}

    /**
     * @param tiff the structure inside an EXIF block
     * @return 1 to 8; 1 when there is none or it makes no sense
     */
    static int read(byte[] tiff) {
        try {
            ByteBuffer in = ByteBuffer.wrap(tiff);
            in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = in.getInt(4);
            int entries = in.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if ((in.getShort(entry) & 0xFFFF) == TAG) {
                    int value = in.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
            return 1;
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return 1;
        }
    }

    static RgbImage upright(RgbImage picture, int orientation) {
        if (orientation == 1) {
            return picture;
        }
        int width = picture.width();
        int height = picture.height();
        boolean turned = orientation >= 5;
        int wide = turned ? height : width;
        byte[] out = new byte[picture.samples().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int toX = switch (orientation) {
                    case 2, 3 -> width - 1 - x;
                    case 4 -> x;
                    case 5, 8 -> y;
                    default -> height - 1 - y;
                };
                int toY = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> height - 1 - y;
                    case 5, 6 -> x;
                    default -> width - 1 - x;
                };
                System.arraycopy(picture.samples(), 3 * (y * width + x), out, 3 * (toY * wide + toX), 3);
            }
        }
        return new RgbImage(out, wide, turned ? width : height);
    }
}
