package dev.maestro.images;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Finds readers by format, from providers that are registered here by name. Nothing scans the class path, and the
 * result is the same whether the program runs from separate jars or from one.
 */
final class ImageReaders {
    private static final ImageReaderSpi JPEG;
    private static final ImageReaderSpi TIFF;
    private static final ImageReaderSpi BIG_TIFF;
    private static final ImageReaderSpi WEBP;

    static {
        ImageIO.setUseCache(false);
        IIORegistry registry = IIORegistry.getDefaultInstance();
        JPEG = registered(registry, new JPEGImageReaderSpi());
        TIFF = registered(registry, new TIFFImageReaderSpi());
        BIG_TIFF = registered(registry, new BigTIFFImageReaderSpi());
        WEBP = registered(registry, new WebPImageReaderSpi());
    }

    private ImageReaders() {}

    /** A new reader; whoever gets it disposes of it. */
    static ImageReader of(ImageFormat format, byte[] bytes) throws IOException {
        return switch (format) {
            case JPEG -> JPEG.createReaderInstance();
            case TIFF -> (bytes[2] == 43 || bytes[3] == 43 ? BIG_TIFF : TIFF).createReaderInstance();
            case WEBP -> WEBP.createReaderInstance();
            case PNG -> ofTheJdk("png");
            case GIF -> ofTheJdk("gif");
            case BMP -> ofTheJdk("bmp");
        };
    }

    private static ImageReader ofTheJdk(String format) {
        var readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java has no " + format + " reader; the module java.desktop is incomplete");
    }

    /** The instance in the registry: a provider finds the one it delegates to when it is registered. */
    private static ImageReaderSpi registered(IIORegistry registry, ImageReaderSpi provider) {
        ImageReaderSpi there = registry.getServiceProviderByClass(provider.getClass());
        if (there != null) {
            return there;
        }
        registry.registerServiceProvider(provider, ImageReaderSpi.class);
        return provider;
    }
}
