package dev.maestro.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/** Converts any decoded image to upright 8-bit sRGB on white. */
final class Pixels {
    private Pixels() {}

    /**
     * Flattened on white, {@code TYPE_INT_RGB}. Gray samples are copied as they are: Java's own conversion
     * takes gray for linear light and would brighten every scan.
     */
    static BufferedImage flatten(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return fromBgr(image);
        }
        if (WideSamples.in(image)) {
            return WideSamples.to8(image);
        }
        BufferedImage source = image;
        if (!(model instanceof IndexColorModel)) {
            int type = model.getColorSpace().getType();
            if (type == ColorSpace.TYPE_GRAY && integral(image)) {
                return scaled(image, 1);
            }
            boolean srgb = model.getColorSpace().isCS_sRGB();
            if (srgb && image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT && image.getRaster().getNumBands() >= 3) {
                return scaled(image, 3);
            }
            if (!srgb) {
                source = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
                new ColorConvertOp(null).filter(image, source);
            }
        }
        int width = image.getWidth();
        BufferedImage out = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(out);
        for (int y = 0; y < image.getHeight(); y++) {
            source.getRGB(0, y, width, 1, pixels, y * width, width);
        }
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            pixels[i] = onWhite(pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF, pixel >>> 24);
        }
        return out;
    }

    /** What the JPEG reader gives: ten times faster than asking for each pixel's colour. */
    private static BufferedImage fromBgr(BufferedImage image) {
        int width = image.getWidth();
        BufferedImage out = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(out);
        byte[] samples = new byte[3 * width];
        for (int y = 0; y < image.getHeight(); y++) {
            // samples come in the order of the bands: red, green, blue
            image.getRaster().getDataElements(0, y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (samples[3 * x] & 0xFF) << 16 | (samples[3 * x + 1] & 0xFF) << 8 | samples[3 * x + 2] & 0xFF;
            }
        }
        return out;
    }

    private static boolean integral(BufferedImage image) {
        int type = image.getRaster().getTransferType();
        return type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
    }

    /** Samples of any depth to 8 bits: {@code colours} 1 (gray) or 3 (RGB), then alpha where the model has it. */
    private static BufferedImage scaled(BufferedImage image, int colours) {
        WritableRaster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        boolean alpha = image.getColorModel().hasAlpha() && bands > colours;
        boolean premultiplied = image.isAlphaPremultiplied();
        int[] max = new int[bands];
        for (int band = 0; band < bands; band++) {
            max[band] = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        }
        BufferedImage out = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] samples = new int[width * bands];
        int[] pixels = pixels(out);
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                int red = to8(samples[at], max[0]);
                int green = colours == 1 ? red : to8(samples[at + 1], max[1]);
                int blue = colours == 1 ? red : to8(samples[at + 2], max[2]);
                int opacity = alpha ? to8(samples[at + colours], max[colours]) : 255;
                if (premultiplied && opacity > 0) {
                    red = Math.min(255, red * 255 / opacity);
                    green = Math.min(255, green * 255 / opacity);
                    blue = Math.min(255, blue * 255 / opacity);
                }
                pixels[y * width + x] = onWhite(red, green, blue, opacity);
            }
        }
        return out;
    }

    private static int to8(int sample, int max) {
        return max == 255 ? sample : (int) ((sample * 255L + max / 2) / max);
    }

    private static int onWhite(int red, int green, int blue, int alpha) {
        if (alpha == 255) {
            return red << 16 | green << 8 | blue;
        }
        int paper = 255 * (255 - alpha);
        return (red * alpha + paper + 127) / 255 << 16 | (green * alpha + paper + 127) / 255 << 8 | (blue * alpha + paper + 127) / 255;
    }

    /**
     * The image as its maker meant it.
     *
     * @param image       {@code TYPE_INT_RGB}, as {@link #flatten} makes it
     * @param orientation EXIF orientation, 1 to 8
     */
    static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        boolean turned = orientation >= 5;
        BufferedImage out = new BufferedImage(turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
        int[] from = pixels(image);
        int[] to = pixels(out);
        int stride = out.getWidth();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = switch (orientation) {
                    case 2 -> y * stride + width - 1 - x;
                    case 3 -> (height - 1 - y) * stride + width - 1 - x;
                    case 4 -> (height - 1 - y) * stride + x;
                    case 5 -> x * stride + y;
                    case 6 -> x * stride + height - 1 - y;
                    case 7 -> (width - 1 - x) * stride + height - 1 - y;
                    default -> (width - 1 - x) * stride + y;
                };
                to[at] = from[y * width + x];
            }
        }
        return out;
    }

    /** @param image {@code TYPE_INT_RGB}, not a part of another image */
    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
