package dev.maestro.rules;

import dev.maestro.routing.meaning.ExampleSimilarity;
import dev.maestro.routing.terms.TermIndex.Hit;
import dev.maestro.routing.terms.TermIndex.Scores;
import dev.maestro.rules.facts.AdmittedCall;
import dev.maestro.rules.facts.ApprovalNeeded;
import dev.maestro.rules.facts.ByMeaning;
import dev.maestro.rules.facts.ByWords;
import dev.maestro.rules.facts.Candidate;
import dev.maestro.rules.facts.Choice;
import dev.maestro.rules.facts.Fallback;
import dev.maestro.rules.facts.Meaning;
import dev.maestro.rules.facts.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Leads one call through the stages and puts what the rules said into a verdict. */
final class Judgement {
    private static final Comparator<Refusal> AS_REPORTED = Comparator.comparing(Refusal::subject).thenComparing(Refusal::code)
            .thenComparing(Refusal::reason);

    /** The likest and the runners-up say why; the rest would only fill the record. */
    private static final int LIKENESSES_TOLD = 3;

    private final ProfileView view;
    private final Call call;
    private final FactSheet sheet;
    private final WorkingMemory session;
    private Scores scores = new Scores(List.of(), List.of());
    private List<ExampleSimilarity.Leaf> likenesses = List.of();

    Judgement(ProfileView view, Call call, WorkingMemory session) {
        this.view = view;
        this.call = call;
        this.session = session;
        this.sheet = new FactSheet(view, call);
    }

    Verdict judge() {
        session.run(sheet.admit());
        List<Refusal> refusals = session.said(Refusal.class);
        if (!refusals.isEmpty()) {
            return refused(refusals);
        }
        List<Choice> choices = dispatch();
        refusals = session.said(Refusal.class);
        if (!refusals.isEmpty()) {
            return refused(refusals);
        }
        if (choices.size() != 1) {
            return refused(List.of(ambiguous(choices)));
        }
        Choice choice = choices.getFirst();
        session.run(sheet.substitutes(choice));
        refusals = session.said(Refusal.class);
        if (!refusals.isEmpty()) {
            return refused(refusals);
        }
        return permitted(choice);
    }

    /** The route alone, whoever asks: admit without an expert, then dispatch. Empty when refused. */
    List<Choice> route() {
        session.run(sheet.admitWithoutExpert());
        if (!session.said(Refusal.class).isEmpty()) {
            return List.of();
        }
        List<Choice> choices = dispatch();
        return session.said(Refusal.class).isEmpty() && choices.size() == 1 ? choices : List.of();
    }

    private List<Choice> dispatch() {
        scores = sheet.scores();
        likenesses = sheet.likenesses(scores);
        List<Candidate> candidates = sheet.candidates(scores, likenesses);
        List<Object> facts = new ArrayList<>(candidates);
        facts.addAll(sheet.meanings(likenesses, candidates));
        facts.add(likenesses.isEmpty() ? new ByWords() : new ByMeaning());
        facts.add(new AdmittedCall());
        session.run(facts);
        return session.said(Choice.class).stream().distinct().toList();
    }

    private Verdict permitted(Choice choice) {
        String expert = sheet.expert().orElseThrow().name();
        String skill = sheet.skill().orElseThrow().name();
        List<String> fallbacks = session.said(Fallback.class).stream()
                .sorted(Comparator.comparingInt(Fallback::tier).thenComparingInt(Fallback::order).thenComparing(Fallback::expert))
                .map(Fallback::expert)
                .distinct()
                .toList();
        Verdict.Trace trace = trace(choice.leaf());
        Verdict.Dispatched dispatched = new Verdict.Dispatched(expert, skill, choice.leaf(), choice.route(), fallbacks, trace);
        Set<String> targets = session.said(ApprovalNeeded.class).stream().map(ApprovalNeeded::target)
                .collect(Collectors.toCollection(TreeSet::new));
        if (targets.isEmpty()) {
            return dispatched;
        }
        String first = targets.contains(expert) ? expert : targets.contains(skill) ? skill : targets.iterator().next();
        return new Verdict.NeedsApproval(first, dispatched, trace);
    }

    private Verdict refused(List<Refusal> refusals) {
        List<Refusal> reported = refusals.stream().distinct().sorted(AS_REPORTED).toList();
        Refusal first = reported.getFirst();
        List<String> reasons = new ArrayList<>();
        for (Refusal refusal : reported) {
            List<String> names = namesFor(refusal);
            reasons.add(refusal.reason() + hint(refusal.subject(), names));
        }
        return new Verdict.Refused(first.code(), String.join("; ", reasons), namesFor(first), trace(""));
    }

    private static String hint(Refusal.Subject subject, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        return (subject == Refusal.Subject.PAIR ? ". It is done by: " : ". Nearest: ") + String.join(", ", names);
    }

    private List<String> namesFor(Refusal refusal) {
        return switch (refusal.subject()) {
            case EXPERT -> view.nearest().experts(call.expert());
            case SKILL -> view.nearest().skills(call.skill());
            case PAIR -> sheet.skill().stream()
                    .flatMap(s -> view.expertsFor(s.name()).stream())
                    .map(e -> e.name())
                    .filter(name -> !name.equals(sheet.expert().map(e -> e.name()).orElse("")))
                    .limit(5)
                    .toList();
            case CALL -> List.of();
        };
    }

    private static Refusal ambiguous(List<Choice> choices) {
        return new Refusal(RuleErrors.DISPATCH_AMBIGUOUS.name(), choices.isEmpty()
                ? "no rule dispatched the call"
                : "rules dispatched the call to " + choices.stream().map(Choice::leaf).sorted().collect(Collectors.joining(" and "))
                        + "; the operator's rules must choose one");
    }

    Verdict.Trace trace(String chosen) {
        List<String> terms = new ArrayList<>();
        sheet.corrections().forEach(c -> terms.add("spelling: \"" + c.written() + "\" read as \"" + c.read() + "\""));
        scores.hits().forEach(hit -> terms.add(term(hit)));
        likenesses.stream().limit(LIKENESSES_TOLD).map(this::means).forEach(terms::add);
        List<Verdict.Score> listed = totals();
        String runnerUp = listed.stream().map(Verdict.Score::leaf).filter(leaf -> !leaf.equals(chosen)).findFirst().orElse("");
        return new Verdict.Trace(session.fired(), terms, listed, chosen.isEmpty() ? "" : runnerUp);
    }

    /** What words and meaning together say for each leaf, best first. */
    private List<Verdict.Score> totals() {
        Map<String, Integer> totals = new LinkedHashMap<>();
        scores.scores().forEach(s -> totals.put(s.leaf(), s.score()));
        likenesses.forEach(like -> totals.merge(like.leaf(), sheet.meaning(like).points(), Integer::sum));
        return totals.entrySet().stream()
                .filter(total -> total.getValue() > 0)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(total -> new Verdict.Score(total.getKey(), total.getValue()))
                .toList();
    }

    private String means(ExampleSimilarity.Leaf like) {
        Meaning meaning = sheet.meaning(like);
        return like.leaf() + ": " + meaning.likeness() + " % like \"" + like.nearest() + "\" (" + (meaning.points() < 0 ? "" : "+")
                + meaning.points() + ")";
    }

    private static String term(Hit hit) {
        return hit.leaf() + ": " + hit.term() + " (" + (hit.weight() < 0 ? "" : "+") + hit.weight() + ")";
    }
}
