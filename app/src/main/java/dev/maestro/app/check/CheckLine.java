package dev.maestro.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one line, each of the type it must have. */
public record CheckLine(JsonNode fields) {
    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "a string"));
    }

    /** Empty when the field is null or absent. */
    Optional<String> optionalText(String name) {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid(name, "a string");
        }
        return Optional.of(value.textValue());
    }

    String oneOf(String name, List<String> valid) {
        String value = text(name);
        if (!valid.contains(value)) {
            throw invalid(name, "one of " + String.join(", ", valid));
        }
        return value;
    }

    int number(String name, int least) {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw missing(name, "a whole number");
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw invalid(name, "a whole number of " + least + " or more");
        }
        return value.intValue();
    }

    /** A list of strings; one string is a list of one. */
    List<String> texts(String name) {
        JsonNode value = fields.path(name);
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        if (!value.isArray()) {
            throw value.isMissingNode() || value.isNull() ? missing(name, "a list of strings") : invalid(name, "a list of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw invalid(name, "a list of strings");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    boolean isText(String name) {
        return fields.path(name).isTextual();
    }

    private static RefusedLineException missing(String name, String expected) {
        return new RefusedLineException(CheckErrors.FIELD_MISSING, "\"" + name + "\" is missing; expected " + expected);
    }

    RefusedLineException invalid(String name, String expected) {
        String value = fields.path(name).toString();
        return new RefusedLineException(CheckErrors.FIELD_INVALID,
                "\"" + name + "\" is " + (value.length() <= 60 ? value : value.substring(0, 60) + "…") + "; expected " + expected);
    }
}
