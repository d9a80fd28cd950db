package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.scoring.Scorer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says what a trajectory is worth. */
final class RewardCheck implements DecisionCheck {
    private final Scorer scorer;
    private final Function<String, Optional<String>> answer;

    /** @param answer the policy's own answer in a trajectory, for scorers that go by it */
    RewardCheck(Scorer scorer, Function<String, Optional<String>> answer) {
        this.scorer = scorer;
        this.answer = answer;
    }

    @Override
    public ObjectNode answer(CheckLine line) {
        String trajectory = line.text("trajectory");
        Scorer.Score score = scorer.score(new Scorer.Sample(
                line.text("data_source"), line.texts("ground_truth"), trajectory, answer.apply(trajectory), List.of(), 0,
                line.isText("ground_truth")));
        return Json.MAPPER.createObjectNode()
                .put("accuracy", score.accuracy()).put("format_score", score.format()).put("total", score.total()).put("why", score.why());
    }
}
