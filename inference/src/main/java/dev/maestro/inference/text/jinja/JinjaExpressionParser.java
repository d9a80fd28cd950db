package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.Expression.Arguments;
import dev.maestro.inference.text.jinja.JinjaToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Expressions, with Jinja's precedence: choice, or, and, not, comparison, sum, joining, product, power, sign. */
final class JinjaExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    private final JinjaTokens tokens;

    JinjaExpressionParser(JinjaTokens tokens) {
        this.tokens = tokens;
    }

    Expression expression() {
        tokens.deeper();
        Expression value = either();
        while (tokens.skipName("if")) {
            Expression condition = either();
            Optional<Expression> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Expression.Choice(condition, value, otherwise);
        }
        tokens.shallower();
        return value;
    }

    /** Without a choice: the {@code if} of a filtered loop is not one. */
    Expression either() {
        Expression left = both();
        while (tokens.skipName("or")) {
            left = new Expression.Either(false, left, both());
        }
        return left;
    }

    /** One or several, separated by commas: several make a list. */
    Expression tuple() {
        Expression first = expression();
        if (!tokens.current().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.skip(",")) {
            if (tokens.current().kind() == Kind.BLOCK_END || tokens.current().kind() == Kind.OUTPUT_END || tokens.current().is(")")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    private Expression both() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Expression.Either(true, left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.current().names("not")) {
            return comparison();
        }
        tokens.next();
        tokens.deeper();
        Expression value = new Expression.Unary("not", not());
        tokens.shallower();
        return value;
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        while (true) {
            JinjaToken token = tokens.current();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skipName("in")) {
                operators.add("in");
            } else if (token.names("not") && tokens.after().names("in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expression.Comparison(first, operators, rest);
            }
            rest.add(sum());
        }
    }

    private Expression sum() {
        Expression left = joined();
        while (tokens.current().is("+") || tokens.current().is("-")) {
            left = new Expression.Binary(tokens.next().text(), left, joined());
        }
        return left;
    }

    private Expression joined() {
        Expression left = product();
        while (tokens.skip("~")) {
            left = new Expression.Binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (tokens.current().is("*") || tokens.current().is("/") || tokens.current().is("//") || tokens.current().is("%")) {
            left = new Expression.Binary(tokens.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = signed(true);
        while (tokens.skip("**")) {
            left = new Expression.Binary("**", left, signed(true));
        }
        return left;
    }

    private Expression signed(boolean filtered) {
        JinjaToken token = tokens.current();
        Expression value;
        if (token.is("-") || token.is("+")) {
            tokens.next();
            tokens.deeper();
            value = new Expression.Unary(token.text(), signed(false));
            tokens.shallower();
        } else {
            value = postfixed(primary());
        }
        return filtered ? filtered(value) : value;
    }

    private Expression primary() {
        JinjaToken token = tokens.next();
        return switch (token.kind()) {
            case NAME -> switch (token.text()) {
                case "true", "True" -> new Expression.Literal(true);
                case "false", "False" -> new Expression.Literal(false);
                case "none", "None" -> new Expression.Literal(Nothing.NONE);
                default -> new Expression.Name(token.text());
            };
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.current().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Literal(text.toString());
            }
            case INTEGER -> new Expression.Literal(integer(token));
            case FLOAT -> new Expression.Literal(Double.parseDouble(token.text()));
            case OPERATOR -> switch (token.text()) {
                case "(" -> {
                    if (tokens.skip(")")) {
                        yield new Expression.ListOf(List.of());
                    }
                    Expression inner = tuple();
                    tokens.expect(")");
                    yield inner;
                }
                case "[" -> new Expression.ListOf(items("]"));
                case "{" -> map();
                default -> throw JinjaException.syntax(token.line(), "\"" + token.text() + "\" begins no value");
            };
            case TEXT, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, END ->
                throw JinjaException.syntax(token.line(), "a value is missing");
        };
    }

    private static long integer(JinjaToken token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException _) {
            throw JinjaException.syntax(token.line(), token.text() + " is too large a number");
        }
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skip(close)) {
            if (!items.isEmpty()) {
                tokens.expect(",");
                if (tokens.skip(close)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression map() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip("}")) {
            if (!keys.isEmpty()) {
                tokens.expect(",");
                if (tokens.skip("}")) {
                    break;
                }
            }
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
        }
        return new Expression.MapOf(keys, values);
    }

    private Expression postfixed(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.skip(".")) {
                JinjaToken token = tokens.current();
                value = token.kind() == Kind.INTEGER
                        ? new Expression.Item(value, new Expression.Literal(integer(tokens.next())))
                        : new Expression.Attribute(value, tokens.name());
            } else if (tokens.skip("[")) {
                value = subscript(value);
            } else if (tokens.current().is("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression of) {
        Optional<Expression> from = tokens.current().is(":") ? Optional.empty() : Optional.of(expression());
        if (from.isPresent() && tokens.skip("]")) {
            return new Expression.Item(of, from.get());
        }
        tokens.expect(":");
        Optional<Expression> to = tokens.current().is(":") || tokens.current().is("]") ? Optional.empty() : Optional.of(expression());
        Optional<Expression> step = tokens.skip(":") && !tokens.current().is("]") ? Optional.of(expression()) : Optional.empty();
        tokens.expect("]");
        return new Expression.Slice(of, from, to, step);
    }

    private Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.skip("|")) {
                String filter = tokens.name();
                value = new Expression.Filtered(value, filter, tokens.current().is("(") ? arguments() : Arguments.NONE);
            } else if (tokens.current().names("is")) {
                tokens.next();
                value = test(value);
            } else if (tokens.current().is("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        String name = tokens.name();
        JinjaToken token = tokens.current();
        Arguments arguments = Arguments.NONE;
        if (token.is("(")) {
            arguments = arguments();
        } else if (token.kind() == Kind.STRING || token.kind() == Kind.INTEGER || token.kind() == Kind.FLOAT || token.is("[")
                || token.is("{")
                || token.kind() == Kind.NAME && !Set.of("else", "or", "and", "is", "if", "not", "in").contains(token.text())) {
            arguments = new Arguments(List.of(postfixed(primary())), List.of());
        }
        return new Expression.Tested(value, name, arguments, negated);
    }

    Arguments arguments() {
        tokens.expect("(");
        List<Expression> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        while (!tokens.skip(")")) {
            if (!values.isEmpty()) {
                tokens.expect(",");
                if (tokens.skip(")")) {
                    break;
                }
            }
            if (tokens.current().kind() == Kind.NAME && tokens.after().is("=")) {
                names.add(tokens.name());
                tokens.expect("=");
            } else if (!names.isEmpty() || tokens.current().is("*") || tokens.current().is("**")) {
                throw tokens.unexpected("a named argument");
            }
            values.add(expression());
        }
        return new Arguments(values, names);
    }
}
