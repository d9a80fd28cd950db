package dev.maestro.rules.facts;

/**
 * A fact of every stage, present once: the expert that the call asks for.
 *
 * @param written          as the policy wrote it
 * @param bare             its letters and digits, lower-case
 * @param known            the registry has it; otherwise {@code name} is empty and the flags are false
 * @param name             canonical name
 * @param addressable      the policy may name it; a service is for skills only
 * @param enabled          not switched off
 * @param healthy          not known to be unreachable
 * @param requiresApproval a person must approve each query's first call
 * @param approved         a person did, for this query
 */
public record AskedExpert(
        String written, String bare, boolean known, String name, boolean addressable, boolean enabled, boolean healthy,
        boolean requiresApproval, boolean approved) {}
