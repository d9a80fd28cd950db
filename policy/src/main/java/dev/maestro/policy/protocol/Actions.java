package dev.maestro.policy.protocol;

import dev.maestro.core.text.Markup;
import dev.maestro.core.text.Thoughts;
import dev.maestro.policy.Action;
import dev.maestro.policy.protocol.Protocol.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The default grammar of actions is one rule: thoughts are removed, the first action tag opens the action, and the
 * action ends the turn at its closing tag. Text after it is not part of the turn, because a server that knows the stop
 * strings would not have generated it. A missing closing tag is supplied only where the text ends by itself. Total and
 * linear.
 */
final class Actions {
    static final String FORM = "Valid is EXPERT@@SKILL: question in search tags, or the answer in answer tags.";
    private static final Pattern OPENING = Pattern.compile("<\\s{0,8}(search|answer)\\s{0,8}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY_TAG = Pattern.compile("<\\s{0,8}/?\\s{0,8}(?:search|answer|information)\\s{0,8}>",
            Pattern.CASE_INSENSITIVE);
    /** Names are at most 100 characters in the registry; twice that leaves room for slips. */
    private static final int MAX_NAME = 200;
    /** Longer than any question a person is allowed to ask would be no question to an expert. */
    private static final int MAX_INPUT = 20_000;
    private static final int MAX_KEPT = 2_000;
    private static final int MAX_TEXT = 400_000;

    private Actions() {}

    static Reading read(String raw, boolean cutOff) {
        String text = Thoughts.remove(raw.length() > MAX_TEXT ? raw.substring(0, MAX_TEXT) : raw);
        Matcher opening = OPENING.matcher(text);
        if (!opening.find()) {
            String what = cutOff
                    ? "The text was cut off at the token limit before any action."
                    : text.isEmpty() ? "There was no text besides thoughts." : "There was no action in it.";
            return invalid(text, cutOff ? ActionErrors.CUT_OFF : ActionErrors.NO_ACTION, what);
        }
        String tag = opening.group(1).toLowerCase(java.util.Locale.ROOT);
        Matcher closing = Pattern.compile("<\\s{0,8}/\\s{0,8}" + tag + "\\s{0,8}>", Pattern.CASE_INSENSITIVE).matcher(text);
        boolean closed = closing.find(opening.end());
        if (!closed && cutOff) {
            return invalid(text, ActionErrors.CUT_OFF,
                    "The text was cut off at the token limit inside <" + tag + ">. Think less and keep the action short.");
        }
        String content = text.substring(opening.end(), closed ? closing.start() : text.length()).strip();
        String rest = closed ? text.substring(closing.end()).strip() : "";
        if (ANY_TAG.matcher(content).find()) {
            return invalid(text, tag.equals("search") ? ActionErrors.CALL_MALFORMED : ActionErrors.ANSWER_MALFORMED,
                    "Inside <" + tag + "> stood another action tag.");
        }
        String note = rest.isEmpty()
                ? ""
                : OPENING.matcher(rest).find() ? "only the first of several actions was taken" : "text after the action was passed over";
        return tag.equals("answer") ? answer(content, note) : call(content, note);
    }

    private static Reading answer(String content, String note) {
        String answer = Markup.strip(content).strip();
        if (answer.isEmpty()) {
            return invalid("<answer></answer>", ActionErrors.ANSWER_EMPTY, "The answer was empty.");
        }
        return new Reading("<answer>" + answer + "</answer>", new Action.Answer(answer), note);
    }

    private static Reading call(String content, String note) {
        String kept = "<search>" + content + "</search>";
        int colon = content.indexOf(':');
        String head = colon < 0 ? content : content.substring(0, colon);
        int at = head.indexOf("@@");
        if (at < 0) {
            return invalid(kept, ActionErrors.CALL_MALFORMED,
                    content.contains("@@")
                            ? "The first colon must come after EXPERT@@SKILL."
                            : "A call must name an expert and a skill, joined by @@.");
        }
        if (colon < 0) {
            return invalid(kept, ActionErrors.CALL_MALFORMED, "After EXPERT@@SKILL a colon and the question to the expert are missing.");
        }
        String expert = Markup.strip(head.substring(0, at)).strip();
        String skill = Markup.strip(head.substring(at + 2)).strip();
        String input = Markup.strip(content.substring(colon + 1)).strip();
        if (expert.isEmpty() || skill.isEmpty() || expert.length() > MAX_NAME || skill.length() > MAX_NAME) {
            return invalid(kept, ActionErrors.CALL_MALFORMED,
                    "The " + (expert.isEmpty() || expert.length() > MAX_NAME ? "expert" : "skill") + " is not named.");
        }
        if (input.isEmpty()) {
            return invalid(kept, ActionErrors.INPUT_EMPTY, "The call asks nothing: after the colon the question to the expert is missing.");
        }
        if (input.length() > MAX_INPUT) {
            return invalid(kept, ActionErrors.INPUT_TOO_LONG,
                    "The question to the expert has " + input.length() + " characters, at most " + MAX_INPUT + " are allowed.");
        }
        return new Reading("<search>" + expert + "@@" + skill + ": " + input + "</search>", new Action.Call(expert, skill, input), note);
    }

    private static Reading invalid(String text, ActionErrors code, String what) {
        int length = text.codePointCount(0, text.length());
        String kept = length <= MAX_KEPT ? text : text.substring(0, text.offsetByCodePoints(0, MAX_KEPT)) + " […]";
        return new Reading(kept.isBlank() ? "(no action)" : kept, new Action.Invalid(code.name(), what + " " + FORM), "");
    }
}
