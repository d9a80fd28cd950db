package dev.maestro.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Brings gray and RGB samples that are real numbers, signed, or of 32 bits to 8 bits, as other viewers show them: in
 * proportion, without a curve of brightness. Java's own conversion takes such gray for linear light and would brighten it.
 *
 * <p>Of real numbers, 0 is black and 1 is white, and what is beyond is no more than either; what is no number is black.
 */
final class WideSamples {
    private WideSamples() {}

    /** Whether the image is gray or sRGB, without alpha, of such samples. */
    static boolean in(BufferedImage image) {
        int type = image.getRaster().getTransferType();
        ColorModel model = image.getColorModel();
        boolean gray = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && image.getRaster().getNumBands() == 1;
        boolean real = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
        boolean colour = model.getColorSpace().isCS_sRGB() && image.getRaster().getNumBands() == 3;
        return gray && (real || type == DataBuffer.TYPE_SHORT || type == DataBuffer.TYPE_INT) || colour && real;
    }

    /** @return {@code TYPE_INT_RGB} */
    static BufferedImage to8(BufferedImage image) {
        Raster raster = image.getRaster();
        double white = white(raster);
        int width = image.getWidth();
        int bands = raster.getNumBands();
        BufferedImage out = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        double[] row = new double[width * bands];
        int[] pixels = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int red = to8(row[x * bands], white);
                int green = bands == 1 ? red : to8(row[x * bands + 1], white);
                int blue = bands == 1 ? red : to8(row[x * bands + 2], white);
                pixels[x] = red << 16 | green << 8 | blue;
            }
            out.setRGB(0, y, width, 1, pixels, 0, width);
        }
        return out;
    }

    private static double white(Raster raster) {
        return switch (raster.getTransferType()) {
            case DataBuffer.TYPE_SHORT -> Short.MAX_VALUE;
            case DataBuffer.TYPE_INT -> 0xFFFF_FFFFL;
            default -> 1;
        };
    }

    private static int to8(double sample, double white) {
        // 32-bit integers are unsigned, and come as negative ones where their highest bit is set
        double value = white == 0xFFFF_FFFFL && sample < 0 ? sample + 0x1_0000_0000L : sample;
        return Math.clamp(Math.round(value * 255 / white), 0, 255);
    }
}
