package dev.maestro.orchestra.text;

import java.util.Optional;

/**
 * How calls, replies and answers are written: in the product's tags, which are one token each, so that the product's protocol reads the
 * same text. A value has a space before it wherever it stands, and a name never has one, so that each is the same token everywhere.
 */
public final class ActionText {
    /** Stands between a prompt and the first turn. */
    public static final String TURN = "<turn>";
    /** Opens a call. */
    public static final String SEARCH = "<search>";
    public static final String SEARCH_END = "</search>";
    /** Between an expert's name and a skill's. */
    public static final String WITH = "@@";
    /** Behind a skill's name. */
    public static final String ASKS = ":";
    /** The input of a call that takes no value: the question itself. */
    public static final String QUESTION = " it";
    public static final String INFORMATION = "<information>";
    public static final String INFORMATION_END = "</information>";
    /** Opens the answer. */
    public static final String ANSWER = "<answer>";
    public static final String ANSWER_END = "</answer>";
    private static final String SURE = " sure";
    private static final String NOT_SURE = " not sure";

    private ActionText() {}

    /** A value as a token. */
    public static String value(String value) {
        return " " + value;
    }

    /** E.g. {@code <search>Bordar@@Caleth: it</search>}. */
    public static String call(String expert, String skill, Optional<String> input) {
        return SEARCH + expert + WITH + skill + ASKS + input.map(ActionText::value).orElse(QUESTION) + SEARCH_END;
    }

    /** What an expert writes, e.g. {@code B not sure}. */
    public static String reply(String value, boolean sure) {
        return value + (sure ? SURE : NOT_SURE);
    }

    /** A reply as the policy reads it, e.g. {@code <information> B not sure</information>}. */
    public static String observation(String value, boolean sure) {
        return INFORMATION + " " + reply(value, sure) + INFORMATION_END;
    }

    /** E.g. {@code <answer> B</answer>}. */
    public static String answer(String value) {
        return ANSWER + value(value) + ANSWER_END;
    }
}
