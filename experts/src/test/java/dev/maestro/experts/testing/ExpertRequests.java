package dev.maestro.experts.testing;

import dev.maestro.core.Image;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import java.util.List;
import java.util.Map;

/** Requests for tests, each with sane defaults. */
public final class ExpertRequests {
    private ExpertRequests() {}

    /** Asks to answer a question about the images, with a prompt of its own. */
    public static ExpertRequest of(Expert expert, String question, Image... images) {
        return of(expert, Task.ANSWER, question, Map.of(), images);
    }

    public static ExpertRequest of(Expert expert, Task task, String question, Map<String, String> parameters, Image... images) {
        return new ExpertRequest(expert, task, "", "Question: " + question, question, List.of(images), parameters, List.of(), 256, "key-1");
    }
}
