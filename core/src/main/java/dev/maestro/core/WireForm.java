package dev.maestro.core;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An enum that is written in one way wherever it leaves the program: in JSON, in the database, on the command line and in
 * the Temporal UI. The form is the constant's name in lower case, words parted by {@code _}.
 */
public interface WireForm {
    /** @see Enum#name() */
    String name();

    @JsonValue
    default String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no constant is written so; the message lists those that are */
    static <E extends Enum<E> & WireForm> E parse(Class<E> type, String written) {
        for (E constant : type.getEnumConstants()) {
            if (constant.wire().equals(written)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " is written \"" + written + "\"; valid: "
                + Arrays.stream(type.getEnumConstants()).map(WireForm::wire).collect(Collectors.joining(", ")));
    }
}
