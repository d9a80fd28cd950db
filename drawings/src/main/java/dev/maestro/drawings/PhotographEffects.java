package dev.maestro.drawings;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Makes a drawing look as if it was taken with a camera: a little blurred, unevenly lit and noisy. */
final class PhotographEffects {
    private BufferedImage image;
    private final Graphics2D graphics;

    PhotographEffects(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    Graphics2D graphics() {
        return graphics;
    }

    void background(Color color) {
        graphics.setColor(color);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }

    /** @param weight weight of the eight neighbours of a pixel, 0 for sharp, 0.1 for quite blurred */
    void blur(double weight) {
        float side = (float) weight;
        BufferedImage blurred = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        new ConvolveOp(new Kernel(3, 3, new float[]{side, side, side, side, 1 - 8 * side, side, side, side, side}), ConvolveOp.EDGE_NO_OP,
                null)
                .filter(image, blurred);
        image = blurred;
    }

    /** Light that falls off by {@code falloff} (0 to 1) from left to right and noise of {@code sigma} (0 to 255). */
    void lightAndNoise(SeededChoice chance, double falloff, double sigma) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                double light = 1 - falloff * x / image.getWidth();
                double noise = chance.gaussian() * sigma;
                int red = value(((rgb >> 16) & 0xff) * light + noise);
                int green = value(((rgb >> 8) & 0xff) * light + noise);
                int blue = value((rgb & 0xff) * light + noise);
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
    }

    private static int value(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    byte[] png() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
