package dev.maestro.images;

import static dev.maestro.testing.TestImages.encode;
import static dev.maestro.testing.TestImages.exif;
import static dev.maestro.testing.TestImages.image;
import static dev.maestro.testing.TestImages.pngSayingItIs;
import static dev.maestro.testing.TestImages.quarters;
import static dev.maestro.testing.TestImages.withJpegOrientation;
import static dev.maestro.testing.TestImages.withPngChunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.ContentHash;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIngestionTest {
    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;
    private static final int BLUE = 0x0000FF;
    private static final int WHITE = 0xFFFFFF;

    private final ImageIngestion ingestion = new ImageIngestion();

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void a_plain_upright_original_keeps_its_bytes(String format) throws Exception {
        byte[] bytes = encode(quarters(40, 20), format);
        IngestedImage ingested = ingestion.ingest(bytes);
        assertThat(ingested.bytes()).isEqualTo(bytes);
        assertThat(ingested.hash()).isEqualTo(ContentHash.of(bytes));
        assertThat(ingested.mediaType()).isEqualTo("image/" + format);
        assertThat(ingested.width()).isEqualTo(40);
        assertThat(ingested.height()).isEqualTo(20);
        assertThat(ingested.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp", "tiff"})
    void other_formats_become_png_with_the_same_pixels(String format) throws Exception {
        IngestedImage ingested = ingestion.ingest(encode(quarters(40, 20), format));
        assertThat(ingested.mediaType()).isEqualTo("image/png");
        assertQuarters(ingested, RED, GREEN, BLUE, WHITE);
        assertThat(ingested.notes()).containsExactly("encoded anew from " + format.toUpperCase(Locale.ROOT) + " as PNG");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A segment of that marker; its length counts the two bytes that hold it. */
    private static byte[] segment(int marker, byte[] data) {
        return joined(new byte[]{(byte) 0xFF, (byte) marker, (byte) (data.length + 2 >> 8), (byte) (data.length + 2)}, data);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void where_a_photograph_was_taken_is_not_kept_and_its_pixels_stay_as_they_are() throws Exception {
        byte[] clean = encode(quarters(40, 20), "jpeg");
        byte[] head = Arrays.copyOf(clean, 2);
        byte[] rest = Arrays.copyOfRange(clean, 2, clean.length);
        byte[] told = joined(head, segment(0xE1, joined(latin("Exif\0\0"), exif(1), latin("GPS 48.2N 16.4E"))),
                segment(0xE1, latin("http://ns.adobe.com/xap/1.0/\0<GPSLatitude>")),
                segment(0xED, latin("Photoshop 3.0\0Vienna")), segment(0xFE, latin("taken by me")), rest,
                latin("an appended film with its own GPS"));

        IngestedImage ingested = ingestion.ingest(told);

        assertThat(ingested.bytes()).isEqualTo(clean);
        assertThat(ingested.notes()).containsExactly("metadata left out");
        assertThat(ingestion.ingest(clean).notes()).isEmpty();
    }

    @Test
    void what_a_decoder_needs_for_the_colours_is_kept() throws Exception {
        byte[] clean = encode(quarters(40, 20), "jpeg");
        byte[] profile = segment(0xE2, latin("ICC_PROFILE\0\1\1of no use"));
        byte[] told = joined(Arrays.copyOf(clean, 2), profile, segment(0xE2, latin("MPF\0more pictures")),
                Arrays.copyOfRange(clean, 2, clean.length));

        assertThat(Metadata.strip(ImageFormat.JPEG, told))
                .isEqualTo(joined(Arrays.copyOf(clean, 2), profile, Arrays.copyOfRange(clean, 2, clean.length)));
    }

    @Test
    void a_png_keeps_its_pixels_and_loses_its_texts() throws Exception {
        byte[] clean = encode(quarters(40, 20), "png");
        byte[] told = withPngChunk(withPngChunk(clean, "tEXt", latin("Location\0Vienna")), "eXIf", exif(1));

        IngestedImage ingested = ingestion.ingest(joined(told, latin("appended")));

        assertThat(ingested.bytes()).isEqualTo(clean);
        assertThat(ingested.notes()).containsExactly("metadata left out");
    }

    @Test
    void a_lossy_webp_becomes_a_jpeg_and_a_lossless_one_a_png() throws Exception {
        IngestedImage lossy = ingestion.ingest(MoreImages.webp("red-lossy"));
        assertThat(lossy.mediaType()).isEqualTo("image/jpeg");
        assertThat(lossy.width()).isEqualTo(64);
        assertClose(pixel(lossy, 10, 10), RED, 12);
        IngestedImage lossless = ingestion.ingest(MoreImages.webp("red-lossless"));
        assertThat(lossless.mediaType()).isEqualTo("image/png");
        assertThat(pixel(lossless, 10, 10)).isEqualTo(RED);
    }

    /** Readers behind the door, and servers elsewhere, look at checksums; ours does not. */
    @ParameterizedTest
    @ValueSource(strings = {"IHDR", "gAMA", "pHYs", "IDAT", "IEND"})
    void a_png_with_a_wrong_checksum_is_encoded_anew(String chunk) throws Exception {
        byte[] png = withPngChunk(withPngChunk(encode(quarters(40, 20), "png"), "gAMA", new byte[]{0, 0, (byte) 0xB1, (byte) 0x8F}),
                "pHYs", new byte[]{0, 0, 1, 0, 0, 0, 1, 0, 1});
        assertThat(ingestion.ingest(png).bytes()).isEqualTo(png);
        int at = new String(png, StandardCharsets.ISO_8859_1).indexOf(chunk);
        png[at + 4 + ByteBuffer.wrap(png).getInt(at - 4)] ^= 0x55;
        IngestedImage ingested = ingestion.ingest(png);
        assertThat(ingested.notes()).containsExactly("encoded anew from PNG as PNG");
        assertThat(PngSoundness.sound(ingested.bytes())).isTrue();
        assertQuarters(ingested, RED, GREEN, BLUE, WHITE);
    }

    @Test
    void a_png_whose_packed_pixels_have_a_wrong_checksum_of_their_own_is_refused_at_the_door() {
        byte[] png = encode(quarters(40, 20), "png");
        int at = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
        int length = ByteBuffer.wrap(png).getInt(at - 4);
        png[at + 4 + length - 1] ^= 0x55; // the last byte of the sum over the unpacked bytes
        CRC32 crc = new CRC32();
        crc.update(png, at, 4 + length);
        ByteBuffer.wrap(png).putInt(at + 4 + length, (int) crc.getValue());
        assertRefused(ImageErrors.IMAGE_CORRUPT, png, "PNG");
    }

    @Test
    void an_interlaced_png_keeps_its_bytes() throws Exception {
        byte[] png = MoreImages.interlacedPng(quarters(13, 11));
        assertThat(ingestion.ingest(png).bytes()).isEqualTo(png);
    }

    /** Each file stands beside what the reference decoder makes of it; what differs is our own coding as JPEG. */
    @ParameterizedTest
    @ValueSource(strings = {"method0-quality10", "method0-quality50", "method0-quality80", "method1-quality50", "method4-quality80"})
    void a_lossy_webp_has_the_colours_that_another_decoder_reads(String name) throws Exception {
        BufferedImage ours = ImageIO.read(new ByteArrayInputStream(ingestion.ingest(MoreImages.webp(name)).bytes()));
        BufferedImage theirs = ImageIO.read(ImageIngestionTest.class.getResource("/webp/" + name + ".png"));
        long sum = 0;
        for (int y = 0; y < theirs.getHeight(); y++) {
            for (int x = 0; x < theirs.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((ours.getRGB(x, y) >> shift & 0xFF) - (theirs.getRGB(x, y) >> shift & 0xFF));
                }
            }
        }
        assertThat(sum / (3.0 * theirs.getWidth() * theirs.getHeight())).isLessThan(3.0);
    }

    /** Orientation → where the stored image's corners end up: top left, top right, bottom left, bottom right. */
    @ParameterizedTest
    @CsvSource({
        "1, R, G, B, W, 40, 20", "2, G, R, W, B, 40, 20", "3, W, B, G, R, 40, 20", "4, B, W, R, G, 40, 20",
        "5, R, B, G, W, 20, 40", "6, B, R, W, G, 20, 40", "7, W, G, B, R, 20, 40", "8, G, W, R, B, 20, 40"})
    void every_exif_orientation_is_applied(int orientation, char a, char b, char c, char d, int width, int height) throws Exception {
        IngestedImage fromPng = ingestion.ingest(withPngChunk(encode(quarters(40, 20), "png"), "eXIf", exif(orientation)));
        assertThat(new int[]{fromPng.width(), fromPng.height()}).containsExactly(width, height);
        assertQuarters(fromPng, colour(a), colour(b), colour(c), colour(d));

        IngestedImage fromJpeg = ingestion.ingest(withJpegOrientation(encode(quarters(40, 20), "jpeg"), orientation));
        assertThat(new int[]{fromJpeg.width(), fromJpeg.height()}).containsExactly(width, height);
        assertThat(fromJpeg.mediaType()).isEqualTo("image/jpeg");
        assertClose(pixel(fromJpeg, 3, 3), colour(a), 40);
        assertClose(pixel(fromJpeg, width - 4, 3), colour(b), 40);
        // what is stored is upright by itself: taking it in again changes nothing
        assertThat(ingestion.ingest(fromJpeg.bytes()).hash()).isEqualTo(fromJpeg.hash());
    }

    @Test
    void alpha_is_flattened_on_white() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFFFF0000);
        image.setRGB(1, 0, 0x80000000);
        IngestedImage ingested = ingestion.ingest(encode(image, "png"));
        assertThat(pixel(ingested, 0, 0)).isEqualTo(RED);
        assertThat(pixel(ingested, 1, 0)).isEqualTo(0x7F7F7F);
        assertThat(pixel(ingested, 2, 2)).isEqualTo(WHITE);
    }

    @Test
    void a_palette_with_a_transparent_entry_is_flattened() throws Exception {
        byte[] red = {(byte) 255, 0, 0};
        byte[] green = {0, (byte) 255, 0};
        byte[] blue = {0, 0, (byte) 255};
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(2, 3, red, green, blue, 2));
        image.getRaster().setSample(1, 0, 0, 1);
        image.getRaster().setSample(2, 0, 0, 2);
        IngestedImage ingested = ingestion.ingest(encode(image, "png"));
        assertThat(pixel(ingested, 0, 0)).isEqualTo(RED);
        assertThat(pixel(ingested, 1, 0)).isEqualTo(GREEN);
        assertThat(pixel(ingested, 2, 0)).isEqualTo(WHITE);
    }

    @Test
    void sixteen_bit_gray_keeps_its_lightness() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x8080);
        image.getRaster().setSample(1, 0, 0, 0xFFFF);
        IngestedImage ingested = ingestion.ingest(encode(image, "png"));
        assertThat(pixel(ingested, 0, 0)).isEqualTo(0x808080);
        assertThat(pixel(ingested, 1, 0)).isEqualTo(WHITE);
        assertThat(pixel(ingested, 2, 0)).isZero();
    }

    /** Of real numbers, signed and long ones: quarters of white, and black for what is below. */
    @ParameterizedTest
    @CsvSource({"32, 3, 1", "64, 3, 1", "16, 3, 1", "16, 2, 32767", "32, 1, 4294967295"})
    void gray_of_other_numbers_than_bytes_is_shown_in_proportion(int bits, int format, double white) throws Exception {
        IngestedImage ingested = ingestion.ingest(MoreImages.grayTiff(bits, format, 0, white / 4, white / 2, white * 3 / 4, white));
        int[] expected = {0x00, 0x40, 0x80, 0xBF, 0xFF};
        for (int x = 0; x < 5; x++) {
            assertClose(pixel(ingested, x, 0), expected[x] * 0x010101, 1);
        }
    }

    @Test
    void gray_beyond_black_or_white_and_what_is_no_number_leave_the_others_as_they_are() throws Exception {
        byte[] tiff = MoreImages.grayTiff(32, 3, -0.5, Double.NaN, 0.5, 1.5, Double.POSITIVE_INFINITY);
        int[] expected = {0x00, 0x00, 0x80, 0xFF, 0xFF};
        for (int x = 0; x < 5; x++) {
            assertClose(pixel(ingestion.ingest(tiff), x, 0), expected[x] * 0x010101, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void sixteen_bit_colour_is_scaled_to_eight(String format) throws Exception {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
        raster.setPixel(0, 0, new int[]{0x4040, 0x8080, 0xFFFF});
        IngestedImage ingested = ingestion.ingest(encode(new BufferedImage(model, raster, false, null), format));
        assertThat(pixel(ingested, 0, 0)).isEqualTo(0x4080FF);
    }

    @Test
    void gray_keeps_its_bytes_and_gray_with_alpha_its_lightness() throws Exception {
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(0, 0, 0, 100);
        byte[] png = encode(gray, "png");
        assertThat(ingestion.ingest(png).bytes()).isEqualTo(png);

        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
        raster.setPixel(0, 0, new int[]{100, 255});
        IngestedImage ingested = ingestion.ingest(encode(new BufferedImage(model, raster, false, null), "png"));
        assertThat(pixel(ingested, 0, 0)).isEqualTo(0x646464);
        assertThat(pixel(ingested, 1, 1)).isEqualTo(WHITE);
    }

    @Test
    void a_cmyk_jpeg_becomes_rgb() throws Exception {
        // Adobe stores ink inverted: 255 is none. Cyan none, magenta and yellow full, black none: red.
        IngestedImage ingested = ingestion.ingest(MoreImages.cmykJpeg(255, 0, 0, 255));
        assertThat(ingested.mediaType()).isEqualTo("image/jpeg");
        int pixel = pixel(ingested, 8, 8);
        assertThat(pixel >> 16).isGreaterThan(200);
        assertThat(pixel >> 8 & 0xFF).isLessThan(80);
        assertThat(pixel & 0xFF).isLessThan(80);
        assertThat(ImageIO.read(new ByteArrayInputStream(ingested.bytes())).getColorModel().getNumComponents()).isEqualTo(3);
    }

    @Test
    void of_an_animation_the_first_frame_is_taken_and_said_so() throws Exception {
        IngestedImage gif = ingestion.ingest(MoreImages.animatedGif(RED, BLUE));
        assertThat(pixel(gif, 2, 2)).isEqualTo(RED);
        assertThat(gif.notes()).contains("first frame of an animation");
        IngestedImage webp = ingestion.ingest(MoreImages.animatedWebp("red-lossy", "blue-lossy"));
        assertClose(pixel(webp, 8, 8), RED, 12);
        assertThat(new int[]{webp.width(), webp.height()}).containsExactly(64, 32);
        assertThat(webp.notes()).contains("first frame of an animation");
    }

    @ParameterizedTest
    @CsvSource({"50, 20, 200, 100", "0, 0, 64, 33", "136, 68, 200, 100"})
    void the_first_frame_of_a_webp_lies_at_its_place_on_the_canvas(int left, int top, int width, int height) throws Exception {
        IngestedImage ingested = ingestion.ingest(MoreImages.webpFrameAt(left, top, width, height, "red-lossless"));
        BufferedImage expected = image(width, height,
                (x, y) -> x >= left && x < left + 64 && y >= top && y < top + 32 ? RED : WHITE);
        assertThat(new int[]{ingested.width(), ingested.height()}).containsExactly(width, height);
        assertThat(rgb(ImageIO.read(new ByteArrayInputStream(ingested.bytes())))).isEqualTo(rgb(expected));
    }

    @Test
    void several_tiff_pages_are_refused() {
        assertRefused(ImageErrors.IMAGE_MULTIPLE_PAGES, MoreImages.tiffOfTwoPages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
    void a_truncated_file_is_refused_wherever_it_is_cut(String format) {
        BufferedImage noise = image(64, 64, (x, y) -> (x * 7919 + y * 104729) * 31 & 0xFFFFFF);
        byte[] bytes = encode(noise, format);
        for (int length : new int[]{bytes.length / 8, bytes.length / 2, bytes.length * 9 / 10}) {
            assertThatThrownBy(() -> ingestion.ingest(Arrays.copyOf(bytes, length))).as("%s cut at %d of %d", format, length, bytes.length)
                    .isInstanceOfSatisfying(ImageRefusedException.class,
                            e -> assertThat(e.code()).isIn(ImageErrors.IMAGE_TRUNCATED, ImageErrors.IMAGE_CORRUPT));
        }
    }

    @Test
    void a_truncated_webp_is_refused() {
        byte[] bytes = MoreImages.webp("red-lossy");
        assertRefused(ImageErrors.IMAGE_TRUNCATED, Arrays.copyOf(bytes, bytes.length - 10));
    }

    @Test
    void a_header_that_claims_a_billion_pixels_is_refused_before_decoding() {
        assertRefused(ImageErrors.IMAGE_TOO_MANY_PIXELS, pngSayingItIs(30_000, 30_000));
        assertRefused(ImageErrors.IMAGE_ABSURD_DIMENSIONS, pngSayingItIs(2_000_000_000, 1));
        assertRefused(ImageErrors.IMAGE_ABSURD_DIMENSIONS, pngSayingItIs(10_000, 2));
        byte[] gif = encode(quarters(8, 8), "gif");
        ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 30_000).putShort(8, (short) 30_000);
        assertRefused(ImageErrors.IMAGE_TOO_MANY_PIXELS, gif);
    }

    @Test
    void what_is_no_image_is_refused_by_name() {
        assertRefused(ImageErrors.IMAGE_EMPTY, new byte[0]);
        assertRefused(ImageErrors.NOT_AN_IMAGE, text("just some words"));
        assertRefused(ImageErrors.NOT_AN_IMAGE, text("BMy diary begins here, and goes on"));
        assertRefused(ImageErrors.IMAGE_UNSUPPORTED_FORMAT, text("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                "SVG");
        assertRefused(ImageErrors.IMAGE_UNSUPPORTED_FORMAT, text("%PDF-1.7\n"), "PDF");
        assertRefused(ImageErrors.IMAGE_UNSUPPORTED_FORMAT, text("\0\0\0\u0018ftypheic\0\0\0\0"), "HEIC");
        assertRefused(ImageErrors.IMAGE_UNSUPPORTED_FORMAT, text("\0\0\0\u0018ftypavif\0\0\0\0"), "AVIF");
        assertRefused(ImageErrors.IMAGE_UNSUPPORTED_FORMAT, text("\0\0\0\u0018ftypisom\0\0\0\0"), "video");
    }

    @Test
    void too_many_bytes_are_refused_with_both_numbers() {
        ImageIngestion small = new ImageIngestion(new ImageIngestion.Limits(1_000, 50_000_000, 32_768, 200));
        assertThatThrownBy(() -> small.ingest(new byte[1_001])).hasMessage(
                "IMAGE_TOO_MANY_BYTES: the image has 1001 bytes, limit 1000. Scale it down or save it as JPEG.");
    }

    @Test
    void the_name_of_a_file_says_nothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("chart.png");
        Files.write(file, encode(quarters(8, 8), "jpeg"));
        assertThat(ingestion.ingest(file).mediaType()).isEqualTo("image/jpeg");
        for (Path missing : new Path[]{folder.resolve("none.png"), folder}) {
            assertThatThrownBy(() -> ingestion.ingest(missing))
                    .isInstanceOfSatisfying(ImageRefusedException.class, e -> assertThat(e.code()).isEqualTo(ImageErrors.IMAGE_MISSING));
        }
    }

    @Test
    void random_damage_never_escapes_as_anything_but_a_refusal() {
        Random random = new Random(7);
        for (String format : new String[]{"png", "jpeg", "gif", "bmp", "tiff"}) {
            byte[] good = encode(image(32, 32, (x, y) -> (x * 31 + y * 17) * 2_001 & 0xFFFFFF), format);
            for (int round = 0; round < 40; round++) {
                byte[] bad = good.clone();
                for (int i = 0; i < 6; i++) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                try {
                    assertThat(ingestion.ingest(bad).width()).isPositive();
                } catch (ImageRefusedException e) {
                    assertThat(e.getMessage()).startsWith(e.code().name() + ": ");
                }
            }
        }
    }

    private void assertRefused(ImageErrors code, byte[] bytes, String... named) {
        var refusal = assertThatThrownBy(() -> ingestion.ingest(bytes))
                .isInstanceOfSatisfying(ImageRefusedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .message().startsWith(code.name() + ": ");
        for (String name : named) {
            refusal.contains(name);
        }
    }

    private static void assertQuarters(IngestedImage ingested, int a, int b, int c, int d) throws Exception {
        int right = ingested.width() - 3;
        int bottom = ingested.height() - 3;
        assertThat(new int[]{pixel(ingested, 2, 2), pixel(ingested, right, 2), pixel(ingested, 2, bottom), pixel(ingested, right, bottom)})
                .containsExactly(a, b, c, d);
    }

    private static void assertClose(int actual, int expected, int tolerance) {
        for (int shift : new int[]{16, 8, 0}) {
            assertThat(actual >> shift & 0xFF).as("%06x near %06x", actual, expected)
                    .isBetween((expected >> shift & 0xFF) - tolerance, (expected >> shift & 0xFF) + tolerance);
        }
    }

    private static int[] rgb(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .map(pixel -> pixel & 0xFFFFFF).toArray();
    }

    private static int pixel(IngestedImage ingested, int x, int y) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(ingested.bytes())).getRGB(x, y) & 0xFFFFFF;
    }

    private static int colour(char letter) {
        return switch (letter) {
            case 'R' -> RED;
            case 'G' -> GREEN;
            case 'B' -> BLUE;
            default -> WHITE;
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
