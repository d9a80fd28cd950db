package dev.maestro.core.registry;

import java.util.List;

/**
 * A row of {@code probes}: a question with known answers, asked of a new expert or skill before it is
 * admitted.
 *
 * @param target   expert or skill
 * @param question what is asked
 * @param picture  name of a drawing ({@code kind:seed}), an https address, or empty for none
 * @param accepted answers that pass
 */
public record Probe(String name, String target, String question, String picture, List<String> accepted) {
    public Probe {
        accepted = List.copyOf(accepted);
    }
}
