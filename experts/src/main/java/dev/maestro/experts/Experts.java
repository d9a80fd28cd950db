package dev.maestro.experts;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way to call any expert. It calls a model server through the given client, and an embedded expert in this
 * process, on the calling thread, as many at once as its row allows. It checks what holds for both: images within the
 * expert's limits, and a reply that says something.
 */
public final class Experts implements ExpertClient {
    private final ExpertClient servers;
    private final Map<String, EmbeddedExpert> embedded;
    private final Map<String, ConcurrencyLimiter> gates = new ConcurrentHashMap<>();

    /**
     * @param servers  calls experts of kind {@link Expert.Kind#OPENAI}
     * @param embedded each with an implementation name of its own
     */
    public Experts(ExpertClient servers, Collection<? extends EmbeddedExpert> embedded) {
        this.servers = servers;
        Map<String, EmbeddedExpert> byName = new TreeMap<>();
        for (EmbeddedExpert expert : embedded) {
            if (byName.put(expert.implementation(), expert) != null) {
                throw new IllegalArgumentException("two embedded experts are called \"" + expert.implementation() + "\"");
            }
        }
        this.embedded = Map.copyOf(byName);
    }

    /** The implementations that registry rows of kind {@code embedded} may name. */
    public Set<String> implementations() {
        return embedded.keySet();
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        Expert expert = request.expert();
        var unfit = RequestCheck.refusal(request);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        return switch (expert.kind()) {
            case OPENAI -> servers.call(request, context);
            case EMBEDDED -> callEmbedded(request, context);
        };
    }

    private ExpertOutcome callEmbedded(ExpertRequest request, CallContext context) {
        Expert expert = request.expert();
        String name = expert.implementation().orElse("");
        EmbeddedExpert program = embedded.get(name);
        if (program == null) {
            return Failure.of(FailureKind.BAD_REQUEST, embedded.isEmpty()
                    ? ExpertErrors.EXPERT_BAD_REQUEST + ": " + EmbeddedExpertErrors.none(expert)
                    : ExpertErrors.EXPERT_BAD_REQUEST + ": expert \"" + expert.name() + "\" names the implementation \"" + name
                            + "\", which this worker does not have. It has: "
                            + String.join(", ", embedded.keySet().stream().sorted().toList())
                            + ".");
        }
        ConcurrencyLimiter gate = gates.computeIfAbsent(expert.name(), _ -> new ConcurrencyLimiter(expert.limits().maxConcurrency()));
        return switch (gate.enter(expert.limits().maxConcurrency(), expert.limits().firstByteTimeoutMs(), context)) {
            case CANCELLED -> cancelled(expert);
            case FULL -> Failure.of(FailureKind.OVERLOADED,
                    ExpertErrors.EXPERT_OVERLOADED + ": no place at expert \"" + expert.name() + "\" within "
                            + expert.limits().firstByteTimeoutMs() + " ms, " + gate.waiting() + " more wait, limit "
                            + expert.limits().maxConcurrency() + " at once. Raise max_concurrency or add workers.");
            case ENTERED -> {
                try {
                    if (context.cancelled()) {
                        yield cancelled(expert);
                    }
                    context.beforeSending();
                    yield run(program, request, context);
                } finally {
                    gate.leave();
                }
            }
        };
    }

    private static ExpertOutcome run(EmbeddedExpert program, ExpertRequest request, CallContext context) {
        String name = request.expert().name();
        try {
            ExpertOutcome outcome = program.call(request, context);
            if (outcome instanceof Answered(Reply reply) && reply.text().isBlank()) {
                return Failure.of(FailureKind.UNUSABLE_REPLY,
                        ExpertErrors.EXPERT_UNUSABLE_REPLY + ": expert \"" + name + "\" answered with an empty text.");
            }
            return outcome;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            // natives that do not load, damaged models, bugs: the worker lives on, the step falls back
            return Failure.of(FailureKind.SERVER_ERROR,
                    ExpertErrors.EXPERT_SERVER_ERROR + ": expert \"" + name + "\" (" + program.implementation() + ") failed with "
                            + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + shortened(e.getMessage())) + ".");
        }
    }

    private static ExpertOutcome cancelled(Expert expert) {
        return Failure.of(FailureKind.CANCELLED,
                ExpertErrors.EXPERT_CANCELLED + ": the call of expert \"" + expert.name() + "\" was given up by its caller.");
    }

    private static String shortened(String message) {
        return message.length() <= 300 ? message : message.substring(0, 300) + "…";
    }
}
