package dev.maestro.images;

import static dev.maestro.testing.TestImages.image;
import static dev.maestro.testing.TestImages.quarters;
import static dev.maestro.testing.TestImages.withJpegSegment;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** The rarer formats. */
final class MoreImages {
    private MoreImages() {}

    /** 64x32 of one colour ({@code red-lossy}, {@code red-lossless}, {@code blue-lossy}), or 64x48 by the encoder's method and quality. */
    static byte[] webp(String name) {
        try (InputStream in = Objects.requireNonNull(MoreImages.class.getResourceAsStream("/webp/" + name + ".webp"), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frames of 64x32. */
    static byte[] animatedWebp(String... frames) {
        ByteBuffer out = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(0).put(ascii("WEBP"));
        out.put(ascii("VP8X")).putInt(10).putInt(0x02);
        threeBytes(out, 63, 31);
        out.put(ascii("ANIM")).putInt(6).putInt(-1).putShort((short) 0);
        for (String name : frames) {
            byte[] frame = webp(name);
            int payload = frame.length - 12;
            out.put(ascii("ANMF")).putInt(16 + payload);
            threeBytes(out, 0, 0, 63, 31, 100);
            out.put((byte) 0).put(frame, 12, payload);
        }
        out.putInt(4, out.position() - 8);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** One frame of 64x32 at that place, both even, of a canvas of that size. */
    static byte[] webpFrameAt(int left, int top, int canvasWidth, int canvasHeight, String frame) {
        byte[] bytes = animatedWebp(frame);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        in.position(24);
        threeBytes(in, canvasWidth - 1, canvasHeight - 1);
        in.position(12 + 18 + 14 + 8);
        threeBytes(in, left / 2, top / 2);
        return bytes;
    }

    private static void threeBytes(ByteBuffer out, int... values) {
        for (int value : values) {
            out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
        }
    }

    static byte[] animatedGif(int... colours) {
        return sequence("gif", Arrays.stream(colours).mapToObj(colour -> image(16, 16, (_, _) -> colour)).toList());
    }

    static byte[] tiffOfTwoPages() {
        return sequence("tiff", List.of(quarters(8, 8), quarters(8, 8)));
    }

    /** A TIFF of one row of gray samples, little-endian, uncompressed; format 1 is unsigned, 2 signed, 3 real. */
    static byte[] grayTiff(int bits, int format, double... samples) {
        int size = samples.length * bits / 8;
        ByteBuffer out = ByteBuffer.allocate(8 + size + 2 + 10 * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("II")).putShort((short) 42).putInt(8 + size);
        for (double sample : samples) {
            switch (10 * bits + format) {
                case 162 -> out.putShort((short) sample);
                case 163 -> out.putShort(Float.floatToFloat16((float) sample));
                case 321 -> out.putInt((int) (long) sample);
                case 323 -> out.putFloat((float) sample);
                case 643 -> out.putDouble(sample);
                default -> throw new IllegalArgumentException(bits + " bits of format " + format);
            }
        }
        int[][] tags = {{256, samples.length}, {257, 1}, {258, bits}, {259, 1}, {262, 1}, {273, 8}, {277, 1}, {278, 1}, {279, size},
            {339, format}};
        out.putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        return out.putInt(0).array();
    }

    private static byte[] sequence(String format, List<BufferedImage> frames) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                writer.writeToSequence(new IIOImage(frame, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null)),
                        null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static byte[] interlacedPng(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** One colour, in Adobe's inverted ink: 255 is none. */
    static byte[] cmykJpeg(int cyan, int magenta, int yellow, int black) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, new int[]{cyan, magenta, yellow, black});
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] adobe = ByteBuffer.allocate(12).put(ascii("Adobe")).putShort((short) 100).array();
        return withJpegSegment(bytes.toByteArray(), 0xEE, adobe);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
