package dev.maestro.skills;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What a skill does, as stored in the registry: steps with their needs, and which of them is the
 * observation. Steps whose needs are done may run at the same time.
 *
 * @param steps       at least one; ids unique, needs acyclic
 * @param observation which step's result the policy reads
 */
public record Plan(List<Step> steps, Observation observation) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /**
     * @param id         unique within the plan; templates refer to its result by it
     * @param kind       what it does
     * @param needs      ids that must be done first
     * @param each       {@code true}: one call per image; {@code false}: one call with all images it takes
     * @param capability what the asked service must be capable of; empty: the expert of the call is asked
     * @param prompt     prompt name; {@code {step}} in it is replaced by the value of an earlier classify step, lower-case, spaces as {@code _}
     * @param system     prompt name of the system message; empty for none
     * @param images     what is attached, in order, per original image: {@code original}, {@code boxed:<step>}, {@code crop:<step>}; or {@code none}
     * @param parser     how the reply is read: {@code text}, {@code last_line}, {@code label}, {@code boxes}, {@code tool_call}, {@code code}, {@code assertion}, {@code number}, {@code latex}
     * @param labels     for {@code classify}: labels in the order in which they are looked for; the last is taken when none is found
     * @param when       condition on an earlier step, {@code step=value} or {@code step!=value}; empty: always. A step whose condition fails is skipped.
     * @param optional   its failure leaves the evidence empty instead of failing the plan
     * @param maxImages  how many of the query's images it takes, from the first; 0: all
     * @param maxOutputTokens limit of its reply; 0: the expert's own
     * @param parameters further parameters of the kind, e.g. {@code padding} of a crop, {@code rounds} of a repeat
     * @param repeat     for {@code repeat}: the steps of one round
     */
    public record Step(
            String id,
            Kind kind,
            List<String> needs,
            boolean each,
            String capability,
            String prompt,
            String system,
            List<String> images,
            String parser,
            List<String> labels,
            String when,
            boolean optional,
            int maxImages,
            int maxOutputTokens,
            Map<String, String> parameters,
            List<Step> repeat) {
        public Step {
            needs = needs == null ? List.of() : List.copyOf(needs);
            capability = capability == null ? "" : capability;
            prompt = prompt == null ? "" : prompt;
            system = system == null ? "" : system;
            images = images == null ? List.of("original") : List.copyOf(images);
            parser = parser == null ? "text" : parser;
            labels = labels == null ? List.of() : List.copyOf(labels);
            when = when == null ? "" : when;
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
            repeat = repeat == null ? List.of() : List.copyOf(repeat);
        }
    }

    /** What a step does. Those marked "calls" ask an expert or service; the others compute in the worker. */
    public enum Kind {
        /** Calls: reads the text of images. */
        @JsonProperty("read_text") READ_TEXT,
        /** Calls: finds objects. */
        @JsonProperty("detect") DETECT,
        /** Calls: describes images. */
        @JsonProperty("caption") CAPTION,
        /** Calls the grounding service for a box, then clamps, pads and crops it; the result is an image, or empty when no zoom is wanted. */
        @JsonProperty("zoom") ZOOM,
        /** Draws an earlier detection's boxes on the images; the result is images. */
        @JsonProperty("draw_boxes") DRAW_BOXES,
        /** Calls: prompt and images to the expert. */
        @JsonProperty("ask") ASK,
        /** Calls: like ask; the value is one of the labels. */
        @JsonProperty("classify") CLASSIFY,
        /** Calls: like ask, of an expert other than the one that answered where there is one. */
        @JsonProperty("verify") VERIFY,
        /** Runs code in the sandbox. */
        @JsonProperty("run_code") RUN_CODE,
        /** Repeats its steps until the last one's value is {@code parameters.until}, at most {@code parameters.rounds} times. */
        @JsonProperty("repeat") REPEAT
    }

    /**
     * @param from     id of the step whose text is the observation; the last one of the list that ran and is not empty
     * @param maxChars longest observation, in code points
     * @param keep     which end survives a cut: {@code head} or {@code tail}
     */
    public record Observation(List<String> from, int maxChars, String keep) {
        public Observation {
            from = List.copyOf(from);
            maxChars = maxChars == 0 ? 1_000 : maxChars;
            keep = keep == null ? "tail" : keep;
        }
    }
}
