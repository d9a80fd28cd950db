package dev.maestro.inference.text.jinja;

import java.util.List;
import java.util.Optional;

/** What writes or changes something. */
sealed interface Statement {
    record Text(String text) implements Statement {}

    record Output(Expression value) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    record For(List<String> names, Expression items, Optional<Expression> only, List<Statement> body,
            List<Statement> otherwise) implements Statement {}

    /** @param attribute set on the namespace {@code name} */
    record Set(String name, Optional<String> attribute, Expression value) implements Statement {}

    record SetTogether(List<String> names, Expression value) implements Statement {}

    record SetBlock(String name, List<Statement> body) implements Statement {}

    record Macro(String name, List<String> parameters, List<Expression> defaults, List<Statement> body) implements Statement {}

    /** A body that stands for itself: what {@code generation} marks. */
    record Group(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
