package dev.maestro.images;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for an image that is not taken in. The message says what was refused, the value, the limit and the fix; it
 * holds nothing of the image.
 */
public final class ImageRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final ImageErrors code;

    /** @param reason a sentence, without the code */
    public ImageRefusedException(ImageErrors code, String reason) {
        this(code, reason, Map.of(), null);
    }

    ImageRefusedException(ImageErrors code, String reason, @Nullable Throwable cause) {
        this(code, reason, Map.of(), cause);
    }

    ImageRefusedException(ImageErrors code, String reason, Map<String, Object> fields) {
        this(code, reason, fields, null);
    }

    private ImageRefusedException(ImageErrors code, String reason, Map<String, Object> fields, @Nullable Throwable cause) {
        super(code, reason, fields, cause);
        this.code = code;
    }

    @Override
    public ImageErrors code() {
        return code;
    }
}
