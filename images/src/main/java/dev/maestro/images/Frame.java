package dev.maestro.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageReader;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A decoded frame and its place on the canvas: the first frame of a GIF or an animated WebP may be smaller than the image. */
record Frame(BufferedImage image, int left, int top, int canvasWidth, int canvasHeight) {

    static Frame whole(BufferedImage image) {
        return new Frame(image, 0, 0, image.getWidth(), image.getHeight());
    }

    /** The first frame of a GIF on its logical screen; the frame alone where the screen does not hold it. */
    static Frame ofGif(BufferedImage image, ImageReader reader, byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int width = in.getShort(6) & 0xFFFF;
        int height = in.getShort(8) & 0xFFFF;
        int left = 0;
        int top = 0;
        Node tree = reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
        if (((Element) tree).getElementsByTagName("ImageDescriptor").item(0) instanceof Element descriptor) {
            left = Integer.parseInt(descriptor.getAttribute("imageLeftPosition"));
            top = Integer.parseInt(descriptor.getAttribute("imageTopPosition"));
        }
        return left + image.getWidth() <= width && top + image.getHeight() <= height
                ? new Frame(image, left, top, width, height)
                : whole(image);
    }

    /** The first frame of an animated WebP on its canvas; the frame alone where the file says nothing of a canvas or it does not hold it. */
    static Frame ofWebp(BufferedImage image, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!chunk(bytes, 12).equals("VP8X")) {
            return whole(image);
        }
        int width = 1 + threeBytes(in, 24);
        int height = 1 + threeBytes(in, 27);
        long at = 12;
        while (at + 24 <= bytes.length && !chunk(bytes, (int) at).equals("ANMF")) {
            long length = in.getInt((int) at + 4) & 0xFFFF_FFFFL;
            at += 8 + length + (length & 1);
        }
        if (at + 24 > bytes.length) {
            return whole(image);
        }
        int left = 2 * threeBytes(in, (int) at + 8);
        int top = 2 * threeBytes(in, (int) at + 11);
        return left + image.getWidth() <= width && top + image.getHeight() <= height
                ? new Frame(image, left, top, width, height)
                : whole(image);
    }

    private static String chunk(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static int threeBytes(ByteBuffer in, int at) {
        return in.getShort(at) & 0xFFFF | (in.get(at + 2) & 0xFF) << 16;
    }

    /** @param flat this frame's image, flattened: {@code TYPE_INT_RGB} */
    BufferedImage onCanvas(BufferedImage flat) {
        if (flat.getWidth() == canvasWidth && flat.getHeight() == canvasHeight) {
            return flat;
        }
        BufferedImage canvas = new BufferedImage(canvasWidth, canvasHeight, BufferedImage.TYPE_INT_RGB);
        int[] white = new int[canvasWidth];
        Arrays.fill(white, 0xFFFFFF);
        for (int y = 0; y < canvasHeight; y++) {
            canvas.setRGB(0, y, canvasWidth, 1, white, 0, canvasWidth);
        }
        canvas.getRaster().setRect(left, top, flat.getRaster());
        return canvas;
    }
}
