package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One kind of question. Not thread-safe: lines are answered one after the other. */
public interface DecisionCheck {
    /** @throws RefusedLineException when the line does not ask what this check answers */
    ObjectNode answer(CheckLine line);
}
