package dev.maestro.app.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.registry.training.TrainingStore.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was drawn from one prompt in one step, in words.
 *
 * @param task     names what was asked
 * @param prompt   as the policy read it
 * @param rollouts side by side, in the order of the record
 */
public record SampleGroup(long step, int number, String task, String prompt, List<Rollout> rollouts) {
    public SampleGroup {
        rollouts = List.copyOf(rollouts);
    }

    /**
     * One way in which it went on.
     *
     * @param written     drawn, forced and observed
     * @param ending      as recorded, e.g. {@code FINISHED}
     * @param decisions   what was drawn, in order
     */
    public record Rollout(String written, double reward, String ending, List<Choice> decisions) {
        public Rollout {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * A token that was drawn.
     *
     * @param kind        what it decided, e.g. {@code EXPERT}
     * @param probability with which it was drawn
     * @param among       how many were allowed; 0: the whole vocabulary
     */
    public record Choice(String kind, String token, double probability, int among) {}

    /** @param words gives what each list of ids says */
    static SampleGroup of(Group group, Function<List<int[]>, List<String>> words) {
        JsonNode said = group.trajectories();
        List<int[]> ids = new ArrayList<>(List.of(shortened(ids(said.path("prompt")))));
        for (JsonNode row : said.path("trajectories")) {
            ids.add(shortened(ids(row.path("response"))));
            row.path("decisions").forEach(decision -> ids.add(new int[]{decision.path("chosen").asInt()}));
        }
        List<String> texts = words.apply(ids);
        List<Rollout> rollouts = new ArrayList<>();
        int at = 1;
        for (JsonNode row : said.path("trajectories")) {
            String written = texts.get(at++);
            List<Choice> choices = new ArrayList<>();
            for (JsonNode decision : row.path("decisions")) {
                choices.add(new Choice(decision.path("kind").asText(), texts.get(at++), Math.exp(decision.path("log").asDouble()),
                        decision.path("allowed").size()));
            }
            rollouts.add(new Rollout(written, row.path("reward").asDouble(), row.path("ending").asText(), choices));
        }
        return new SampleGroup(group.step(), group.number(), group.task(), texts.getFirst(), rollouts);
    }

    /** A picture is a placeholder many times: of one id in a row no more than three are shown. */
    private static int[] shortened(int[] ids) {
        return IntStream.range(0, ids.length).filter(i -> i < 3 || ids[i] != ids[i - 1] || ids[i] != ids[i - 2] || ids[i] != ids[i - 3])
                .map(i -> ids[i]).toArray();
    }

    /** Whether its rewards differ, so that something was learned from it. */
    static boolean differs(Group group) {
        double[] rewards = new double[group.trajectories().path("trajectories").size()];
        Arrays.setAll(rewards, i -> group.trajectories().path("trajectories").path(i).path("reward").asDouble());
        return Arrays.stream(rewards).distinct().count() > 1;
    }

    /** Where no tokenizer is at hand. */
    public static List<String> numbers(List<int[]> ids) {
        return ids.stream().map(each -> Arrays.stream(each).mapToObj(String::valueOf).collect(Collectors.joining(" "))).toList();
    }

    private static int[] ids(JsonNode said) {
        int[] ids = new int[said.size()];
        Arrays.setAll(ids, i -> said.get(i).asInt());
        return ids;
    }
}
