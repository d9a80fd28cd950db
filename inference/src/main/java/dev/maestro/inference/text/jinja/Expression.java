package dev.maestro.inference.text.jinja;

import java.util.List;
import java.util.Optional;

/** What has a value. */
sealed interface Expression {
    record Literal(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record MapOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression of, String name) implements Expression {}

    record Item(Expression of, Expression key) implements Expression {}

    record Slice(Expression of, Optional<Expression> from, Optional<Expression> to, Optional<Expression> step) implements Expression {}

    record Call(Expression function, Arguments arguments) implements Expression {}

    record Filtered(Expression value, String filter, Arguments arguments) implements Expression {}

    record Tested(Expression value, String test, Arguments arguments, boolean negated) implements Expression {}

    record Unary(String operator, Expression value) implements Expression {}

    /** Both sides are always evaluated. */
    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** {@code a < b < c}, as in Python. */
    record Comparison(Expression first, List<String> operators, List<Expression> rest) implements Expression {}

    /** {@code and} or {@code or}: the right side only where it matters; the value is that of a side. */
    record Either(boolean and, Expression left, Expression right) implements Expression {}

    record Choice(Expression condition, Expression then, Optional<Expression> otherwise) implements Expression {}

    /** @param names of the last {@code names.size()} values */
    record Arguments(List<Expression> values, List<String> names) {
        static final Arguments NONE = new Arguments(List.of(), List.of());
    }
}
