package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.Subject;
import java.util.Optional;
import java.util.Set;

/** Whom to ask about a subject. */
@FunctionalInterface
interface ExpertChoice {
    /**
     * @param subject empty: not known
     * @param tried   slots asked about it before
     */
    int slot(Optional<Subject> subject, Set<Integer> tried);
}
