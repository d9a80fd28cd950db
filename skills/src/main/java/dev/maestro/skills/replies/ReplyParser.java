package dev.maestro.skills.replies;

import dev.maestro.core.WireForm;

/** The parsers of an expert's reply; {@link Replies} says what each of them makes of it. */
public enum ReplyParser implements WireForm {
    /** Without thoughts. */
    TEXT,
    /** Thoughts and all. */
    RAW,
    /** The bare final answer. */
    LAST_LINE,
    /** One of the step's labels. */
    LABEL,
    BOXES,
    /** A grounding model's call: a box, or that none is wanted. */
    TOOL_CALL,
    /** A program. */
    CODE,
    /** A test of a program. */
    ASSERTION,
    NUMBER,
    LATEX,
    /** A numbered list. */
    ITEMS,
    /** As the reference system reads: without thoughts that have both their tags. */
    PAIRED_THOUGHTS,
    /** As the reference system reads: the first label that stands anywhere. */
    LABEL_ANYWHERE;

    @Override
    public String toString() {
        return wire();
    }
}
