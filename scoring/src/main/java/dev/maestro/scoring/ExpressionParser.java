package dev.maestro.scoring;

import dev.maestro.scoring.ExpressionTokens.Kind;
import dev.maestro.scoring.ExpressionTokens.Token;
import dev.maestro.scoring.ExpressionValue.Undefined;
import java.util.ArrayList;
import java.util.List;

/** Recursive descent, with the precedence of the reference system's language, and a limit to the depth. */
final class ExpressionParser {
    /** There, deeper parentheses are refused. */
    private static final int MAX_DEPTH = 200;

    private final List<Token> tokens;
    private int next;
    private int depth;

    ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Quantity parse() {
        Quantity value = sum();
        if (peek().kind() != Kind.END) {
            throw new Undefined("\"" + peek().text() + "\" where the expression should end");
        }
        return value;
    }

    private Quantity sum() {
        Quantity value = product();
        while (true) {
            if (take("+")) {
                value = value.plus(product());
            } else if (take("-")) {
                value = value.plus(product().negate());
            } else {
                return value;
            }
        }
    }

    private Quantity product() {
        Quantity value = signed();
        while (true) {
            if (take("*")) {
                value = value.times(signed());
            } else if (take("/")) {
                value = value.over(signed());
            } else if (take("//")) {
                value = value.floorOver(signed());
            } else if (take("%")) {
                Quantity modulus = signed();
                value = value.plus(modulus.times(value.over(modulus).floor()).negate());
            } else {
                return value;
            }
        }
    }

    private Quantity signed() {
        boolean negative = false;
        while (true) {
            if (take("-")) {
                negative = !negative;
            } else if (!take("+")) {
                Quantity value = power();
                return negative ? value.negate() : value;
            }
        }
    }

    private Quantity power() {
        Quantity base = postfix();
        if (!take("**")) {
            return base;
        }
        descend();
        Quantity exponent = signed();
        depth--;
        return base.power(exponent);
    }

    private Quantity postfix() {
        Quantity value = primary();
        if (!take("!")) {
            return value;
        }
        if (!take("!")) {
            return value.factorial(1);
        }
        return value.factorial(2);
    }

    private Quantity primary() {
        Token token = peek();
        next++;
        return switch (token.kind()) {
            case NUMBER -> token.value();
            case QUOTED -> quoted(token);
            case NAME -> take("(") ? ExpressionFunctions.call(token.text(), arguments()) : ExpressionFunctions.constant(token.text());
            case OPERATOR -> {
                if (!token.text().equals("(")) {
                    throw new Undefined("\"" + token.text() + "\" where a number should be");
                }
                descend();
                Quantity inner = sum();
                depth--;
                require(")");
                yield inner;
            }
            case END -> throw new Undefined("an end where a number should be");
        };
    }

    /** A text in quotation marks is read as an expression where it stands alone; nothing can be computed with it. */
    private Quantity quoted(Token token) {
        boolean opens = next == 1 || List.of("(", ",").contains(tokens.get(next - 2).text());
        boolean ends = peek().kind() == Kind.END || List.of(")", ",").contains(peek().text());
        if (!opens || !ends) {
            throw new Undefined("a text where a number should be");
        }
        List<Token> inner = ExpressionTokens.of(token.text());
        if (inner.stream().anyMatch(t -> t.kind() == Kind.QUOTED)) {
            throw new Undefined("a text within a text");
        }
        return new ExpressionParser(inner).parse();
    }

    private List<Quantity> arguments() {
        List<Quantity> values = new ArrayList<>();
        descend();
        do {
            values.add(sum());
        } while (take(","));
        depth--;
        require(")");
        return values;
    }

    private void descend() {
        if (++depth > MAX_DEPTH) {
            throw new Undefined("nested too deep");
        }
    }

    private Token peek() {
        return next < tokens.size() ? tokens.get(next) : ExpressionTokens.END;
    }

    private boolean take(String operator) {
        boolean there = peek().kind() == Kind.OPERATOR && peek().text().equals(operator);
        next += there ? 1 : 0;
        return there;
    }

    private void require(String operator) {
        if (!take(operator)) {
            throw new Undefined("no \"" + operator + "\"");
        }
    }
}
