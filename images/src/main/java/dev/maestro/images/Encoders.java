package dev.maestro.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Encodes images with the JDK's own writers, because ingestion must work where OpenCV's native library does not. */
final class Encoders {
    private Encoders() {}

    /** Quality 95: no visible loss on a photograph. */
    static byte[] jpeg(BufferedImage image) throws IOException {
        return encode(image, "jpeg", 0.95f);
    }

    static byte[] png(BufferedImage image) throws IOException {
        // 0.6: deflate level 4, half the time of the best for some per cent more bytes
        return encode(image, "png", 0.6f);
    }

    private static byte[] encode(BufferedImage image, String format, float quality) throws IOException {
        ImageWriter writer = writer(format);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ImageWriter writer(String format) {
        var writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
                return writer;
            }
        }
        throw new IllegalStateException("this Java has no " + format + " writer; the module java.desktop is incomplete");
    }
}
