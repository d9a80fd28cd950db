package dev.maestro.rules;

import dev.maestro.registry.Expert;
import dev.maestro.registry.Skill;
import dev.maestro.registry.terms.Normal;
import dev.maestro.registry.terms.TermIndex.LeafScore;
import dev.maestro.registry.terms.TermIndex.Scores;
import dev.maestro.rules.facts.AskedCall;
import dev.maestro.rules.facts.AskedExpert;
import dev.maestro.rules.facts.AskedSkill;
import dev.maestro.rules.facts.Candidate;
import dev.maestro.rules.facts.Choice;
import dev.maestro.rules.facts.EarlierCall;
import dev.maestro.rules.facts.Pairing;
import dev.maestro.rules.facts.Substitute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Draws up the facts of one call: the asked expert and skill and the leaves that scored, never the whole registry. */
final class FactSheet {
    /** More experts than this are not asked for one step, so they need not be ranked. */
    private static final int SUBSTITUTES = 8;

    private final View view;
    private final Call call;
    private final Optional<Expert> expert;
    private final Optional<String> skillName;
    private final Optional<Skill> skill;

    FactSheet(View view, Call call) {
        this.view = view;
        this.call = call;
        this.expert = view.names().expert(call.expert()).flatMap(view.snapshot()::expert);
        this.skillName = view.names().skill(call.skill());
        this.skill = skillName.flatMap(view::skill);
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
        String input = Normal.trim(call.input());
        String canonical = expert.isPresent() && skill.isPresent()
                ? expert.get().name() + "@@" + skill.get().name() + ":" + input
                : "";
        return new AskedCall(call.profile(), input, bare(input), call.question(), call.imageCount(), canonical);
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

    /** What the texts say; nothing for a skill that is no router. */
    Scores scores() {
        return skill.filter(view::isRouter)
                .map(s -> view.terms().match(s.name(), call.input(), call.question(), call.imageCount()))
                .orElseGet(() -> new Scores(List.of(), List.of()));
    }

    /** The facts of the stage {@code dispatch}: the leaves that scored, and the default leaf. */
    List<Candidate> candidates(Scores scores) {
        List<Candidate> candidates = new ArrayList<>();
        if (skill.isEmpty() || !view.isRouter(skill.get())) {
            return candidates;
        }
        for (LeafScore scored : scores.scores()) {
            view.snapshot().skill(scored.leaf())
                    .filter(leaf -> leaf.parent().filter(skill.get().name()::equals).isPresent())
                    .ifPresent(leaf -> candidates.add(candidate(leaf, scored.score())));
        }
        view.defaultLeaf(skill.get())
                .filter(leaf -> candidates.stream().noneMatch(c -> c.leaf().equals(leaf.name())))
                .ifPresent(leaf -> candidates.add(candidate(leaf, 0)));
        return candidates;
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
        Normal.lower(start).codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static String trimmedInput(String earlier) {
        int input = earlier.indexOf(':', Math.max(0, earlier.indexOf("@@"))) + 1;
        return earlier.substring(0, input) + Normal.trim(earlier.substring(input));
    }
}
