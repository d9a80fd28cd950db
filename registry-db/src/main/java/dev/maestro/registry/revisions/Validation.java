package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RevisionCheck.Problem;
import java.util.List;

/** Whether a revision may serve. */
public sealed interface Validation {
    long revision();

    record Sound(long revision) implements Validation {}

    record Broken(long revision, List<Problem> problems) implements Validation {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
