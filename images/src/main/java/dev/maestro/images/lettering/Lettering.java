package dev.maestro.images.lettering;

import dev.maestro.core.errors.MaestroException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Writes text as filled outlines, read from font files that come with the program, so that a machine without any
 * installed font (where Java's own font code fails) draws the same as every other. Characters that a face lacks are
 * drawn as its "missing" box. Thread-safe.
 */
public final class Lettering {
    private static final Map<FontFace, Lettering> LOADED = new ConcurrentHashMap<>();

    private final TrueTypeFont font;
    private final CmapLookup characters;
    private final double unitsPerEm;
    private final Map<Integer, Glyph> glyphs = new ConcurrentHashMap<>();

    private record Glyph(GeneralPath outline, double advance) {}

    private Lettering(FontFace face) {
        try (InputStream in = Lettering.class.getClassLoader().getResourceAsStream(face.resource())) {
            if (in == null) {
                throw new MaestroException(LetteringErrors.FONT_MISSING, "%s is not on the class path; it comes with the images module."
                        .formatted(face.resource()));
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
            characters = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The face, read from its file on first use and kept. */
    public static Lettering of(FontFace face) {
        return LOADED.computeIfAbsent(face, Lettering::new);
    }

    /** Sum of advances in pixels for an em of {@code size} pixels. */
    public double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> glyph(c).advance()).sum() * size / unitsPerEm;
    }

    /** Height of a capital letter in pixels for an em of {@code size} pixels. */
    public double capHeight(double size) {
        return glyph('H').outline().getBounds2D().getHeight() * size / unitsPerEm;
    }

    /** Where the ink of the text lies when written with its baseline starting at {@code (x, baseline)}. */
    public Rectangle2D bounds(String text, double x, double baseline, double size) {
        return outline(text, x, baseline, size).getBounds2D();
    }

    /** The outline of the text, y growing downwards, ready to be filled. */
    public GeneralPath outline(String text, double x, double baseline, double size) {
        double scale = size / unitsPerEm;
        GeneralPath all = new GeneralPath(GeneralPath.WIND_NON_ZERO);
        double pen = x;
        for (int c : text.codePoints().toArray()) {
            Glyph glyph = glyph(c);
            all.append(glyph.outline().getPathIterator(new AffineTransform(scale, 0, 0, -scale, pen, baseline)), false);
            pen += glyph.advance() * scale;
        }
        return all;
    }

    /** Writes the text from {@code x} to the right on {@code baseline}; smooth when the graphics' antialiasing hint is on. */
    public void draw(Graphics2D graphics, String text, double x, double baseline, double size, Color color) {
        Color before = graphics.getColor();
        graphics.setColor(color);
        graphics.fill(outline(text, x, baseline, size));
        graphics.setColor(before);
    }

    /** Writes the text with its middle at {@code centerX}. */
    public void drawCentered(Graphics2D graphics, String text, double centerX, double baseline, double size, Color color) {
        draw(graphics, text, centerX - width(text, size) / 2, baseline, size, color);
    }

    /** Writes the text so that it ends at {@code right}. */
    public void drawRight(Graphics2D graphics, String text, double right, double baseline, double size, Color color) {
        draw(graphics, text, right - width(text, size), baseline, size, color);
    }

    /** Writes the text turned about {@code (x, baseline)} by {@code degrees}, positive clockwise; -90 reads upwards. */
    public void drawTurned(Graphics2D graphics, String text, double x, double baseline, double size, double degrees, Color color) {
        Color before = graphics.getColor();
        graphics.setColor(color);
        AffineTransform turn = AffineTransform.getRotateInstance(Math.toRadians(degrees), x, baseline);
        graphics.fill(turn.createTransformedShape(outline(text, x, baseline, size)));
        graphics.setColor(before);
    }

    private Glyph glyph(int character) {
        return glyphs.computeIfAbsent(character, this::read);
    }

    // The font reader moves a shared file position.
    private Glyph read(int character) {
        synchronized (font) {
            try {
                int id = characters.getGlyphId(character);
                GlyphData data = font.getGlyph().getGlyph(id);
                return new Glyph(data == null ? new GeneralPath() : data.getPath(), font.getAdvanceWidth(id));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
