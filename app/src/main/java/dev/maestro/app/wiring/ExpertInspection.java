package dev.maestro.app.wiring;

import dev.maestro.app.admission.Admission;
import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.admission.ProposedChange;
import dev.maestro.app.program.Progress;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Experts;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.experts.health.HealthMonitor;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.openai.OpenAiExpertClient;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageFetch;
import dev.maestro.registry.revisions.RegistryStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Looks at experts outside of any worker: whether they can be asked, and how well they answer. Thread-safe. */
record ExpertInspection(RegistryStore registry, RevisionCheck check, DataSource database) {
    /** Between two looks of a monitor that goes on; here each looks once. */
    private static final Duration ONCE = Duration.ofMinutes(1);

    /** Looks now at every enabled expert of the current revision. */
    List<ExpertHealth> health(Credentials credentials) {
        ExpertClient servers = (_, _) -> ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, "only looked at");
        Experts experts = new Experts(servers, EmbeddedExpertProvider.all(1));
        RegistrySnapshot snapshot = registry.at(registry.current());
        try (HttpExchanges http = new HttpExchanges()) {
            return looked(snapshot::experts, experts, http, credentials);
        }
    }

    /** Puts their probes to a new expert or skill. */
    AdmissionReport admit(AdmissionRequest request, Credentials credentials, Progress progress) {
        try (HttpExchanges http = new HttpExchanges()) {
            Experts experts = new Experts(new OpenAiExpertClient(new ChatClient(http, credentials)), EmbeddedExpertProvider.all(1));
            return new Admission(experts, rows -> looked(() -> rows, experts, http, credentials), ShippedDrawings.generators(),
                    new ImageFetch(http), registry::newest, progress)
                    .run(ProposedChange.of(request.change(), database, registry, check), request);
        }
    }

    private static List<ExpertHealth> looked(Supplier<List<Expert>> rows, Experts experts, HttpExchanges http, Credentials credentials) {
        try (HealthMonitor monitor = new HealthMonitor(rows, experts.implementations(), http, credentials, ONCE)) {
            return monitor.probeAll();
        }
    }
}
