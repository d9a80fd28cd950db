package dev.maestro.activities.query;

import dev.maestro.activities.QueryActivities.JudgeRequest;
import dev.maestro.activities.Ruling;
import dev.maestro.activities.Ruling.StepCandidate;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.record.AskableExperts;
import dev.maestro.activities.record.LatencyRecord;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.rules.Call;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks the rules about a call, and looks up what the workflow needs to run what they dispatch. Thread-safe. */
public final class Judging {
    private final PinnedRegistry registry;
    private final Plans plans;
    private final RecentRows recent;
    private final LatencyRecord latencies;
    private final Supplier<Set<String>> unavailable;

    /** @param unavailable experts that cannot be reached just now */
    public Judging(PinnedRegistry registry, Plans plans, RecentRows recent, LatencyRecord latencies, Supplier<Set<String>> unavailable) {
        this.registry = registry;
        this.plans = plans;
        this.recent = recent;
        this.latencies = latencies;
        this.unavailable = unavailable;
    }

    Ruling judge(JudgeRequest request) {
        RegistrySnapshot snapshot = plans.snapshot(request.registryRevision());
        AskableExperts askable = AskableExperts.of(request.queryId(), recent);
        Set<String> down = askable.out(snapshot, unavailable);
        Verdict judged = registry.rules(snapshot).judge(new Call(request.profile(), request.expert(), request.skill(), request.input(),
                request.question(), request.imageCount(), request.earlierCalls(), down, Set.copyOf(request.approved())));
        Verdict verdict = askable.limit(judged);
        if (!(verdict instanceof Verdict.Dispatched dispatched)) {
            return new Ruling(verdict, Optional.empty(), Optional.empty(), Map.of());
        }
        Plan plan = plans.plan(snapshot, dispatched.leaf(), request.profile());
        Map<String, List<StepCandidate>> choices = choices(snapshot, dispatched, plan, down, askable.askedBefore());
        boolean prompted = snapshot.expert(dispatched.expert()).orElseThrow().kind() == Expert.Kind.OPENAI;
        List<String> capabilities = choices.keySet().stream().filter(c -> !c.isEmpty() && !choices.get(c).isEmpty()).toList();
        return new Ruling(verdict, Optional.of(plan), Optional.of(new PlanContext(request.imageCount(), capabilities, prompted)), choices);
    }

    /** The call's expert and fallbacks under the empty capability, and the services of every capability the plan names. */
    private Map<String, List<StepCandidate>> choices(RegistrySnapshot snapshot, Verdict.Dispatched to, Plan plan, Set<String> down,
            Set<String> askedBefore) {
        Map<String, List<StepCandidate>> choices = new LinkedHashMap<>();
        List<Expert> experts = new ArrayList<>();
        experts.add(snapshot.expert(to.expert()).orElseThrow());
        to.fallbacks().forEach(name -> experts.add(snapshot.expert(name).orElseThrow()));
        choices.put("", worthAsking(experts, down));
        for (String capability : capabilities(plan.steps(), new LinkedHashSet<>())) {
            choices.put(capability, worthAsking(askedFirst(snapshot.withCapability(capability), askedBefore), down));
        }
        return choices;
    }

    /** A replay asks the services that were asked then, whoever else could be asked today. */
    private static List<Expert> askedFirst(List<Expert> services, Set<String> askedBefore) {
        List<Expert> then = services.stream().filter(service -> askedBefore.contains(service.name())).toList();
        return then.isEmpty() ? services : then;
    }

    /** No time is lost on experts that are known to be down while another is up; when all are down, each gets its try. */
    private List<StepCandidate> worthAsking(List<Expert> candidates, Set<String> down) {
        List<Expert> up = candidates.stream().filter(expert -> !down.contains(expert.name())).toList();
        return (up.isEmpty() ? candidates : up).stream()
                .map(expert -> new StepCandidate(expert.name(), latencies.expectedMs(expert), expert.limits().totalTimeoutMs()))
                .toList();
    }

    private static Set<String> capabilities(List<Plan.Step> steps, Set<String> found) {
        for (Plan.Step step : steps) {
            if (!step.capability().isEmpty()) {
                found.add(step.capability());
            }
            capabilities(step.repeat(), found);
        }
        return found;
    }
}
