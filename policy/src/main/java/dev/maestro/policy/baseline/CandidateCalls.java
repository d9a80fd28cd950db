package dev.maestro.policy.baseline;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.policy.Action;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.routing.terms.TermIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Lists the calls that could be made next, best first. The score of a Level-1 skill is what the terms of router {@code
 * policy} say for it plus what its best leaf scores. What the images look like is matched as terms, too ({@code
 * picture:chart}, {@code picture:text}, …, and {@code picture:any} always), so that rows decide what follows from it.
 * Thread-safe.
 */
final class CandidateCalls {
    private static final String LOOK = "picture:";
    /** Below that a kind of image is a guess. */
    private static final double CERTAIN = 0.5;
    /** From this many lines on there is something to read, and a page of it. */
    private static final int SOME_LINES = 3;
    private static final int MANY_LINES = 12;
    private static final int SHOWN_TERMS = 6;

    private final Map<RegistrySnapshot, TermIndex> indexes = new WeakHashMap<>();

    List<CandidateCall> left(Transcript transcript) {
        RegistrySnapshot snapshot = transcript.snapshot();
        TermIndex index = index(snapshot);
        Past past = Past.of(transcript);
        int images = Math.max(transcript.facts().size(), transcript.images().size());
        List<TermIndex.Hit> roots = roots(index, transcript, images);
        List<CandidateCall> choices = new ArrayList<>();
        for (Skill skill : snapshot.skills()) {
            if (skill.level() == 1 && runs(snapshot, skill) && skill.minImages() <= images
                    && !past.refusedSkills().contains(skill.name())) {
                List<TermIndex.Hit> hits = new ArrayList<>(roots.stream().filter(h -> h.leaf().equals(skill.name())).toList());
                hits.addAll(bestLeaf(snapshot, index.match(skill.name(), transcript.question(), "", images)));
                choices.addAll(choices(snapshot, skill, hits, transcript, past));
            }
        }
        // An expert's failure has been met with the skill's other experts already: another skill comes first.
        choices.sort(Comparator.comparing((CandidateCall c) -> past.failedSkills().contains(c.skill()))
                .thenComparing(Comparator.comparingDouble(CandidateCall::score).reversed())
                .thenComparing(CandidateCall::skill));
        return List.copyOf(choices);
    }

    // What the question says, and what the images look like; words of the one are no words of the other.
    private static List<TermIndex.Hit> roots(TermIndex index, Transcript transcript, int images) {
        List<TermIndex.Hit> hits = new ArrayList<>(index.match(TermIndex.POLICY, transcript.question(), "", images).hits());
        index.match(TermIndex.POLICY, lookTerms(transcript.facts()), "", 0).hits().stream().filter(h -> h.term().startsWith(LOOK))
                .forEach(hits::add);
        return hits;
    }

    private static List<TermIndex.Hit> bestLeaf(RegistrySnapshot snapshot, TermIndex.Scores leaves) {
        return leaves.scores().stream()
                .map(TermIndex.LeafScore::leaf)
                .filter(leaf -> snapshot.skill(leaf).map(Skill::enabled).orElse(false))
                .findFirst()
                .map(best -> leaves.hits().stream().filter(h -> h.leaf().equals(best)).toList())
                .orElse(List.of());
    }

    private static List<CandidateCall> choices(RegistrySnapshot snapshot, Skill skill, List<TermIndex.Hit> hits, Transcript transcript,
            Past past) {
        int score = hits.stream().mapToInt(TermIndex.Hit::weight).sum();
        String terms = hits.stream().limit(SHOWN_TERMS).map(h -> h.term() + " (" + (h.weight() < 0 ? "" : "+") + h.weight() + ")")
                .collect(Collectors.joining(", "));
        List<Expert> experts = snapshot.expertsFor(skill.name()).stream()
                .filter(e -> !transcript.unavailable().contains(e.name()) && !past.refusedExperts().contains(e.name()))
                .toList();
        List<CandidateCall> choices = new ArrayList<>();
        for (int i = 0; i < experts.size(); i++) {
            String expert = experts.get(i).name();
            String why = skill.name() + " scored " + score + (terms.isEmpty() ? " (nothing spoke for it)" : ": " + terms)
                    + "; " + expert + " is number " + (i + 1) + " of " + experts.size() + " experts that can be asked";
            if (!past.calls().contains(expert + "@@" + skill.name())) {
                choices.add(new CandidateCall(expert, skill.name(), score - i / 100.0, why));
            }
        }
        return choices;
    }

    private static boolean runs(RegistrySnapshot snapshot, Skill skill) {
        return skill.enabled()
                && (skill.plan().isPresent() || snapshot.leaves(skill.name()).stream().anyMatch(l -> l.enabled() && l.plan().isPresent()));
    }

    private TermIndex index(RegistrySnapshot snapshot) {
        synchronized (indexes) {
            return indexes.computeIfAbsent(snapshot, s -> TermIndex.of(s, Profile.DEFAULT));
        }
    }

    /** What the images look like, as text that terms can match. */
    private static String lookTerms(List<ImageFacts> facts) {
        Set<String> words = new java.util.TreeSet<>();
        words.add(LOOK + "any");
        for (ImageFacts fact : facts) {
            if (fact.confidence() >= CERTAIN) {
                words.add(LOOK + fact.kind());
            }
            if (fact.textLines() >= SOME_LINES) {
                words.add(fact.textLines() >= MANY_LINES ? LOOK + "page" : LOOK + "text");
            }
        }
        return String.join(" ", words);
    }

    /**
     * What earlier turns rule out.
     *
     * @param calls        {@code expert@@skill} that were made
     * @param failedSkills skills whose call failed, fallbacks included
     */
    private record Past(Set<String> calls, Set<String> failedSkills, Set<String> refusedSkills, Set<String> refusedExperts) {
        static Past of(Transcript transcript) {
            Past past = new Past(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
            for (Transcript.Turn turn : transcript.turns()) {
                if (turn.action() instanceof Action.Call(String expert, String skill, _)) {
                    past.calls().add(expert + "@@" + skill);
                    switch (turn.observation()) {
                        case Observation.Failed _ -> past.failedSkills().add(skill);
                        case Observation.Refused refused -> past.refused(refused.code(), expert, skill);
                        case Observation.Evidence _ -> {
                            // it replied: only the pair itself is done with
                        }
                    }
                }
            }
            return past;
        }

        private void refused(String code, String expert, String skill) {
            if (code.startsWith("SKILL_") || code.startsWith("IMAGES_")) {
                refusedSkills.add(skill);
            } else if (code.startsWith("EXPERT_")) {
                refusedExperts.add(expert);
            }
        }
    }
}
