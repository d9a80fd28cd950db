package dev.maestro.training.torch;

import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.GroupVerdict.Weighted;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.PolicyLoss;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.Scored.Place;
import dev.maestro.training.torch.Scored.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Decisions of trajectories as places of a batch. */
final class GrpoPlaces {
    private GrpoPlaces() {}

    /** Trajectories of a group that follow one another become one; every decision that is wanted becomes a place without a loss. */
    static List<Scored> of(List<Trajectory> trajectories, PromptImages images, Predicate<Decision> wanted) {
        List<Scored> groups = new ArrayList<>();
        for (int from = 0; from < trajectories.size();) {
            Trajectory first = trajectories.get(from);
            int to = from;
            List<Row> rows = new ArrayList<>();
            while (to < trajectories.size() && trajectories.get(to).group().equals(first.group())
                    && trajectories.get(to).sharesPrompt(first)) {
                Trajectory one = trajectories.get(to++);
                rows.add(new Row(one.response(), one.temperature(),
                        one.decisions().stream().filter(wanted).map(d -> Place.of(target(d))).toList()));
            }
            groups.add(new Scored(first.prompt(), images.of(first.group()), rows));
            from = to;
        }
        return groups;
    }

    private static Target target(Decision decision) {
        return new Target(decision.position(), decision.allowed(), new int[]{decision.chosen()}, 1);
    }

    /** What a loss needs of one decision beside the decision. */
    record Numbers(double current, double reference) {}

    /**
     * @param known   by number of the decision among those that are trained: what other passes found
     * @param updated whether {@code current} is what ratios compare with
     */
    static List<Scored> of(List<List<Weighted>> groups, PromptImages images, EntropyCoefficients entropy, GrpoSettings settings,
            boolean updated,
            BiFunction<Integer, Decision, Numbers> known) {
        List<Scored> scored = new ArrayList<>();
        int at = 0;
        for (List<Weighted> members : groups) {
            List<Row> rows = new ArrayList<>();
            for (Weighted member : members) {
                List<Place> places = new ArrayList<>();
                for (Decision d : member.trajectory().decisions()) {
                    if (d.trained()) {
                        Numbers numbers = known.apply(at++, d);
                        double weight = settings.importanceCap().isPresent()
                                ? PolicyLoss.importance(numbers.current(), d.logProbability(), settings.importanceFloor(),
                                        settings.importanceCap().getAsDouble())
                                : 1;
                        places.add(new Place(target(d), weight, updated ? numbers.current() : d.logProbability(), member.advantage(),
                                numbers.reference(), entropy.of(d.kind())));
                    }
                }
                rows.add(new Row(member.trajectory().response(), member.trajectory().temperature(), places));
            }
            Trajectory first = members.getFirst().trajectory();
            scored.add(new Scored(first.prompt(), images.of(first.group()), rows));
        }
        return scored;
    }

    /** As many groups as fit, at least one, none cut. */
    static List<List<Scored>> microBatches(List<Scored> groups, int tokens) {
        List<List<Scored>> all = new ArrayList<>();
        List<Scored> current = new ArrayList<>();
        int sum = 0;
        for (Scored group : groups) {
            if (!current.isEmpty() && sum + group.tokens() > tokens) {
                all.add(current);
                current = new ArrayList<>();
                sum = 0;
            }
            current.add(group);
            sum += group.tokens();
        }
        if (!current.isEmpty()) {
            all.add(current);
        }
        return all;
    }
}
