package dev.maestro.app.demo;

import dev.maestro.app.Answers;
import dev.maestro.experts.pictures.Drawn;

/** A drawn picture and whether an answer about it is right. */
record Case(Drawn drawn) {
    boolean right(String answer) {
        return Answers.right(answer, drawn.accepted());
    }
}
