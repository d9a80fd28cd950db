package dev.maestro.rules.facts;

/**
 * A fact of every stage, present once: the skill that the call asks for.
 *
 * @param written          as the policy wrote it
 * @param bare             its letters and digits, lower-case
 * @param known            the name resolves; otherwise {@code name} is empty
 * @param name             canonical name
 * @param registered       the registry has a row of that name; otherwise the flags are false
 * @param buildable        it has a plan, or leaves to go on to
 * @param enabled          not switched off, nor its parent
 * @param addressable      the policy may name it
 * @param leaf             Level 2: it was named directly
 * @param router           Level 1 with leaves, and no plan of its own
 * @param route            key among its siblings; of a leaf only, else empty
 * @param minImages        images without which it is refused
 * @param requiresApproval a person must approve
 * @param approved         a person did, for this query
 */
public record AskedSkill(
        String written, String bare, boolean known, String name, boolean registered, boolean buildable, boolean enabled,
        boolean addressable, boolean leaf, boolean router, String route, int minImages, boolean requiresApproval,
        boolean approved) {}
