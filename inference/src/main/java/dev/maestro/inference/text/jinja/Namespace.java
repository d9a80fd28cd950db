package dev.maestro.inference.text.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one thing in a template whose parts can be changed, also from inside loops. */
record Namespace(Map<String, Object> values) {
    Namespace {
        values = new LinkedHashMap<>(values);
    }
}
