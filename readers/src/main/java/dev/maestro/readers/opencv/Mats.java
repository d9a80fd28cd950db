package dev.maestro.readers.opencv;

import dev.maestro.core.Image;
import dev.maestro.images.ImageErrors;
import dev.maestro.images.ImageRefusedException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Between the bytes of images and OpenCV matrices. Matrices are 8-bit: BGR {@code [height, width, 3]}
 * or gray {@code [height, width]}; whoever gets one releases it. Loads the natives where needed.
 */
public final class Mats {
    private Mats() {}

    /** The image as BGR. @throws ImageRefusedException when its bytes are no image */
    public static Mat decode(Image image) {
        return decode(image.bytes());
    }

    /** Bytes of a PNG or JPEG as BGR. @throws ImageRefusedException when they are no image */
    public static Mat decode(byte[] bytes) {
        return decode(bytes, Imgcodecs.IMREAD_COLOR);
    }

    /** The image as gray. @throws ImageRefusedException when its bytes are no image */
    public static Mat decodeGray(Image image) {
        return decode(image.bytes(), Imgcodecs.IMREAD_GRAYSCALE);
    }

    private static Mat decode(byte[] bytes, int mode) {
        OpenCv.load();
        MatOfByte in = new MatOfByte(bytes);
        try {
            Mat image = Imgcodecs.imdecode(in, mode);
            if (image.empty()) {
                throw new ImageRefusedException(ImageErrors.IMAGE_UNREADABLE,
                        bytes.length + " bytes are no PNG or JPEG. Ingest the image first.");
            }
            return image;
        } finally {
            in.release();
        }
    }

    public static byte[] png(Mat image) {
        // level 1: five times faster than the default for a tenth more bytes
        return encode(image, ".png", Imgcodecs.IMWRITE_PNG_COMPRESSION, 1);
    }

    /** @param quality 1 to 100 */
    public static byte[] jpeg(Mat image, int quality) {
        return encode(image, ".jpg", Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    /** The matrix as an image of media type {@code image/png}. */
    public static Image pngImage(Mat image) {
        return new Image(png(image), "image/png", image.cols(), image.rows());
    }

    /** The matrix as an image of media type {@code image/jpeg}, quality 1 to 100. */
    public static Image jpegImage(Mat image, int quality) {
        return new Image(jpeg(image, quality), "image/jpeg", image.cols(), image.rows());
    }

    private static byte[] encode(Mat image, String extension, int option, int value) {
        OpenCv.load();
        MatOfByte out = new MatOfByte();
        MatOfInt options = new MatOfInt(option, value);
        try {
            if (!Imgcodecs.imencode(extension, image, out, options)) {
                throw new IllegalArgumentException("cannot encode " + image + " as " + extension);
            }
            return out.toArray();
        } finally {
            out.release();
            options.release();
        }
    }
}
