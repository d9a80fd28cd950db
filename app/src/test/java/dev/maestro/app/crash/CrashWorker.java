package dev.maestro.app.crash;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.core.CallContext;
import dev.maestro.core.Resources;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Reply;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.rules.RuleSets;
import dev.maestro.workflows.worker.HistoryDataConverter;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A worker to be killed: the real activities, rules and record, with a policy and an expert that live in
 * the test. Arguments: JDBC URL, user, password, Temporal address, control address. Ends when its standard
 * input does.
 */
final class CrashWorker {
    static final String POLICY = "crash";

    private CrashWorker() {}

    public static void main(String[] args) throws IOException {
        Boundary boundary = new Boundary(URI.create(args[4]));
        Database database = Database.connect(new DatabaseConfig(args[0], args[1], args[2], 8));
        Stores stores = Stores.on(database.dataSource());
        Stores watched = new Stores(boundary.around(QueryHistory.class, stores.history()), stores.artifacts(), stores.ledger());
        RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        RegistrySnapshot serving = store.at(store.newest());
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(args[3]).build());
        WorkflowClient client = WorkflowClient.newInstance(stubs,
                WorkflowClientOptions.newBuilder().setDataConverter(new HistoryDataConverter()).build());
        new WorkerAssembly(client, watched, new ServedRegistry(store, () -> serving, new RuleSets()), new Resources())
                .policies(new Policies(List.of(new Asking(boundary)), Set.of()))
                .experts((request, context) -> {
                    context.beforeSending();
                    return new ExpertOutcome.Answered(new Reply(
                            boundary.ask("expert", request.idempotencyKey()), Optional.empty(), 7, 3, 11, Duration.ofMillis(1), "stop"));
                })
                .start();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    /** Calls, calls again, answers; each decision is asked of the test, which counts. */
    private record Asking(Boundary boundary) implements Policy {
        private static final Map<Integer, Action> ACTIONS = Map.of(
                1, new Action.Call("Crash_Expert", "Crash_Skill", "the first part"),
                2, new Action.Call("Crash_Expert", "Crash_Skill", "the second part"),
                3, new Action.Answer("both parts"));

        @Override
        public String name() {
            return POLICY;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            int turn = transcript.turns().size() + 1;
            context.beforeSending();
            String text = boundary.ask("policy", transcript.queryId() + "/" + turn);
            return new PolicyOutcome.Decided(text, ACTIONS.get(turn), OptionalDouble.empty(), List.of(), "scripted",
                    PolicyOutcome.Usage.NONE);
        }
    }
}
