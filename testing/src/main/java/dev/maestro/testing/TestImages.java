package dev.maestro.testing;

import dev.maestro.core.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Images made in code, so that every byte of them is known. */
public final class TestImages {
    private TestImages() {}

    /** An RGB image; {@code colour} gives {@code 0xRRGGBB} for x, y. */
    public static BufferedImage image(int width, int height, IntBinaryOperator colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        return image;
    }

    /** Four quarters: red, green (right), blue (below), white. */
    public static BufferedImage quarters(int width, int height) {
        return image(width, height,
                (x, y) -> x < width / 2 ? (y < height / 2 ? 0xFF0000 : 0x0000FF) : (y < height / 2 ? 0x00FF00 : 0xFFFFFF));
    }

    /** Encodes with a writer of the JDK. */
    public static byte[] encode(BufferedImage image, String format) {
        var writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (!writer.getClass().getName().startsWith("com.sun.imageio.")) {
                continue;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (var out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(image);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                writer.dispose();
            }
            return bytes.toByteArray();
        }
        throw new IllegalArgumentException("no writer for " + format);
    }

    public static Image png(int width, int height) {
        return new Image(encode(quarters(width, height), "png"), "image/png", width, height);
    }

    public static Image jpeg(int width, int height) {
        return new Image(encode(quarters(width, height), "jpeg"), "image/jpeg", width, height);
    }

    /** A PNG with another chunk put in behind its header. */
    public static byte[] withPngChunk(byte[] png, String type, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(content);
        byte[] chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII)).put(content).putInt((int) crc.getValue()).array();
        return insert(png, 33, chunk);
    }

    /** A JPEG with another segment put in behind its start marker. */
    public static byte[] withJpegSegment(byte[] jpeg, int marker, byte[] content) {
        byte[] segment = ByteBuffer.allocate(4 + content.length).put((byte) 0xFF).put((byte) marker)
                .putShort((short) (content.length + 2)).put(content).array();
        return insert(jpeg, 2, segment);
    }

    /** A TIFF structure with nothing but the orientation. */
    public static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26).put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8)
                .putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0).array();
    }

    public static byte[] withJpegOrientation(byte[] jpeg, int orientation) {
        byte[] exif = exif(orientation);
        return withJpegSegment(jpeg, 0xE1,
                ByteBuffer.allocate(6 + exif.length).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).array());
    }

    /** A PNG whose header says it is this large, whatever follows. */
    public static byte[] pngSayingItIs(int width, int height) {
        byte[] png = encode(quarters(8, 8), "png");
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }

    private static byte[] insert(byte[] bytes, int at, byte[] part) {
        return ByteBuffer.allocate(bytes.length + part.length).put(bytes, 0, at).put(part).put(Arrays.copyOfRange(bytes, at, bytes.length))
                .array();
    }
}
