package dev.maestro.rules;

import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.meaning.ExampleSimilarity;
import dev.maestro.routing.meaning.RouterInterpreter;
import dev.maestro.routing.terms.Conventions;
import dev.maestro.routing.terms.Spelling;
import dev.maestro.routing.terms.TermIndex.LeafScore;
import dev.maestro.routing.terms.TermIndex.Scores;
import dev.maestro.rules.facts.AskedCall;
import dev.maestro.rules.facts.AskedExpert;
import dev.maestro.rules.facts.AskedSkill;
import dev.maestro.rules.facts.Candidate;
import dev.maestro.rules.facts.Choice;
import dev.maestro.rules.facts.EarlierCall;
import dev.maestro.rules.facts.Meaning;
import dev.maestro.rules.facts.Pairing;
import dev.maestro.rules.facts.Substitute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the facts of one call: the asked expert and skill and the leaves that scored, never the whole registry. */
final class FactSheet {
    /** More experts than this are not asked for one step, so they need not be ranked. */
    private static final int SUBSTITUTES = 8;

    /** Leaves that are less like the question than this many others have nothing to say. */
    private static final int LIKEST = 8;

    private final ProfileView view;
    private final Call call;
    private final Optional<Expert> expert;
    private final Optional<String> skillName;
    private final Optional<Skill> skill;
    /** How the router reads the texts; empty for a skill that is no router, and in a profile that reads to the letter. */
    private final Optional<RouterInterpreter> reader;
    private final Spelling.Reading input;
    private final Spelling.Reading question;

    FactSheet(ProfileView view, Call call) {
        this.view = view;
        this.call = call;
        this.expert = view.names().expert(call.expert()).flatMap(view.snapshot()::expert);
        this.skillName = view.names().skill(call.skill());
        this.skill = skillName.flatMap(view::skill);
        this.reader = skill.filter(view::isRouter).flatMap(view::reader);
        this.input = read(call.input());
        this.question = call.question().equals(call.input()) ? input : read(call.question());
    }

    Optional<Expert> expert() {
        return expert;
    }

    Optional<Skill> skill() {
        return skill;
    }

    /** The facts of the stage {@code admit}. */
    List<Object> admit() {
        List<Object> facts = new ArrayList<>();
        facts.add(askedExpert());
        facts.add(askedSkill());
        if (expert.isPresent() && skill.isPresent()) {
            facts.add(new Pairing(expert.get().name(), skill.get().name(), view.snapshot().allows(expert.get(), skill.get().name())));
        }
        call.earlierCalls().forEach(earlier -> facts.add(new EarlierCall(trimmedInput(earlier))));
        facts.add(askedCall());
        return facts;
    }

    /** What routing alone needs of {@code admit}: the skill and the texts. */
    List<Object> admitWithoutExpert() {
        return List.of(askedSkill(), askedCall());
    }

    private AskedCall askedCall() {
        String input = NormalForms.trim(call.input());
        String canonical = expert.isPresent() && skill.isPresent()
                ? new CanonicalCall(expert.get().name(), skill.get().name(), input).toString()
                : "";
        return new AskedCall(call.profile().wire(), input, bare(input), call.question(), call.imageCount(), canonical);
    }

    private AskedExpert askedExpert() {
        return expert
                .map(e -> new AskedExpert(call.expert(), bare(call.expert()), true, e.name(), e.role() == Expert.Role.EXPERT, e.enabled(),
                        !call.unhealthy().contains(e.name()), e.requiresApproval(), call.approved().contains(e.name())))
                .orElseGet(() -> new AskedExpert(call.expert(), bare(call.expert()), false, "", false, false, false, false, false));
    }

    private AskedSkill askedSkill() {
        return skill
                .map(s -> new AskedSkill(call.skill(), bare(call.skill()), true, s.name(), true, view.isBuildable(s), view.isEnabled(s),
                        s.addressable(), s.level() == 2, view.isRouter(s), s.route().orElse(""), s.minImages(), s.requiresApproval(),
                        call.approved().contains(s.name())))
                .orElseGet(() -> new AskedSkill(call.skill(), bare(call.skill()), skillName.isPresent(), skillName.orElse(""), false, false,
                        false, false, false, false, "", 0, false, false));
    }

    private Spelling.Reading read(String text) {
        return reader.filter(r -> !text.isEmpty()).map(r -> r.read(text)).orElseGet(() -> new Spelling.Reading(text, List.of()));
    }

    /** Misspelt words of both texts, as they are read. */
    List<Spelling.Correction> corrections() {
        List<Spelling.Correction> corrections = new ArrayList<>(input.corrections());
        corrections.addAll(question.corrections());
        return corrections.stream().distinct().toList();
    }

    /** What the words say; nothing for a skill that is no router. */
    Scores scores() {
        return skill.filter(view::isRouter)
                .map(s -> view.terms().match(s.name(), input.text(), question.text(), call.imageCount()))
                .orElseGet(() -> new Scores(List.of(), List.of()));
    }

    /** What the texts mean, likest first; nothing where the words decide, or where there is nothing to compare with. */
    List<ExampleSimilarity.Leaf> likenesses(Scores scores) {
        Conventions conventions = view.conventions();
        if (reader.isEmpty() || !reader.get().understands() || lead(scores) >= conventions.decisiveLead() || leadsWithoutExamples(scores)) {
            return List.of();
        }
        Map<String, ExampleSimilarity.Leaf> ofInput = reader.get().likeness(input.text());
        boolean both = conventions.questionWeight() > 0 && !question.text().isEmpty() && !question.text().equals(input.text());
        Map<String, ExampleSimilarity.Leaf> ofQuestion = both ? reader.get().likeness(question.text()) : Map.of();
        List<ExampleSimilarity.Leaf> weighed = new ArrayList<>();
        double weights = conventions.inputWeight() + (both ? conventions.questionWeight() : 0);
        ofInput.forEach((leaf, like) -> weighed.add(new ExampleSimilarity.Leaf(leaf,
                (conventions.inputWeight() * like.likeness()
                        + conventions.questionWeight()
                                * Optional.ofNullable(ofQuestion.get(leaf)).map(ExampleSimilarity.Leaf::likeness).orElse(0.0))
                        / weights,
                like.nearest())));
        weighed.sort(Comparator.comparingDouble(ExampleSimilarity.Leaf::likeness).reversed().thenComparing(ExampleSimilarity.Leaf::leaf));
        return weighed;
    }

    /** Likeness to its siblings' examples says nothing against a leaf that has none of its own. */
    private boolean leadsWithoutExamples(Scores scores) {
        return scores.scores().stream().limit(1).anyMatch(best -> reader.stream().noneMatch(r -> r.hasExamples(best.leaf())));
    }

    private static int lead(Scores scores) {
        List<LeafScore> best = scores.scores();
        return best.isEmpty() ? 0 : best.getFirst().score() - (best.size() > 1 ? best.get(1).score() : 0);
    }

    /** What a likeness adds to its leaf's score: as much as it would add were it words of the input. */
    Meaning meaning(ExampleSimilarity.Leaf like) {
        Conventions conventions = view.conventions();
        return new Meaning(like.leaf(), (int) Math.round(100 * like.likeness()),
                (int) Math.round(conventions.inputWeight() * conventions.meaningWeight() * like.likeness()));
    }

    /** The facts of the stage {@code dispatch} about meaning: one for each candidate. */
    List<Meaning> meanings(List<ExampleSimilarity.Leaf> likenesses, List<Candidate> candidates) {
        if (likenesses.isEmpty()) {
            return List.of();
        }
        Map<String, Meaning> byLeaf = new HashMap<>();
        likenesses.forEach(like -> byLeaf.put(like.leaf(), meaning(like)));
        return candidates.stream().map(c -> byLeaf.getOrDefault(c.leaf(), new Meaning(c.leaf(), 0, 0))).toList();
    }

    /** The facts of the stage {@code dispatch}: the leaves that scored, those whose examples are likest, and the default leaf. */
    List<Candidate> candidates(Scores scores, List<ExampleSimilarity.Leaf> likenesses) {
        List<Candidate> candidates = new ArrayList<>();
        if (skill.isEmpty() || !view.isRouter(skill.get())) {
            return candidates;
        }
        for (LeafScore scored : scores.scores()) {
            view.snapshot().skill(scored.leaf())
                    .filter(leaf -> leaf.parent().filter(skill.get().name()::equals).isPresent())
                    .ifPresent(leaf -> candidates.add(candidate(leaf, scored.score())));
        }
        likenesses.stream().limit(LIKEST).flatMap(like -> view.snapshot().skill(like.leaf()).stream())
                .forEach(leaf -> addNew(leaf, candidates));
        view.defaultLeaf(skill.get()).ifPresent(leaf -> addNew(leaf, candidates));
        return candidates;
    }

    private void addNew(Skill leaf, List<Candidate> candidates) {
        if (candidates.stream().noneMatch(c -> c.leaf().equals(leaf.name()))) {
            candidates.add(candidate(leaf, 0));
        }
    }

    private Candidate candidate(Skill leaf, int score) {
        boolean allowed = expert.map(e -> view.snapshot().allows(e, leaf.name())).orElse(true);
        return new Candidate(leaf.name(), leaf.route().orElse(""), score, leaf.routePriority(), leaf.defaultRoute(), leaf.enabled(),
                allowed, leaf.requiresApproval(), call.approved().contains(leaf.name()));
    }

    /** The facts of the stage {@code limits}: who else could do what was chosen, those that can be reached before the rest. */
    List<Substitute> substitutes(Choice choice) {
        List<Substitute> substitutes = new ArrayList<>();
        String asked = expert.map(Expert::name).orElse("");
        int order = 0;
        for (Expert other : view.expertsFor(choice.leaf())) {
            if (!other.name().equals(asked)) {
                substitutes.add(new Substitute(other.name(), order++, !call.unhealthy().contains(other.name()),
                        other.requiresApproval(), call.approved().contains(other.name())));
            }
        }
        substitutes.sort(Comparator.comparing(Substitute::healthy).reversed().thenComparingInt(Substitute::order));
        return substitutes.size() <= SUBSTITUTES ? substitutes : substitutes.subList(0, SUBSTITUTES);
    }

    private static String bare(String text) {
        // Placeholders are short; of a long text the beginning tells that it is none.
        String start = text.length() > 200 ? text.substring(0, 200) : text;
        StringBuilder bare = new StringBuilder(start.length());
        NormalForms.lower(start).codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static String trimmedInput(CanonicalCall earlier) {
        return new CanonicalCall(earlier.expert(), earlier.skill(), NormalForms.trim(earlier.input())).toString();
    }
}
