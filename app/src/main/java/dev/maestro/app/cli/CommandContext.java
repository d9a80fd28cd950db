package dev.maestro.app.cli;

import dev.maestro.activities.QueryErrors;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.config.Key;
import dev.maestro.app.program.Logs;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.stack.StackErrors;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.Services;
import dev.maestro.app.wiring.TemporaryStack;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.QuerySummary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands of one command line share: terminal, environment, and the configuration, read when first asked for. */
final class CommandContext {
    private final Terminal terminal;
    private Map<String, String> environment;
    private @Nullable Configuration configuration;

    CommandContext(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
    }

    Terminal terminal() {
        return terminal;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** What the command line says about a setting: it wins. */
    void set(Key key, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(key.variable(), value);
        environment = Map.copyOf(more);
        configuration = null;
    }

    /** @throws dev.maestro.app.program.Problem when the configuration is wrong */
    Configuration configuration() {
        Configuration read = configuration;
        if (read == null) {
            read = ConfigurationReader.read(environment, Path.of(System.getProperty("user.home")));
            configuration = read;
            Logs.to(read.logs().resolve("maestro.log"));
        }
        return read;
    }

    /**
     * Services on the running stack, else on configured servers, else on a stack that is started for this command and
     * taken down when they are closed.
     */
    Services connect(StackNeed need) {
        Configuration settings = configuration();
        Optional<RunningStack> running = RunningStack.under(settings.home());
        if (running.isPresent()) {
            Endpoints endpoints = Endpoints.of(running.orElseThrow(), settings, environment);
            return need == StackNeed.DATABASE ? ConnectedServices.toRecord(endpoints) : new ConnectedServices(endpoints);
        }
        if (settings.database().isPresent() && need == StackNeed.DATABASE) {
            return new ConnectedServices(Endpoints.databaseOnly(settings, environment));
        }
        return TemporaryStack.start(settings, environment, need, terminal);
    }

    /** Whether there is a stack that goes on after this command: one that runs under the home, or configured servers. */
    boolean findsStack() {
        return RunningStack.under(configuration().home()).isPresent() || Endpoints.configured(configuration(), environment).isPresent();
    }

    /** @throws Problem when no stack runs that would go on after this command */
    void requireStack() {
        Configuration settings = configuration();
        if (!findsStack()) {
            throw Problem.infrastructure(
                    StackErrors.STACK_NOT_RUNNING,
                    "no Maestro runs under " + settings.home() + ", so nobody would go on with the query. Start one: maestro up", null);
        }
    }

    /** @throws Problem {@code QUERY_UNKNOWN} with the nearest ids */
    Audit audit(Services services, String id) {
        return services.history().audit(id).orElseThrow(() -> {
            List<String> ids = services.history().list(200, Optional.empty()).stream().map(QuerySummary::id).toList();
            List<String> near = NearestNames.near(id, ids, 3);
            return Problem.usage(
                    QueryErrors.QUERY_UNKNOWN,
                    "there is no query \"" + id + "\"." + (near.isEmpty() ? "" : " Nearest: " + String.join(", ", near) + ".")
                            + " List them with: maestro queries list");
        });
    }
}
