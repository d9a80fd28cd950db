package dev.maestro.policy.protocol;

import dev.maestro.core.text.Thoughts;
import dev.maestro.policy.Action;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference system's reading of a response ({@link ReferenceLoop}), in proper chat turns. Names are
 * left as written, for the rules to resolve. What cannot be carried over as an action of ours (an empty
 * answer, a discarded response, a stop without an answer) is invalid; a discarded response leaves
 * nothing in the context.
 */
public final class ReferenceProtocol implements Protocol {
    /** Any name will do here: whether it is known is the rules' business. */
    private static final ReferenceLoop.Names AS_WRITTEN = new ReferenceLoop.Names() {
        @Override
        public Optional<ReferenceLoop.Model> model(String written) {
            return Optional.of(new ReferenceLoop.Model(written, 0));
        }

        @Override
        public Optional<String> skill(String written) {
            return Optional.of(written);
        }

        @Override
        public boolean isImplemented(String skill) {
            return true;
        }
    };

    private static final Pattern NOT_BUILT = Pattern.compile("skill (\\S+) (?:has no plan to run|is known by name only)");

    private final ReferenceLoop loop = new ReferenceLoop(AS_WRITTEN);

    @Override
    public List<ChatModel.Message> messages(Transcript transcript) {
        return Conversation.of(transcript, ReferenceProtocol::error);
    }

    /** The reference sends none; the model stops at the end of its turn. */
    @Override
    public List<String> stop() {
        return List.of();
    }

    @Override
    public Reading read(String text, String finishReason, Transcript transcript) {
        int step = transcript.turns().size();
        ReferenceLoop.Outcome outcome = loop.step(step, step + Math.max(0, transcript.turnsLeft() - 1), text, finishReason);
        Action action = switch (outcome.kind()) {
            case CALL_SKILL, SKILL_UNAVAILABLE, CALL_MODEL -> new Action.Call(
                    outcome.model().map(ReferenceLoop.Model::name).orElse(""), outcome.skill().orElse(""), outcome.input().orElse(""));
            case FINAL_ANSWER -> outcome.answer().filter(a -> !a.isEmpty()).<Action>map(Action.Answer::new)
                    .orElseGet(() -> new Action.Invalid(ActionErrors.ANSWER_EMPTY.name(), "The answer was empty."));
            case INVALID_ACTION ->
                new Action.Invalid(ActionErrors.CALL_MALFORMED.name(), outcome.error().orElse("Format Error: Invalid skill call format"));
            case DISCARD_RESPONSE ->
                new Action.Invalid(ActionErrors.DISCARDED.name(), "The response was discarded: it holds no complete call.");
            case STOP_WITHOUT_ANSWER ->
                new Action.Invalid(ActionErrors.NO_ACTION.name(), outcome.stopReason().orElse("model_chose_to_finish"));
        };
        String kept = step == 0 ? outcome.kept() : Thoughts.remove(outcome.kept());
        return new Reading(kept, action, "");
    }

    /** The name in the rules' words "skill NAME has no plan to run" and "skill NAME is known by name only". */
    private static String notBuilt(String reason) {
        Matcher named = NOT_BUILT.matcher(reason);
        return named.find() ? named.group(1) : reason;
    }

    /** How the reference system puts what is no evidence. */
    static String error(Observation observation) {
        return switch (observation) {
            case Observation.Evidence _ -> "";
            case Observation.Refused(var code, var reason, _) -> switch (code) {
                case "EXPERT_UNKNOWN" -> "Model Name Error";
                case "SKILL_UNKNOWN" -> "Skill Name Error";
                case "CALL_MALFORMED" -> reason;
                case "SKILL_NOT_BUILT" -> "Skill execution error: Invalid skill: " + notBuilt(reason);
                default -> "Skill execution error: " + reason;
            };
            case Observation.Failed _ -> "Skill execution error";
        };
    }
}
