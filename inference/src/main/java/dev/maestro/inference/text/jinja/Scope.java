package dev.maestro.inference.text.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Variables; what an inner scope sets is not seen outside. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Object> variables = new HashMap<>();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope global() {
        return new Scope(Optional.empty());
    }

    Scope inner() {
        return new Scope(Optional.of(this));
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Object get(String name) {
        Object value = variables.get(name);
        if (value != null) {
            return value;
        }
        return outer.map(scope -> scope.get(name)).orElse(Nothing.UNDEFINED);
    }
}
