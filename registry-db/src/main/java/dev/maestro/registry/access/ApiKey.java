package dev.maestro.registry.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that lets somebody in, without its secret.
 *
 * @param id         8 letters and digits; what logs, lists and records call the key by
 * @param secretHash {@code sha256:} and 64 hexadecimal digits: of the secret's characters
 * @param lastFour   of the secret, so that its owner knows it again
 * @param role       {@code viewer}, {@code user}, {@code operator}, {@code registrar} or {@code admin}
 * @param createdBy  key or person that made it
 * @param lastUsedAt to the minute
 */
public record ApiKey(
        String id, String secretHash, String lastFour, String name, String tenant, String role, String createdBy, Instant createdAt,
        Optional<Instant> expiresAt, Optional<Instant> revokedAt, Optional<Instant> lastUsedAt) {
    /** Whether it lets in at this time. */
    public boolean isValid(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
