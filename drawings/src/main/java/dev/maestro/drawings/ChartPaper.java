package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** What charts are drawn on: page, plot area, lettering and colours of one style. It serves one drawing and one thread. */
final class ChartPaper {
    private static final List<FontFace> FACES = List.of(FontFace.SANS, FontFace.DEJAVU_SANS, FontFace.DEJAVU_CONDENSED, FontFace.SERIF,
            FontFace.DEJAVU_SERIF);
    private static final List<List<Color>> PALETTES = List.of(
            colours(0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2),
            colours(0x4472c4, 0xed7d31, 0x70ad47, 0xffc000, 0x7030a0, 0x00a0a0, 0xc00000),
            colours(0x2876dd, 0x0f283e, 0xbcbcbc, 0xa11e1e, 0x88bb44, 0xe08a1e, 0x6a3d9a),
            colours(0xe41a1c, 0x377eb8, 0x4daf4a, 0x984ea3, 0xff7f00, 0xa65628, 0xf781bf));

    final BufferedImage image;
    final Graphics2D graphics;
    final FontFace face;
    final double size;
    final List<Color> palette;
    final Color page;
    final Color plot;
    final Color grid;
    final Color ink;

    ChartPaper(SeededChoice chance) {
        int width = chance.between(620, 980);
        int height = chance.between(420, 640);
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        face = chance.of(FACES);
        size = chance.between(13.0, 17.0);
        palette = chance.of(PALETTES);
        boolean dark = chance.happens(0.12);
        boolean tinted = !dark && chance.happens(0.25);
        page = dark ? new Color(20, 22, 26) : chance.happens(0.2) ? new Color(246, 246, 244) : Color.WHITE;
        plot = tinted ? new Color(234, 236, 242) : page;
        grid = dark ? new Color(70, 72, 78) : tinted ? Color.WHITE : new Color(215, 215, 215);
        ink = dark ? new Color(235, 235, 235) : new Color(45, 45, 50);
        fill(new Rectangle2D.Double(0, 0, width, height), page);
    }

    private static List<Color> colours(int... rgb) {
        return java.util.Arrays.stream(rgb).mapToObj(Color::new).toList();
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    void line(double x1, double y1, double x2, double y2, double stroke, Color color) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke((float) stroke, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    Lettering letters() {
        return Lettering.of(face);
    }

    void centered(String text, double x, double baseline) {
        letters().drawCentered(graphics, text, x, baseline, size, ink);
    }

    void right(String text, double x, double baseline) {
        letters().drawRight(graphics, text, x, baseline, size, ink);
    }

    void left(String text, double x, double baseline) {
        letters().draw(graphics, text, x, baseline, size, ink);
    }

    void title(String text, double x, double baseline) {
        letters().drawCentered(graphics, text, x, baseline, size * 1.3, ink);
    }

    double width(String text) {
        return letters().width(text, size);
    }

    /** Half a capital letter: added to a middle it gives the baseline. */
    double half() {
        return letters().capHeight(size) / 2;
    }

    byte[] png() {
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Steps of an axis up to at least {@code most}: 1, 2 or 5 times a power of ten, four to eight of them. */
    static double step(double most) {
        double raw = most / 6;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double part = raw / power;
        return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
    }

    /** A number as charts print it: thousands separated, {@code decimals} places. */
    static String number(double value, int decimals, String unit) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value) + unit;
    }
}
