package dev.maestro.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.maestro.core.Json;
import picocli.CommandLine.Option;

/** {@code --json}: standard output holds one object with snake_case names, and nothing else. */
final class JsonOption {
    private static final ObjectWriter WRITER = Json.MAPPER.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writerWithDefaultPrettyPrinter();

    @Option(names = "--json", description = "Prints one JSON object, and nothing else, on standard output.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }

    void print(Terminal terminal, Object body) {
        write(terminal, body);
    }

    static void write(Terminal terminal, Object body) {
        try {
            terminal.out().println(WRITER.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + body.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
