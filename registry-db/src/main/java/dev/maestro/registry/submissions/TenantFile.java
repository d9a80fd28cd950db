package dev.maestro.registry.submissions;

import dev.maestro.core.ContentHash;
import java.time.Instant;

/**
 * A name within a tenant for stored bytes.
 *
 * @param name    as its sender calls it
 * @param purpose {@code vision}, {@code user_data} or {@code evals}
 */
public record TenantFile(String id, ContentHash hash, String name, String purpose, String mediaType, long bytes, Instant createdAt) {}
