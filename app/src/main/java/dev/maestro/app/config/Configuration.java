package dev.maestro.app.config;

import dev.maestro.app.temporal.TemporalAccess;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.http.ServiceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The program's settings, read once by {@link ConfigurationReader} and checked as a whole. Holds no
 * secret: only references to where they are.
 *
 * @param home where state lives
 */
public record Configuration(
        Path home, Optional<ExternalDatabase> database, Path migrations, Temporal temporal, PolicySettings policy,
        Profile profile, Limits limits, int workers, ServiceSettings http) {

    /** A PostgreSQL that somebody else runs. */
    public record ExternalDatabase(String url, String user, Optional<Credential> credential) {}

    /**
     * @param address of a running server; empty: our own is started
     * @param tls     how it is called; empty: without encryption
     * @param apiKey  where the key for it is
     * @param ui      of a running server's UI; for links only
     * @param binary  the program for our own; empty: found or fetched
     * @param port    of our own, 0 for any free one; likewise {@code uiPort}
     */
    public record Temporal(
            Optional<String> address, Optional<TemporalAccess.Tls> tls, Optional<Credential> apiKey, String namespace, Optional<URI> ui,
            Optional<Path> binary, int port, int uiPort, int retentionDays) {
        /** How the running server lets us in; our own lets everybody in. */
        public TemporalAccess access(Map<String, String> environment) {
            return address.isEmpty()
                    ? TemporalAccess.OPEN
                    : new TemporalAccess(tls, apiKey.map(key -> key.resolve(environment)));
        }
    }

    /**
     * @param name     the policy of a query that names none
     * @param local    what a worker holds, if it holds a model
     * @param promoted how a worker holds a checkpoint that was promoted, in place of {@code local}; its model is still to be named. Empty:
     *                 promotions are none of its business
     */
    public record PolicySettings(String name, Optional<RemotePolicy> remote, Optional<LocalPolicy> local, Optional<LocalPolicy> promoted) {
        /** The same for a worker that holds no model. */
        public PolicySettings withoutModel() {
            return new PolicySettings(name, remote, Optional.empty(), Optional.empty());
        }
    }

    /**
     * A model in the worker.
     *
     * @param workers    of {@code up} that hold it
     * @param device     {@code auto}, {@code cpu} or {@code cuda}
     * @param dtype      {@code auto} or a number format
     * @param memoryMb   it may take, 0 for what is left
     * @param cache      tokens kept, 0 for automatic
     * @param threads    of one operation, 0 for one per core
     * @param libraries  other natives than the bundled ones, of {@code flavor}
     * @param concurrent decisions at once
     * @param tokens     most of one decision
     */
    public record LocalPolicy(
            Path model, int workers, String device, String dtype, long memoryMb, long cache, int threads, Optional<Path> libraries,
            String flavor,
            int concurrent, int tokens, boolean constrained, double temperature, long seed, int candidates) {
        /** The same with the checkpoint of another folder. */
        public LocalPolicy of(Path other) {
            return new LocalPolicy(other, workers, device, dtype, memoryMb, cache, threads, libraries, flavor, concurrent, tokens,
                    constrained, temperature, seed, candidates);
        }
    }

    public record RemotePolicy(URI endpoint, String model, Optional<Credential> credential) {}

    /** The same with other settings of policies. */
    public Configuration with(PolicySettings other) {
        return new Configuration(home, database, migrations, temporal, other, profile, limits, workers, http);
    }

    /** The same with another way of listening. */
    public Configuration with(ServiceSettings other) {
        return new Configuration(home, database, migrations, temporal, policy, profile, limits, workers, other);
    }

    /** The one file of settings. */
    public Path file() {
        return home.resolve("maestro.properties");
    }

    /** Logs of the program and of what it starts. */
    public Path logs() {
        return home.resolve("logs");
    }
}
