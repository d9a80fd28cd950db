package dev.maestro.app.admission;

import dev.maestro.app.admission.AdmissionReport.Finding;
import dev.maestro.app.admission.AdmissionReport.Measure;
import dev.maestro.app.admission.AdmissionSubjects.Task;
import dev.maestro.app.admission.ProbeTrial.Attempt;
import dev.maestro.app.program.AcceptedAnswers;
import dev.maestro.app.program.Progress;
import dev.maestro.core.Image;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.images.ImageFetch;
import dev.maestro.registry.revisions.ChangeRehearsal;
import dev.maestro.registry.revisions.MigrationRefusedException;
import dev.maestro.registry.revisions.RevisionRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Looks at a change of the registry before it serves: rehearses it in a transaction that is rolled back,
 * checks the rows, the servers and the contract of what it brings, puts its probes, and activates it only
 * when everything passed. Until then nobody can see any of it; afterwards the next query can use all of it.
 * One admission at a time: not thread-safe.
 */
public final class Admission {
    /** A mean of fewer says little; asked for in a note. */
    private static final int ENOUGH_PROBES = 10;

    private final ExpertClient client;
    private final Function<List<Expert>, List<ExpertHealth>> health;
    private final ProbeImages images;
    private final LongSupplier newest;
    private final Progress progress;
    private final Map<String, Boolean> reachable = new HashMap<>();

    /**
     * @param client calls experts, embedded ones included
     * @param health a look at these experts
     * @param newest the last committed revision
     */
    public Admission(ExpertClient client, Function<List<Expert>, List<ExpertHealth>> health, DrawingGenerators generators, ImageFetch fetch,
            LongSupplier newest, Progress progress) {
        this.client = client;
        this.health = health;
        this.images = new ProbeImages(generators, fetch);
        this.newest = newest;
        this.progress = progress;
    }

    /**
     * @throws MigrationRefusedException when the file cannot be run, or the registry would be broken after it
     * @throws RevisionRefusedException  when the registry would be broken with that name enabled
     */
    public AdmissionReport run(ProposedChange proposal, AdmissionRequest request) {
        progress.say("rehearsing " + proposal.what() + " (nothing is changed yet)");
        ChangeRehearsal rehearsal = proposal.rehearse();
        if (!rehearsal.problems().isEmpty()) {
            throw new RevisionRefusedException("the registry would be broken after " + proposal.what() + ".", rehearsal.problems());
        }
        RegistrySnapshot candidate = rehearsal.candidate();
        Optional<String> named = request.change() instanceof AdmissionRequest.Change.Name(var name) ? Optional.of(name) : Optional.empty();
        AdmissionSubjects subjects = AdmissionSubjects.of(candidate, rehearsal.difference(), named);
        List<Finding> findings = new ArrayList<>();
        List<Measure> measures = new ArrayList<>();
        List<String> notes = new ArrayList<>(notes(rehearsal, subjects));

        subjects.experts().forEach(expert -> findings.add(row(expert)));
        if (!subjects.experts().isEmpty()) {
            progress.say("looking at " + String.join(", ", subjects.experts().stream().map(Expert::name).toList()));
            health.apply(subjects.experts())
                    .forEach(each -> findings.add(new Finding(each.expert(), "health", each.state().healthy(), each.message())));
        }
        // Who cannot be reached is not asked ten times more.
        if (findings.stream().allMatch(Finding::passed)) {
            List<Task> tasks = subjects.tasks(this::reachable);
            subjects.experts().forEach(expert -> findings.addAll(contract(expert, tasks)));
            probes(candidate, tasks, request.minRight(), findings, measures);
            unasked(subjects, tasks, findings);
        }
        boolean passed = findings.stream().allMatch(Finding::passed);
        Optional<Long> revision = Optional.empty();
        if (passed && !request.dryRun() && !rehearsal.difference().isEmpty()) {
            long now = newest.getAsLong();
            if (now != rehearsal.newest()) {
                findings.add(new Finding(proposal.what(), "revision", false, "the registry changed while it was looked at (revision "
                        + rehearsal.newest() + " to " + now + "). Admit it again"));
                passed = false;
            } else {
                progress.say("activating " + proposal.what());
                revision = Optional.of(proposal.activate());
            }
        }
        return new AdmissionReport(proposal.what(), rehearsal.base(), revision, request.dryRun(), passed, rehearsal.difference(), findings,
                measures, notes);
    }

    private static List<String> notes(ChangeRehearsal rehearsal, AdmissionSubjects subjects) {
        List<String> notes = new ArrayList<>();
        if (rehearsal.difference().isEmpty()) {
            notes.add("the registry stays as it is: nothing to activate");
        } else if (subjects.experts().isEmpty() && subjects.skills().isEmpty()) {
            notes.add("it brings no expert and no skill into service: there was nobody to ask");
        }
        AdmissionSubjects.keptOff(rehearsal.candidate(), rehearsal.difference())
                .forEach(name -> notes.add(name + " comes with enabled = false and stays off; later: maestro registry admit " + name));
        return notes;
    }

    private boolean reachable(Expert expert) {
        return reachable.computeIfAbsent(expert.name(),
                _ -> health.apply(List.of(expert)).stream().allMatch(each -> each.state().healthy()));
    }

    private static Finding row(Expert expert) {
        List<String> problems = RowLimits.problems(expert);
        return new Finding(expert.name(), "row", problems.isEmpty(),
                problems.isEmpty() ? "limits and price are sane" : String.join("; ", problems));
    }

    private List<Finding> contract(Expert expert, List<Task> tasks) {
        progress.say("trying the contract of " + expert.name());
        for (Task task : tasks) {
            if (task.expert().equals(expert) && !task.probe().picture().isEmpty()) {
                try {
                    return new ContractChecks(client, expert, task.probe().question(), images.of(task.probe()).getFirst()).run();
                } catch (MaestroException _) {
                    break; // the probe itself will say so
                }
            }
        }
        return new ContractChecks(client, expert, "What is shown?", images.any()).run();
    }

    private void probes(RegistrySnapshot candidate, List<Task> tasks, double minRight, List<Finding> findings, List<Measure> measures) {
        Map<String, List<Task>> byPair = new LinkedHashMap<>();
        tasks.forEach(task -> byPair.computeIfAbsent(task.expert().name() + " with " + task.target(), _ -> new ArrayList<>()).add(task));
        ProbeTrial trial = new ProbeTrial(candidate, client);
        byPair.forEach((pair, asked) -> pair(pair, asked, trial, minRight, findings, measures));
    }

    private void pair(String pair, List<Task> tasks, ProbeTrial trial, double minRight, List<Finding> findings, List<Measure> measures) {
        List<Long> took = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        long micros = 0;
        for (Task task : tasks) {
            progress.say("asking " + pair + ": probe " + task.probe().name());
            long start = System.nanoTime();
            Attempt attempt = attempt(trial, task);
            if (attempt.answered()) {
                took.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
            }
            micros += attempt.micros();
            if (!right(task, attempt)) {
                wrong.add(task.probe().name() + (attempt.answered()
                        ? " (said \"" + shortened(attempt.answer()) + "\", accepted: \"" + String.join("\", \"", task.probe().accepted())
                                + "\")"
                        : " (" + shortened(attempt.failure()) + ")"));
            }
        }
        int right = tasks.size() - wrong.size();
        took.sort(null);
        Task first = tasks.getFirst();
        measures.add(new Measure(first.expert().name(), first.target(), tasks.size(), right, percentile(took, 50), percentile(took, 95),
                micros / tasks.size()));
        boolean enough = right >= minRight * tasks.size();
        findings.add(new Finding(pair, "probes", enough, right + " of " + tasks.size() + " right"
                + (enough ? "" : ", at least " + Math.round(minRight * 100) + " % wanted")
                + (wrong.isEmpty() ? "" : "; wrong: " + String.join("; ", wrong))
                + (tasks.size() < ENOUGH_PROBES ? "; " + ENOUGH_PROBES + " probes would say more" : "")));
    }

    private Attempt attempt(ProbeTrial trial, Task task) {
        List<Image> shown;
        try {
            shown = images.of(task.probe());
        } catch (MaestroException e) {
            return new Attempt("", "", 0, e.reason());
        }
        return task.skill().isPresent()
                ? trial.withSkill(task.expert(), task.skill().orElseThrow(), task.probe().question(), shown)
                : trial.plain(task.expert(), task.probe().question(), shown);
    }

    private static boolean right(Task task, Attempt attempt) {
        boolean service = task.skill().isEmpty() && task.expert().role() == Expert.Role.SERVICE;
        return attempt.answered()
                && (service
                        ? AcceptedAnswers.holds(attempt.text(), task.probe().accepted())
                        : AcceptedAnswers.right(attempt.answer(), task.probe().accepted()));
    }

    /** What nobody asked anything has not been looked at. */
    private static void unasked(AdmissionSubjects subjects, List<Task> tasks, List<Finding> findings) {
        for (Expert expert : subjects.experts()) {
            if (tasks.stream().noneMatch(task -> task.expert().equals(expert))) {
                findings.add(new Finding(expert.name(), "probes", false, "no probe asks it. Add rows to probes with target '"
                        + expert.name() + "', or with a skill that expert_skills gives it"));
            }
        }
        for (Skill skill : subjects.skills()) {
            if (tasks.stream().noneMatch(task -> task.target().equals(skill.name()))) {
                findings.add(new Finding(skill.name(), "probes", false,
                        "no probe asks it. Add rows to probes with target '" + skill.name() + "'"));
            }
        }
    }

    private static long percentile(List<Long> sorted, int share) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * share / 100.0) - 1));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 160 ? line : line.substring(0, 159) + "…";
    }
}
