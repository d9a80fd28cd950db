package dev.maestro.inference.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a template can call. */
@FunctionalInterface
interface TemplateFunction {
    Object call(Given given);

    /** Arguments as given. */
    record Given(String what, List<Object> values, Map<String, Object> named) {
        /** The argument at a position or, where it is not given there, by name. */
        Optional<Object> argument(int position, String name) {
            return position < values.size() ? Optional.of(values.get(position)) : Optional.ofNullable(named.get(name));
        }

        Object needed(int position, String name) {
            return argument(position, name).orElseThrow(() -> JinjaException.value(what + " needs " + name));
        }

        String text(int position, String name, String otherwise) {
            return argument(position, name).map(value -> JinjaValues.string(value, what)).orElse(otherwise);
        }

        int number(int position, String name, int otherwise) {
            return argument(position, name).filter(value -> value != Nothing.NONE).map(value -> (int) JinjaValues.integer(value, what))
                    .orElse(otherwise);
        }

        boolean flag(int position, String name) {
            return argument(position, name).map(JinjaValues::truth).orElse(false);
        }
    }
}
