package dev.maestro.inference.vision;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG or JPEG → upright 8-bit RGB: palette, gray and 16-bit samples widened or narrowed, transparency laid on
 * white, samples otherwise taken as they are stored (no colour management, as in the reference).
 */
final class ImageDecoder {
    /** 100 megapixels: 300 MB of samples, more than any camera's image. */
    static final long MOST_PIXELS = 100_000_000;

    private ImageDecoder() {}

    static RgbImage decode(byte[] encoded) {
        ImageHeader file = ImageHeader.of(encoded);
        return read(file, reader -> {
            checkSize(reader);
            return Uprighting.upright(rgb(reader.read(0)), file.orientation());
        });
    }

    /** Width and height, upright, from the file's head alone. */
    static int[] size(byte[] encoded) {
        ImageHeader file = ImageHeader.of(encoded);
        return read(file, reader -> {
            checkSize(reader);
            boolean turned = file.orientation() >= 5;
            return turned ? new int[]{reader.getHeight(0), reader.getWidth(0)} : new int[]{reader.getWidth(0), reader.getHeight(0)};
        });
    }

    private interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }

    private static <T> T read(ImageHeader file, Reading<T> reading) {
        ImageReader reader = reader(file.format());
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
            reader.setInput(in, true, true);
            return reading.from(reader);
        } catch (IOException | RuntimeException e) {
            // the readers of the JDK answer damaged files with every kind of runtime exception
            throw e instanceof ImageUnsupportedException refused
                    ? refused
                    : new ImageUnsupportedException(ModelImageErrors.PICTURE_UNREADABLE,
                            "the " + file.format() + " file is damaged or of a kind that cannot be read: " + e.getMessage() + ".");
        } finally {
            reader.dispose();
        }
    }

    private static void checkSize(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw new ImageUnsupportedException(ModelImageErrors.PICTURE_TOO_LARGE,
                    "a picture of " + width + " x " + height + " has more than " + MOST_PIXELS + " pixels. Make it smaller.");
        }
    }

    private static ImageReader reader(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java has no " + format + " reader; the module java.desktop is incomplete");
    }

    private static RgbImage rgb(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        boolean colour = bands >= 3;
        boolean alpha = bands == 2 || bands == 4;
        IndexColorModel palette = image.getColorModel() instanceof IndexColorModel model ? model : null;
        int depth = raster.getSampleModel().getSampleSize(0);
        byte[] out = new byte[3 * width * image.getHeight()];
        int[] row = new int[width * bands];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int from = x * bands;
                int red;
                int green;
                int blue;
                int opacity;
                if (palette != null) {
                    red = palette.getRed(row[from]);
                    green = palette.getGreen(row[from]);
                    blue = palette.getBlue(row[from]);
                    opacity = palette.getAlpha(row[from]);
                } else {
                    red = to8(row[from], depth);
                    green = colour ? to8(row[from + 1], depth) : red;
                    blue = colour ? to8(row[from + 2], depth) : red;
                    opacity = alpha ? to8(row[from + bands - 1], depth) : 255;
                }
                out[at++] = onWhite(red, opacity);
                out[at++] = onWhite(green, opacity);
                out[at++] = onWhite(blue, opacity);
            }
        }
        return new RgbImage(out, width, image.getHeight());
    }

    /** The high byte of deep samples; shallow ones spread over the whole range. */
    private static int to8(int sample, int depth) {
        return depth == 8 ? sample : depth > 8 ? sample >> (depth - 8) : sample * 255 / ((1 << depth) - 1);
    }

    /** Rounded as the reference's image library does it. */
    private static byte onWhite(int sample, int opacity) {
        int blended = (sample * opacity + 255 * (255 - opacity) << 7) + (0x80 << 7);
        return (byte) (opacity == 255 ? sample : (blended >> 8) + blended >> 8 >> 7);
    }
}
