package dev.maestro.service.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The handwritten OpenAPI document of the service, as its resource {@code openapi.json} has it. */
public final class OpenApiDocument {
    private OpenApiDocument() {}

    public static byte[] bytes() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("/dev/maestro/service/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the program is built without /dev/maestro/service/openapi.json");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
