package dev.maestro.images;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The format of bytes, decided by their content alone, because file names and declared types lie. */
enum ImageFormat {
    PNG, JPEG, GIF, BMP, TIFF, WEBP;

    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1");

    /** The format, where it is one that is taken. */
    static Optional<ImageFormat> of(byte[] bytes) {
        if (starts(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Optional.of(PNG);
        }
        if (starts(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(JPEG);
        }
        if (starts(bytes, 0, 'G', 'I', 'F', '8', '7', 'a') || starts(bytes, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of(GIF);
        }
        if (starts(bytes, 0, 'I', 'I', 42, 0) || starts(bytes, 0, 'M', 'M', 0, 42)
                || starts(bytes, 0, 'I', 'I', 43, 0) || starts(bytes, 0, 'M', 'M', 0, 43)) {
            return Optional.of(TIFF);
        }
        if (starts(bytes, 0, 'R', 'I', 'F', 'F') && starts(bytes, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of(WEBP);
        }
        // two letters are a weak sign: the reserved words of the header must be zero, too
        if (starts(bytes, 0, 'B', 'M') && bytes.length > 14 && starts(bytes, 6, 0, 0, 0, 0)) {
            return Optional.of(BMP);
        }
        return Optional.empty();
    }

    /** Name of a known format that is not taken, for the refusal. */
    static Optional<String> refusedFormat(byte[] bytes) {
        if (starts(bytes, 0, '%', 'P', 'D', 'F', '-')) {
            return Optional.of("PDF");
        }
        if (starts(bytes, 4, 'f', 't', 'y', 'p')) {
            String brand = new String(bytes, 8, Math.min(4, bytes.length - 8), StandardCharsets.ISO_8859_1);
            return Optional.of(AVIF_BRANDS.contains(brand) ? "AVIF" : HEIC_BRANDS.contains(brand) ? "HEIC" : "ISO media (video)");
        }
        if (starts(bytes, 0, 0, 0, 0, 12, 'J', 'X', 'L', ' ') || starts(bytes, 0, 0xFF, 0x0A)) {
            return Optional.of("JPEG XL");
        }
        if (starts(bytes, 0, 0, 0, 0, 12, 'j', 'P', ' ', ' ')) {
            return Optional.of("JPEG 2000");
        }
        if (starts(bytes, 0, '8', 'B', 'P', 'S')) {
            return Optional.of("Photoshop");
        }
        if (starts(bytes, 0, 0, 0, 1, 0)) {
            return Optional.of("ICO");
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 2_048), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        String text = head.startsWith("\uFEFF") ? head.substring(1).strip() : head.strip();
        if (text.startsWith("<") && text.contains("<svg")) {
            return Optional.of("SVG");
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] bytes, int at, int... magic) {
        if (bytes.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[at + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
