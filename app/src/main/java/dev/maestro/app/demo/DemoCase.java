package dev.maestro.app.demo;

import dev.maestro.app.program.AcceptedAnswers;
import dev.maestro.drawings.Drawing;

/** A drawing and whether an answer about it is right. */
record DemoCase(Drawing drawn) {
    boolean right(String answer) {
        return AcceptedAnswers.right(answer, drawn.accepted());
    }
}
