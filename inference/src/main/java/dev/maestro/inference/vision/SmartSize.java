package dev.maestro.inference.vision;

/** The sides that an image gets: multiples of a factor, an area within bounds, the shape kept as well as that allows. */
record SmartSize(int width, int height) {
    /** The reference refuses longer strips than this. */
    static final int MOST_UNEQUAL = 200;

    static SmartSize of(int width, int height, ImageProcessorConfig config) {
        double ratio = Math.max(width, height) / (double) Math.min(width, height);
        if (ratio > MOST_UNEQUAL) {
            throw new ImageUnsupportedException(ModelImageErrors.PICTURE_TOO_LONG,
                    "a picture of " + width + " x " + height + " has sides in a ratio of " + Math.round(ratio)
                            + "; at most " + MOST_UNEQUAL + " is allowed. Cut it into pieces.");
        }
        int factor = config.factor();
        // ties go to the even neighbour, as in the reference
        long high = (long) Math.rint(height / (double) factor) * factor;
        long wide = (long) Math.rint(width / (double) factor) * factor;
        double area = (double) height * width;
        if (high * wide > config.maxPixels()) {
            double beta = Math.sqrt(area / config.maxPixels());
            high = Math.max(factor, (long) Math.floor(height / beta / factor) * factor);
            wide = Math.max(factor, (long) Math.floor(width / beta / factor) * factor);
        } else if (high * wide < config.minPixels()) {
            double beta = Math.sqrt(config.minPixels() / area);
            high = (long) Math.ceil(height * beta / factor) * factor;
            wide = (long) Math.ceil(width * beta / factor) * factor;
        }
        return new SmartSize((int) wide, (int) high);
    }
}
