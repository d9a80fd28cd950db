package dev.maestro.policy.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the reference system's agent loop: what a response means there, to the letter, where that
 * does not hang on the tokenizer. Kept to serve the published checkpoint as it was trained and to compare
 * with the reference; the order of the tests is part of the behaviour. Where it does hang on the tokenizer,
 * characters or {@link RoughTokens} stand in. Total; never throws.
 */
public final class ReferenceLoop {
    private static final Pattern SEARCH = Pattern.compile("<search>(.*?)</search>", Pattern.DOTALL);
    private static final Pattern ANSWER = Pattern.compile("<answer>(.*?)</answer>", Pattern.DOTALL);
    /** The policy sees this many characters of a skill's text, from its end. */
    private static final int OBSERVATION_CHARACTERS = 1_000;
    /** In the first step, this many tokens of the text before the first call stay, from its end. */
    private static final int FIRST_THOUGHT_TOKENS = 200;

    private final Names names;

    /** How written names become canonical ones. */
    public interface Names {
        /** The canonical model and the port of its local service. */
        Optional<Model> model(String written);

        /** The canonical skill; it need not exist. */
        Optional<String> skill(String written);

        /** Whether a canonical skill has an implementation. */
        boolean isImplemented(String skill);
    }

    /** @param port of the model's local service; 0 when it has none */
    public record Model(String name, int port) {}

    public enum Kind { CALL_SKILL, SKILL_UNAVAILABLE, INVALID_ACTION, FINAL_ANSWER, DISCARD_RESPONSE, STOP_WITHOUT_ANSWER, CALL_MODEL }

    /**
     * What a response came to. Absent where the kind has none.
     *
     * @param model       canonical, with port, for {@code CALL_SKILL} and {@code SKILL_UNAVAILABLE}; skill and input likewise
     * @param payload     text between the call's tags as it was written, where there was a call
     * @param answer      of {@code FINAL_ANSWER}: the last complete pair, stripped
     * @param error       of {@code INVALID_ACTION} and {@code SKILL_UNAVAILABLE}: what the policy is told
     * @param stopReason  of {@code STOP_WITHOUT_ANSWER}
     * @param calledAgain whether the loop asks the policy once more
     * @param kept        what stays in the context, stripped
     */
    public record Outcome(
            Kind kind, Optional<Model> model, Optional<String> skill, Optional<String> input, Optional<String> payload,
            Optional<String> answer, Optional<String> error, Optional<String> stopReason, boolean calledAgain, String kept) {}

    public ReferenceLoop(Names names) {
        this.names = names;
    }

    /**
     * @param step         the response's number in the trajectory, from 0
     * @param maxTurns     number of the last step
     * @param finishReason {@code stop} or {@code length}
     */
    public Outcome step(int step, int maxTurns, String response, String finishReason) {
        Extracted extracted = step == 0 ? first(response, finishReason) : later(response, step);
        if (extracted.discarded()) {
            return end(Kind.DISCARD_RESPONSE, Optional.empty(), Optional.empty(), step < maxTurns, "");
        }
        String kept = strip(extracted.ids());
        if (extracted.text().contains("</answer>")) {
            return end(Kind.FINAL_ANSWER, lastGroup(ANSWER, extracted.text()).map(ReferenceLoop::strip), Optional.empty(), false, kept);
        }
        boolean wantsCall = extracted.ids().contains("<search>") && !extracted.ids().contains("<answer>");
        if (wantsCall && step < maxTurns) {
            return act(extracted.ids(), kept);
        }
        String reason = finishReason.equals("length")
                ? "max_response_length_reached"
                : strip(extracted.text()).isEmpty() ? "model_chose_to_finish_with_empty_response" : "model_chose_to_finish";
        return end(Kind.STOP_WITHOUT_ANSWER, Optional.empty(), Optional.of(reason), false, kept);
    }

    /**
     * One query to the reference's batch interface: {@code Model@@Skill:input}, or {@code Model:input} to ask a model
     * directly, of whose input only the part before a second colon is taken.
     */
    public Outcome query(String query) {
        int colon = query.indexOf(':');
        if (colon < 0) {
            return invalid("Format Error", Optional.of(query), "");
        }
        String head = query.substring(0, colon);
        if (head.contains("@@")) {
            return call(query, "", true); // whether the skill exists turns out later there
        }
        int second = query.indexOf(':', colon + 1);
        return names.model(strip(head))
                .map(model -> new Outcome(Kind.CALL_MODEL, Optional.of(model), Optional.empty(),
                        Optional.of(second < 0 ? query.substring(colon + 1) : query.substring(colon + 1, second)),
                        Optional.of(query), Optional.empty(), Optional.empty(), Optional.empty(), false, ""))
                .orElseGet(() -> invalid("LLM Name Error", Optional.of(query), ""));
    }

    /** What the policy sees of a skill's output. */
    public static String observation(String skillOutput) {
        int length = skillOutput.codePointCount(0, skillOutput.length());
        return length <= OBSERVATION_CHARACTERS
                ? skillOutput
                : skillOutput.substring(skillOutput.offsetByCodePoints(skillOutput.length(), -OBSERVATION_CHARACTERS));
    }

    /** An observation in its tags. */
    public static String informationBlock(String observation) {
        return "<information>" + observation + "</information>";
    }

    /**
     * @param text what decides about an answer
     * @param ids  what the retained tokens decode to: decides about a call, and stays in the context
     */
    private record Extracted(boolean discarded, String text, String ids) {
        static final Extracted NOTHING = new Extracted(true, "", "");

        static Extracted of(String text) {
            return new Extracted(false, text, text);
        }
    }

    // A call is mandatory: everything from its first tag to the last closing one is kept, and the thought before it.
    private static Extracted first(String response, String finishReason) {
        int opening = response.indexOf("<search>");
        int closing = response.lastIndexOf("</search>");
        if (opening < 0 || closing < 0) {
            return Extracted.NOTHING;
        }
        int end = closing + "</search>".length();
        String whole = response.substring(0, opening) + (end <= opening ? "" : response.substring(opening, end));
        String text = end <= opening ? RoughTokens.last(whole, FIRST_THOUGHT_TOKENS) : withoutLongThought(whole);
        // The last token of the response takes the place of the end-of-turn token; cut off by length, it is a word or a sign.
        boolean cut = finishReason.equals("length") && whole.length() < response.length();
        return new Extracted(false, text, cut ? text + RoughTokens.last(response, 1) : text);
    }

    /**
     * The text of a first step without the beginning of a thought that is too long: of what stands before the first
     * call its last tokens remain. A text without a call is left as it is.
     */
    static String withoutLongThought(String text) {
        int opening = text.indexOf("<search>");
        return opening < 0 ? text : RoughTokens.last(text.substring(0, opening), FIRST_THOUGHT_TOKENS) + text.substring(opening);
    }

    private static Extracted later(String response, int step) {
        int thought = response.indexOf("</think>");
        String text = thought < 0 ? response : response.substring(thought + "</think>".length());
        boolean call = text.contains("<search>") && text.contains("</search>");
        boolean answer = text.contains("<answer>") && text.contains("</answer>");
        if (step == 1) {
            if (call) {
                return block(SEARCH, text, response).orElseGet(() -> new Extracted(false, text, response));
            }
            return answer ? block(ANSWER, text, response).orElse(Extracted.NOTHING) : Extracted.NOTHING;
        }
        Pattern pattern = answer ? ANSWER : SEARCH;
        return (answer || call ? block(pattern, text, response) : Optional.<Extracted>empty())
                .orElseGet(() -> new Extracted(false, text, response));
    }

    // The reference keeps as many tokens from the end of the response as the block has; without a tokenizer, as many characters.
    private static Optional<Extracted> block(Pattern pattern, String text, String response) {
        Optional<String> last = Optional.empty();
        Matcher blocks = pattern.matcher(text);
        while (blocks.find()) {
            last = Optional.of(blocks.group());
        }
        return last.map(block -> new Extracted(false, block,
                response.endsWith(block) ? block : response.substring(response.length() - block.length())));
    }

    private Outcome act(String ids, String kept) {
        int closing = ids.indexOf("</search>");
        String action = (closing < 0 ? ids : ids.substring(0, closing)) + "</search>";
        Matcher call = SEARCH.matcher(action);
        if (!call.find()) {
            return invalid("no_search_tags", Optional.empty(), kept);
        }
        return call(call.group(1), kept, false);
    }

    private Outcome call(String payload, String kept, boolean anySkill) {
        if (!payload.contains("@@") || !payload.contains(":")) {
            return invalid("Format Error: Invalid skill call format", Optional.of(payload), kept);
        }
        String head = payload.substring(0, payload.indexOf(':'));
        int at = head.indexOf("@@");
        if (at < 0) {
            return invalid("Format Error: Missing @@ separator", Optional.of(payload), kept);
        }
        Optional<Model> model = names.model(strip(head.substring(0, at)));
        if (model.isEmpty()) {
            return invalid("Model Name Error", Optional.of(payload), kept);
        }
        Optional<String> skill = names.skill(strip(head.substring(at + 2)));
        if (skill.isEmpty()) {
            return invalid("Skill Name Error", Optional.of(payload), kept);
        }
        boolean implemented = anySkill || names.isImplemented(skill.get());
        return new Outcome(implemented ? Kind.CALL_SKILL : Kind.SKILL_UNAVAILABLE, model, skill,
                Optional.of(strip(payload.substring(payload.indexOf(':') + 1))), Optional.of(payload), Optional.empty(),
                implemented ? Optional.empty() : Optional.of("Skill execution error: Invalid skill: " + skill.get()), Optional.empty(),
                true, kept);
    }

    private static Outcome invalid(String error, Optional<String> payload, String kept) {
        return new Outcome(Kind.INVALID_ACTION, Optional.empty(), Optional.empty(), Optional.empty(), payload, Optional.empty(),
                Optional.of(error), Optional.empty(), true, kept);
    }

    private static Outcome end(Kind kind, Optional<String> answer, Optional<String> stopReason, boolean calledAgain, String kept) {
        return new Outcome(kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), answer, Optional.empty(),
                stopReason, calledAgain, kept);
    }

    private static Optional<String> lastGroup(Pattern pattern, String text) {
        Optional<String> last = Optional.empty();
        Matcher matches = pattern.matcher(text);
        while (matches.find()) {
            last = Optional.of(matches.group(1));
        }
        return last;
    }

    /** Without Unicode white space at both ends, U+001C to U+001F, U+0085 and U+00A0 included. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }
}
