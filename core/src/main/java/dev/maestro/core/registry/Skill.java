package dev.maestro.core.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of {@code skills}. A Level-1 skill is what the policy names; a Level-2 skill (a leaf) is
 * what runs. A Level-1 skill either has a plan of its own or leaves to be dispatched to.
 *
 * @param name             canonical name
 * @param level            1 or 2
 * @param parent           the Level-1 skill of a leaf
 * @param route            short key of a leaf among its siblings, e.g. {@code trajectory}
 * @param routePriority    order of a leaf among its siblings when scores tie, smaller first
 * @param defaultRoute     the leaf taken when no term matches; exactly one per router
 * @param addressable      the policy may name it directly
 * @param description      "use for" and "best when", for the policy's prompt
 * @param example          one worked call for the policy's prompt, without model and skill: the input text
 * @param inPrompt         listed in the policy's prompt
 * @param minImages        images without which it is refused
 * @param plan             the plan as JSON; absent for a router, whose leaves have theirs
 * @param requiresApproval a person must approve each call
 * @param enabled          a disabled skill is refused
 * @param profiles         profiles that have it; in the others its name stands for a skill that was never built
 */
public record Skill(
        String name,
        int level,
        Optional<String> parent,
        Optional<String> route,
        int routePriority,
        boolean defaultRoute,
        boolean addressable,
        String description,
        String example,
        boolean inPrompt,
        int minImages,
        Optional<String> plan,
        boolean requiresApproval,
        boolean enabled,
        Set<Profile> profiles) {
    private static final Set<Profile> EVERYWHERE = Set.copyOf(List.of(Profile.DEFAULT, Profile.REFERENCE));

    public Skill {
        profiles = Set.copyOf(profiles);
        if (level != 1 && level != 2) {
            throw new IllegalArgumentException("skill " + name + ": level " + level + "; expected 1 or 2");
        }
    }

    /** One that every profile has. */
    public Skill(String name, int level, Optional<String> parent, Optional<String> route, int routePriority, boolean defaultRoute,
            boolean addressable,
            String description, String example, boolean inPrompt, int minImages, Optional<String> plan, boolean requiresApproval,
            boolean enabled) {
        this(name, level, parent, route, routePriority, defaultRoute, addressable, description, example, inPrompt, minImages, plan,
                requiresApproval, enabled,
                EVERYWHERE);
    }

    public boolean in(Profile profile) {
        return profiles.contains(profile);
    }
}
