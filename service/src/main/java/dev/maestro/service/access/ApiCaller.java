package dev.maestro.service.access;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param tenant whose things it sees
 * @param key    id of its key; empty for whoever came in without one, where that is allowed
 * @param name   of the key, for records of who did something
 */
public record ApiCaller(String tenant, Optional<String> key, String name, Role role) {
    /** Who needs no key because the server listens on this machine only and was told to let everybody in. */
    public static final ApiCaller ANYBODY = new ApiCaller("default", Optional.empty(), "anybody", Role.ADMIN);

    /** @throws MaestroException {@code SCOPE_MISSING} */
    public void require(ApiScope scope) {
        if (!role.may(scope)) {
            throw new MaestroException(AccessErrors.SCOPE_MISSING, "the key \"" + name + "\" has the role " + role.wire() + ", which lacks "
                    + scope.written() + ". Ask with a key that has it.", Map.of("scope", scope.written(), "role", role.wire()), null);
        }
    }
}
