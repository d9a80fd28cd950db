package dev.maestro.service;

import dev.maestro.core.Resources;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.access.AuditLog;
import dev.maestro.registry.access.EvaluationOwners;
import dev.maestro.registry.access.ModelAliases;
import dev.maestro.registry.access.TenantLimits;
import dev.maestro.registry.access.Tenants;
import dev.maestro.registry.access.UsageSums;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.feed.QueryFeed;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.submissions.ApprovalStore;
import dev.maestro.registry.submissions.ClientRequests;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.registry.submissions.TenantFiles;
import dev.maestro.service.access.KeyRing;
import dev.maestro.service.admin.AdminRoutes;
import dev.maestro.service.approvals.ApprovalRoutes;
import dev.maestro.service.evaluations.EvaluationRoutes;
import dev.maestro.service.events.EventRoutes;
import dev.maestro.service.feed.FeedWatch;
import dev.maestro.service.feed.OpenStreams;
import dev.maestro.service.files.FileRoutes;
import dev.maestro.service.health.HealthRoutes;
import dev.maestro.service.http.ApiAudit;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.http.ApiServer;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.service.images.ImageDoor;
import dev.maestro.service.images.ImageRoutes;
import dev.maestro.service.openai.Asking;
import dev.maestro.service.openai.ChatRoutes;
import dev.maestro.service.openai.Disconnects;
import dev.maestro.service.openai.FeedStreams;
import dev.maestro.service.openai.ModelAliasRoutes;
import dev.maestro.service.openai.ModelCatalogue;
import dev.maestro.service.openai.ResponseRoutes;
import dev.maestro.service.queries.QueryAcceptance;
import dev.maestro.service.queries.QueryAccess;
import dev.maestro.service.queries.QueryCancels;
import dev.maestro.service.queries.QueryRoutes;
import dev.maestro.service.queries.QueryStarts;
import dev.maestro.service.queries.QueryWaits;
import dev.maestro.service.queries.SteeringRoutes;
import dev.maestro.service.registry.RegistryRoutes;
import dev.maestro.service.usage.UsageRoutes;
import dev.maestro.workflows.client.CodedEvaluations;
import dev.maestro.workflows.client.CodedQueries;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.Queries;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The HTTP service: everything of it that runs, put together. It keeps no state of its own: a server that is killed loses
 * connections and nothing else, and any number of them work on one database. Thread-safe.
 */
public final class MaestroService implements AutoCloseable {
    private final Resources resources;
    private final ApiServer server;
    private final OpenStreams streams;
    private final QueryWaits waits;

    private MaestroService(Resources resources, ApiServer server, OpenStreams streams, QueryWaits waits) {
        this.resources = resources;
        this.server = server;
        this.streams = streams;
        this.waits = waits;
    }

    /**
     * What the service works with.
     *
     * @param running what steers evaluations that run
     * @param policy  of a query that names none; likewise {@code profile} and {@code limits}
     * @param served  policies that a worker can serve now; asked again and again, and may throw
     * @param checks  what must be so for a query to be answered
     * @param version of the program
     */
    public record Parts(DataSource database, QueryHistory history, Artifacts artifacts, RegistryStore registry, EvaluationStore evaluations,
            Queries queries, Evaluations running, String policy, Profile profile, Limits limits, Supplier<Set<String>> served,
            List<HealthRoutes.Check> checks,
            String version) {
        public Parts {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Listens from now on.
     *
     * @throws MaestroException {@code ADDRESS_IN_USE}
     */
    public static MaestroService start(Parts parts, ServiceSettings settings) {
        InstantSource clock = InstantSource.system();
        Queries queries = new CodedQueries(parts.queries());
        QueryOverviews overviews = new QueryOverviews(parts.database());
        Submissions submissions = new Submissions(parts.database());
        QueryFeed feed = new QueryFeed(parts.database());
        QueryAccess access = new QueryAccess(overviews);
        Resources resources = new Resources();
        try {
            FeedWatch watch = resources.keep(new FeedWatch(feed));
            QueryStarts starts = resources.keep(new QueryStarts(submissions, parts.history(), queries, clock));
            QueryWaits waits = new QueryWaits(feed, watch);
            OpenStreams streams = new OpenStreams();
            EventRoutes events = new EventRoutes(access, feed, watch, streams);
            HealthRoutes health = new HealthRoutes(parts.checks(), parts.version());
            List<ApiRoute> routes = new ArrayList<>(health.routes());
            ArtifactOwners owners = new ArtifactOwners(parts.database());
            TenantFiles files = new TenantFiles(parts.database());
            ImageDoor door = resources.keep(new ImageDoor(parts.artifacts(), owners, files));
            QueryAcceptance acceptance = new QueryAcceptance(submissions, owners, starts, clock);
            QueryCancels cancels = new QueryCancels(submissions, parts.history(), queries, starts, clock);
            routes.addAll(new QueryRoutes(
                    new QueryRoutes.Parts(access, overviews, parts.history(), acceptance, queries, waits),
                    parts.policy(), parts.profile(), parts.limits(),
                    settings.textOnly(), settings.maxWait()).routes());
            routes.addAll(new SteeringRoutes(access, overviews, submissions, queries, cancels).routes());
            routes.addAll(events.routes());
            routes.addAll(resources.keep(new ApprovalRoutes(new ApprovalStore(parts.database()), queries, clock)).routes());
            routes.addAll(new ImageRoutes(parts.artifacts(), owners, door).routes());
            routes.addAll(new FileRoutes(files, door, parts.artifacts(), owners, clock).routes());
            ModelAliases aliases = new ModelAliases(parts.database());
            ModelCatalogue models = new ModelCatalogue(parts.policy(), parts.profile(), parts.limits(), parts.served(), aliases);
            routes.addAll(new ModelAliasRoutes(models, aliases, new Tenants(parts.database())).routes());
            Disconnects disconnects = resources.keep(new Disconnects(submissions, overviews, cancels, clock));
            Asking asking = new Asking(door, acceptance, waits, disconnects, settings.textOnly(), settings.maxWait());
            FeedStreams followed = new FeedStreams(feed, watch, streams);
            routes.addAll(models.routes());
            routes.addAll(new ChatRoutes(models, asking, access, followed).routes());
            routes.addAll(
                    new ResponseRoutes(models, asking, access, new ClientRequests(parts.database()), cancels, followed, clock).routes());
            routes.addAll(new RegistryRoutes(parts.registry()).routes());
            routes.addAll(new EvaluationRoutes(parts.evaluations(), new EvaluationOwners(parts.database()),
                    new CodedEvaluations(parts.running())).routes());
            ApiKeys keys = new ApiKeys(parts.database());
            AuditLog log = new AuditLog(parts.database());
            routes.addAll(new AdminRoutes(new Tenants(parts.database()), new TenantLimits(parts.database()), keys, log, clock).routes());
            routes.addAll(new UsageRoutes(new UsageSums(parts.database()), clock).routes());
            ApiAudit audit = resources.keep(new ApiAudit(log));
            ApiServer server = resources.keep(new ApiServer(settings, routes, new KeyRing(keys, clock), audit));
            // Closed before the server is: whoever waits or reads is told, and then nobody keeps the server from ending.
            resources.keep(waits);
            resources.keep(streams);
            resources.keep(health);
            return new MaestroService(resources, server, streams, waits);
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Every route that is served. */
    public List<ApiRoute> routes() {
        return server.routes();
    }

    /** Event streams that somebody reads now. */
    public int openStreams() {
        return streams.size();
    }

    /** Calls that wait for the end of a query now. */
    public int waitingCalls() {
        return waits.size();
    }

    /** Stops within ten seconds or so: sends away who waits and who reads, and lets requests under way end. */
    @Override
    public void close() {
        resources.close();
    }
}
