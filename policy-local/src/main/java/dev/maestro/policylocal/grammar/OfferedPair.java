package dev.maestro.policylocal.grammar;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.Markup;
import dev.maestro.policy.Transcript;
import java.util.ArrayList;
import java.util.List;

/** An expert and a Level-1 skill that may be called together. */
public record OfferedPair(String expert, String skill) {
    /** As it stands in a call, up to the colon. */
    public String written() {
        return expert + "@@" + skill + ":";
    }

    /**
     * What the policy may choose among in a turn: the names its prompt offers, joined where the registry allows
     * the pair and the expert can be reached. Names that the grammar of calls cannot carry are left out.
     */
    public static List<OfferedPair> offered(Transcript transcript) {
        RegistrySnapshot snapshot = transcript.snapshot();
        List<OfferedPair> pairs = new ArrayList<>();
        for (Skill skill : snapshot.skills()) {
            if (skill.level() != 1 || !skill.inPrompt() || !runs(snapshot, skill) || !isWritable(skill.name())) {
                continue;
            }
            for (Expert expert : snapshot.expertsFor(skill.name())) {
                if (expert.inPrompt() && !transcript.unavailable().contains(expert.name()) && isWritable(expert.name())) {
                    pairs.add(new OfferedPair(expert.name(), skill.name()));
                }
            }
        }
        return List.copyOf(pairs);
    }

    private static boolean runs(RegistrySnapshot snapshot, Skill skill) {
        return skill.enabled()
                && (skill.plan().isPresent() || snapshot.leaves(skill.name()).stream().anyMatch(l -> l.enabled() && l.plan().isPresent()));
    }

    private static boolean isWritable(String name) {
        return !name.isBlank() && !name.contains(":") && !name.contains("@@") && !name.contains("<")
                && Markup.strip(name).strip().equals(name);
    }
}
