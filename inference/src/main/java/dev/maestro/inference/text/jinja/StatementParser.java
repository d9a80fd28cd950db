package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.JinjaToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Text, outputs and blocks. */
final class StatementParser {
    private final JinjaTokens tokens;
    private final JinjaExpressionParser expressions;

    private StatementParser(JinjaTokens tokens) {
        this.tokens = tokens;
        this.expressions = new JinjaExpressionParser(tokens);
    }

    static List<Statement> parse(String template) {
        StatementParser parser = new StatementParser(new JinjaTokens(Lexer.tokens(template)));
        List<Statement> body = parser.until(Set.of());
        if (parser.tokens.current().kind() != Kind.END) {
            throw parser.tokens.unexpected("the end of the template");
        }
        return body;
    }

    /** Up to a block with one of the names; the finger then stands on the name. */
    private List<Statement> until(Set<String> ends) {
        tokens.deeper();
        List<Statement> body = new ArrayList<>();
        while (true) {
            JinjaToken token = tokens.current();
            switch (token.kind()) {
                case END -> {
                    if (!ends.isEmpty()) {
                        throw tokens.unexpected("{% " + String.join(" %} or {% ", ends.stream().sorted().toList()) + " %}");
                    }
                    tokens.shallower();
                    return List.copyOf(body);
                }
                case TEXT -> body.add(new Statement.Text(tokens.next().text()));
                case OUTPUT_BEGIN -> {
                    tokens.next();
                    body.add(new Statement.Output(expressions.tuple()));
                    tokens.expect(Kind.OUTPUT_END);
                }
                default -> {
                    tokens.expect(Kind.BLOCK_BEGIN);
                    if (tokens.current().kind() == Kind.NAME && ends.contains(tokens.current().text())) {
                        tokens.shallower();
                        return List.copyOf(body);
                    }
                    body.add(block());
                }
            }
        }
    }

    private void end() {
        tokens.expect(Kind.BLOCK_END);
    }

    private List<Statement> body(String end) {
        List<Statement> body = until(Set.of(end));
        tokens.next();
        end();
        return body;
    }

    private Statement block() {
        int line = tokens.current().line();
        String name = tokens.name();
        return switch (name) {
            case "if" -> conditional();
            case "for" -> loop();
            case "set" -> set();
            case "macro" -> macro();
            case "generation" -> {
                end();
                yield new Statement.Group(body("endgeneration"));
            }
            case "break" -> {
                end();
                yield new Statement.Break();
            }
            case "continue" -> {
                end();
                yield new Statement.Continue();
            }
            default -> throw JinjaException.syntax(line,
                    "{% " + name + " %} is not supported; if, for, set, macro, generation, break, continue and raw are");
        };
    }

    private Statement conditional() {
        Expression condition = expressions.tuple();
        end();
        List<Statement> then = until(Set.of("elif", "else", "endif"));
        String next = tokens.name();
        return new Statement.If(condition, then, switch (next) {
            case "elif" -> List.of(conditional());
            case "else" -> {
                end();
                yield body("endif");
            }
            default -> {
                end();
                yield List.of();
            }
        });
    }

    private Statement loop() {
        List<String> names = names();
        if (!tokens.skipName("in")) {
            throw tokens.unexpected("in");
        }
        Expression items = expressions.either();
        Optional<Expression> only = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        if (tokens.current().names("recursive")) {
            throw JinjaException.syntax(tokens.current().line(), "recursive loops are not supported");
        }
        end();
        List<Statement> body = until(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        if (tokens.name().equals("else")) {
            end();
            otherwise = body("endfor");
        } else {
            end();
        }
        return new Statement.For(names, items, only, body, otherwise);
    }

    private List<String> names() {
        boolean parenthesised = tokens.skip("(");
        List<String> names = new ArrayList<>(List.of(tokens.name()));
        while (tokens.skip(",")) {
            names.add(tokens.name());
        }
        if (parenthesised) {
            tokens.expect(")");
        }
        return names;
    }

    private Statement set() {
        List<String> names = names();
        if (names.size() > 1) {
            tokens.expect("=");
            Expression value = expressions.tuple();
            end();
            return new Statement.SetTogether(names, value);
        }
        String name = names.getFirst();
        Optional<String> attribute = tokens.skip(".") ? Optional.of(tokens.name()) : Optional.empty();
        if (attribute.isEmpty() && tokens.current().kind() == Kind.BLOCK_END) {
            end();
            return new Statement.SetBlock(name, body("endset"));
        }
        tokens.expect("=");
        Expression value = expressions.tuple();
        end();
        return new Statement.Set(name, attribute, value);
    }

    private Statement macro() {
        String name = tokens.name();
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        tokens.expect("(");
        while (!tokens.skip(")")) {
            if (!parameters.isEmpty()) {
                tokens.expect(",");
            }
            parameters.add(tokens.name());
            if (tokens.skip("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.unexpected("a default, as the parameter before has one");
            }
        }
        end();
        List<Statement> body = until(Set.of("endmacro"));
        tokens.next();
        if (tokens.current().kind() == Kind.NAME) {
            tokens.next();
        }
        end();
        return new Statement.Macro(name, parameters, defaults, body);
    }
}
