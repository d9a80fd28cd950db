package dev.maestro.skills;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.maestro.core.query.StepKind;
import dev.maestro.skills.replies.Observations;
import dev.maestro.skills.replies.ReplyParser;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a skill does, as stored in the registry: steps with their needs, and which of them is the
 * observation. Steps whose needs are done may run at the same time; a step that nothing needs, and that
 * is not the observation, does not run. Field names in JSON are snake_case; read it with {@link PlanParser}.
 *
 * @param steps       at least one; ids unique (those inside repeats too), needs acyclic
 * @param observation which step's result the policy reads
 */
public record Plan(List<Step> steps, Observation observation) {
    public Plan {
        steps = List.copyOf(Objects.requireNonNull(steps, "steps: missing; a plan has at least one step"));
        Objects.requireNonNull(observation, "observation: missing; name the step whose text the policy reads");
    }

    /** The step of that definition id, for one inside a repeat {@code outer/inner}; as in {@link StepCall#step()}. */
    public Optional<Step> step(String path) {
        int slash = path.indexOf('/');
        String outer = slash < 0 ? path : path.substring(0, slash);
        Optional<Step> found = steps.stream().filter(s -> s.id().equals(outer)).findFirst();
        return slash < 0
                ? found
                : found.flatMap(s -> s.repeat().stream().filter(i -> i.id().equals(path.substring(slash + 1))).findFirst());
    }

    /**
     * @param id         unique within the plan, a letter, then letters, digits, {@code _}; templates refer to its result by it
     * @param kind       what it does
     * @param needs      ids that must be done first
     * @param each       {@code true}: one call per image; {@code false}: one call with all images it takes
     * @param capability what the asked service must be capable of; empty: the expert of the call is asked
     * @param prompt     prompt name; {@code {step}} in it is replaced by the value of an earlier classify step, lower-case, spaces as {@code _}
     * @param system     prompt name of the system message; empty for none
     * @param images     what is attached, in order, per original image: {@code original}, {@code boxed:<step>}, {@code crop:<step>}; {@code last_crop:<step>}: crops after all other images; or {@code none}
     * @param parser     how the reply is read
     * @param labels     for {@code classify}: labels in the order in which they are looked for; the last is taken when none is found or the step fails
     * @param when       condition on an earlier step, {@code step=value}, {@code step!=value} or {@code step>=number}; empty: always. A step whose condition fails is skipped.
     * @param only       {@code prompted}: skipped unless the expert of the call reads prompts (a model server; an embedded expert looks at pixels only); empty: for all
     * @param optional   its failure leaves the evidence empty instead of failing the plan
     * @param maxImages  how many of the query's images it takes, from the first; 0: all
     * @param maxOutputTokens limit of its reply; 0: the expert's own
     * @param parameters further parameters of the kind: {@code padding} (share of the box added on each side) and {@code min_side} (pixels) of a zoom,
     *                   {@code rounds} and {@code until} of a repeat, {@code mode}, {@code rules} and {@code timeout_ms} of run_code; all are passed to embedded experts. Sorted by name.
     * @param repeat     for {@code repeat}: the steps of one round
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Step(
            String id,
            StepKind kind,
            List<String> needs,
            boolean each,
            String capability,
            String prompt,
            String system,
            List<String> images,
            ReplyParser parser,
            List<String> labels,
            String when,
            String only,
            boolean optional,
            int maxImages,
            int maxOutputTokens,
            Map<String, String> parameters,
            List<Step> repeat) {
        public Step {
            Objects.requireNonNull(id, "id: missing; every step has one");
            Objects.requireNonNull(kind, "kind: missing in step \"" + id + "\"");
            needs = needs == null ? List.of() : List.copyOf(needs);
            capability = capability == null ? "" : capability;
            prompt = prompt == null ? "" : prompt;
            system = system == null ? "" : system;
            images = images == null ? List.of("original") : List.copyOf(images);
            parser = parser == null ? ReplyParser.TEXT : parser;
            labels = labels == null ? List.of() : List.copyOf(labels);
            when = when == null ? "" : when;
            only = only == null ? "" : only;
            parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
            repeat = repeat == null ? List.of() : List.copyOf(repeat);
        }

        /** How many of the given number of images it takes. */
        public int imagesOf(int imageCount) {
            return maxImages == 0 ? imageCount : Math.min(maxImages, imageCount);
        }

        /** A whole-number parameter, or the default when it is absent or no number. */
        public int intParameter(String name, int otherwise) {
            try {
                return Integer.parseInt(parameters.getOrDefault(name, ""));
            } catch (NumberFormatException _) {
                return otherwise;
            }
        }
    }

    /**
     * @param from     ids of the steps whose text may be the observation; the last one of the list that ran is
     * @param maxChars longest observation, in code points; 0 means 1,000
     * @param keep     which end survives a cut: {@code head} or {@code tail}, with a marker where the cut was made; {@code last}: the tail without one
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Observation(List<String> from, int maxChars, String keep) {
        public Observation {
            from = List.copyOf(Objects.requireNonNull(from, "from: missing in the observation; list at least one step id"));
            maxChars = maxChars == 0 ? 1_000 : maxChars;
            keep = keep == null ? "tail" : keep;
        }

        /** What the policy may read of a step's text: {@link Observations#cut} by these limits. */
        public String cut(String text) {
            return Observations.cut(text, maxChars, keep);
        }
    }
}
