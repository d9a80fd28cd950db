package dev.maestro.inference.vision;

/** Turns and mirrors samples so that an image stands upright. */
final class Uprighting {
    private Uprighting() {}

    /** @param orientation EXIF, 1 to 8 */
    static RgbImage upright(RgbImage image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        int width = image.width();
        int height = image.height();
        boolean turned = orientation >= 5;
        int wide = turned ? height : width;
        byte[] out = new byte[image.samples().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int toX = switch (orientation) {
                    case 2, 3 -> width - 1 - x;
                    case 4 -> x;
                    case 5, 8 -> y;
                    default -> height - 1 - y;
                };
                int toY = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> height - 1 - y;
                    case 5, 6 -> x;
                    default -> width - 1 - x;
                };
                System.arraycopy(image.samples(), 3 * (y * width + x), out, 3 * (toY * wide + toX), 3);
            }
        }
        return new RgbImage(out, wide, turned ? width : height);
    }
}
