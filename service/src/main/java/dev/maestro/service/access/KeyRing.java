package dev.maestro.service.access;

import dev.maestro.core.WireForm;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.access.ApiKey;
import dev.maestro.registry.access.ApiKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets callers in by their keys. A key is looked up at most every second, so that one that is revoked ends within two seconds on
 * every server. Thread-safe.
 */
public final class KeyRing {
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Wrong keys of one address within a minute, before right ones must wait, too. */
    private static final int MOST_WRONG = 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Addresses and keys that are remembered; beyond it everything is looked up anew. */
    private static final int REMEMBERED = 10_000;

    private final ApiKeys keys;
    private final InstantSource clock;
    private final Map<String, Looked> known = new ConcurrentHashMap<>();
    private final Map<String, Wrong> wrong = new ConcurrentHashMap<>();

    private record Looked(Optional<ApiKey> key, Instant at) {}

    private record Wrong(int count, Instant since) {}

    public KeyRing(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * @param written what was sent as key; empty when nothing was
     * @param address where it came from
     * @throws MaestroException {@code KEY_MISSING}, {@code KEY_UNKNOWN} (also of an expired or revoked one) or {@code KEY_TRIES_EXCEEDED}
     */
    public ApiCaller admit(Optional<String> written, String address) {
        Instant now = clock.instant();
        if (written.isEmpty()) {
            throw new MaestroException(AccessErrors.KEY_MISSING,
                    "this needs an API key, and none was sent. Send one as Authorization: Bearer sk-maestro-…");
        }
        Wrong tries = wrong.get(address);
        if (tries != null && tries.count() >= MOST_WRONG && now.isBefore(tries.since().plus(WINDOW))) {
            throw new MaestroException(AccessErrors.KEY_TRIES_EXCEEDED, tries.count() + " wrong API keys came from " + address
                    + " within a minute, limit " + MOST_WRONG + ". Wait a minute.", Map.of("retry_after_s", WINDOW.toSeconds()), null);
        }
        return KeySecret.parse(written.get())
                .flatMap(secret -> find(secret.id(), now).filter(key -> secret.isOf(key) && key.isValid(now)))
                .map(key -> caller(key, now))
                .orElseThrow(() -> {
                    wrong(address, now);
                    return new MaestroException(AccessErrors.KEY_UNKNOWN,
                            "the API key is not known, has expired, or was revoked. Send a valid one.");
                });
    }

    private ApiCaller caller(ApiKey key, Instant now) {
        if (key.lastUsedAt().map(used -> Duration.between(used, now).compareTo(WINDOW) >= 0).orElse(true)) {
            keys.used(key.id(), now);
        }
        return new ApiCaller(key.tenant(), Optional.of(key.id()), key.name(), WireForm.parse(Role.class, key.role()));
    }

    private Optional<ApiKey> find(String id, Instant now) {
        Looked looked = known.get(id);
        if (looked != null && now.isBefore(looked.at().plus(FRESH))) {
            return looked.key();
        }
        Optional<ApiKey> key = keys.find(id);
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        if (key.isPresent()) {
            known.put(id, new Looked(key, now));
        }
        return key;
    }

    private void wrong(String address, Instant now) {
        if (wrong.size() >= REMEMBERED) {
            wrong.clear();
        }
        wrong.merge(address, new Wrong(1, now),
                (before, first) -> now.isBefore(before.since().plus(WINDOW)) ? new Wrong(before.count() + 1, before.since()) : first);
    }
}
