package dev.maestro.app.wiring;

import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.HeldPolicies;
import dev.maestro.activities.policy.Policies;
import dev.maestro.activities.sandbox.LinuxSandbox;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.sandbox.SandboxLimits;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Problem;
import dev.maestro.core.Image;
import dev.maestro.core.Resources;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.experts.Experts;
import dev.maestro.experts.health.HealthMonitor;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.openai.OpenAiExpertClient;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageLook;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.Policy;
import dev.maestro.policy.baseline.RulesPolicy;
import dev.maestro.policy.remote.RemotePolicy;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.revisions.RegistryFollower;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.rules.RuleSets;
import dev.maestro.scoring.ReferenceScorer;
import dev.maestro.scoring.Scorer;
import dev.maestro.scoring.StrictScorer;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.PoisonGuard;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.client.WorkflowClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Puts a worker together: embedded experts, model servers, rules, policies, and the model where one is set. It knows every
 * implementation, but those that it finds on the class path.
 *
 * @param listening where the follower of the registry listens for new revisions
 */
record WorkerWiring(WorkflowClient client, RecordStores stores, RegistryStore registry, DatabaseConfig listening, ServingRules rules) {
    /** Servers that died are noticed within this time, at the cost of one small request each. */
    static final Duration HEALTH_EVERY = Duration.ofSeconds(10);

    /**
     * @throws Problem when there is a model that cannot be loaded
     * @return a worker that polls; closing it stops it, with everything that belongs to it
     */
    MaestroWorker start(Configuration configuration, Credentials credentials) {
        Resources resources = new Resources();
        try {
            // First: a model that cannot be loaded leaves nothing behind that runs.
            ServedCheckpoints model = resources.keep(ServedCheckpoints.load(configuration, stores.trainings(), stores.history()));
            HttpExchanges http = resources.keep(new HttpExchanges());
            rules.tell(fault -> Thread.startVirtualThread(new RuleWithdrawal(registry, fault)));
            RuleSets ruleSets = rules.sets();
            RegistryFollower follower = resources.keep(RegistryFollower.start(registry, listening, ruleSets::forSnapshot));
            ChatClient chat = new ChatClient(http, credentials);
            Experts experts = experts(chat, resources);
            HealthMonitor health = resources.keep(new HealthMonitor(() -> follower.serving().experts(), experts.implementations(), http,
                    credentials, HEALTH_EVERY));
            health.start();
            Sandbox sandbox = resources.keep(LinuxSandbox.start(SandboxLimits.DEFAULT, Math.max(1, processors() / 2)));

            MaestroWorker worker = new WorkerAssembly(client, stores.ofQueries(),
                    new ServedRegistry(registry, follower::serving, ruleSets), resources)
                    .policies(policies(configuration, chat, model))
                    .decisions(model.concurrent())
                    .experts(health.watching(experts))
                    .unavailable(health::unavailable)
                    .seen(health::seen)
                    .sandbox(sandbox)
                    .look(WorkerWiring::facts)
                    .guard(PoisonGuard.start(configuration.home().resolve("run/work"),
                            pid -> Files.exists(configuration.logs().resolve("worker-crash-" + pid + ".log")), stores.deaths()))
                    .evaluations(stores.evaluations(), WorkerWiring::scorers)
                    .trainings(stores.trainings())
                    .start();
            model.follow(worker::decide);
            // Beside the first queries: most are routed by their words alone.
            Thread.ofPlatform().name("routing-examples").priority(Thread.MIN_PRIORITY).daemon()
                    .start(() -> ruleSets.prepare(follower.serving()));
            return worker;
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** Model servers, and the embedded experts on platform threads of their own, one for each processor. */
    private static Experts experts(ChatClient chat, Resources resources) {
        ExecutorService computing = Executors.newFixedThreadPool(
                processors(), Thread.ofPlatform().name("embedded-expert-", 1).daemon().factory());
        resources.onClose(computing::shutdownNow);
        int threads = Math.clamp(processors() / 2, 1, 4);
        return new Experts(new OpenAiExpertClient(chat),
                EmbeddedExpertProvider.all(threads).stream().map(expert -> new PlatformThreadExpert(expert, computing)).toList());
    }

    private static Policies policies(Configuration configuration, ChatClient chat, HeldPolicies model) {
        List<Policy> policies = new ArrayList<>(List.of(new RulesPolicy()));
        configuration.policy().remote().ifPresent(
                server -> policies.add(new RemotePolicy(new RemoteChat(chat, server), RemotePolicy.Settings.greedy(server.model()))));
        return new Policies(policies, Set.of(RulesPolicy.NAME), model);
    }

    /** The reference system's scorer reads names as its profile does, whatever the profile of the query. */
    private static List<Scorer> scorers(RegistrySnapshot snapshot) {
        return List.of(new ReferenceScorer(NameResolver.of(snapshot, Profile.REFERENCE)), new StrictScorer());
    }

    /** What a cheap look at an image says. */
    static ImageFacts facts(Image image) {
        ImageLook look = ImageLook.at(image);
        return new ImageFacts(look.kind().name().toLowerCase(Locale.ROOT), look.confidence(), look.textLines());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
