package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.TemplateFunction.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what statements say. One rendering, one thread. */
final class Renderer {
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final RenderLimits limits = new RenderLimits();
    private final ExpressionEvaluator evaluator = new ExpressionEvaluator(limits);

    String render(List<Statement> template, Scope scope) {
        StringBuilder out = new StringBuilder();
        write(template, scope, out);
        return out.toString();
    }

    private Flow write(List<Statement> body, Scope scope, StringBuilder out) {
        for (Statement statement : body) {
            Flow flow = write(statement, scope, out);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow write(Statement statement, Scope scope, StringBuilder out) {
        limits.step();
        return switch (statement) {
            case Statement.Text(String text) -> text(text, out);
            case Statement.Output(Expression value) -> text(JinjaValues.text(evaluator.value(value, scope)), out);
            case Statement.If(Expression condition, List<Statement> then, List<Statement> otherwise) ->
                write(JinjaValues.truth(evaluator.value(condition, scope)) ? then : otherwise, scope, out);
            case Statement.For loop -> loop(loop, scope, out);
            case Statement.Set set -> {
                set(set, scope);
                yield Flow.ON;
            }
            case Statement.SetTogether(List<String> names, Expression value) -> {
                spread(names, evaluator.value(value, scope), scope);
                yield Flow.ON;
            }
            case Statement.SetBlock(String name, List<Statement> body) -> {
                StringBuilder block = new StringBuilder();
                write(body, scope.inner(), block);
                scope.set(name, block.toString());
                yield Flow.ON;
            }
            case Statement.Macro macro -> {
                scope.set(macro.name(), (TemplateFunction) given -> call(macro, given, scope));
                yield Flow.ON;
            }
            case Statement.Group(List<Statement> body) -> write(body, scope.inner(), out);
            case Statement.Break() -> Flow.BREAK;
            case Statement.Continue() -> Flow.CONTINUE;
        };
    }

    private static Flow text(String text, StringBuilder out) {
        if (out.length() + (long) text.length() > RenderLimits.MOST_CHARACTERS) {
            throw JinjaException.limit("an output of more than " + RenderLimits.MOST_CHARACTERS + " characters");
        }
        out.append(text);
        return Flow.ON;
    }

    private void set(Statement.Set set, Scope scope) {
        Object value = evaluator.value(set.value(), scope);
        if (set.attribute().isEmpty()) {
            scope.set(set.name(), value);
        } else if (scope.get(set.name()) instanceof Namespace namespace) {
            namespace.values().put(set.attribute().get(), value);
        } else {
            throw JinjaException.value("\"" + set.name() + "\" is no namespace; only parts of one can be set");
        }
    }

    private static void spread(List<String> names, Object value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<Object> parts = JinjaValues.items(value, "spreading over names");
        if (parts.size() != names.size()) {
            throw JinjaException.value(parts.size() + " values do not go with the names " + names);
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), parts.get(i));
        }
    }

    private Flow loop(Statement.For loop, Scope scope, StringBuilder out) {
        List<Object> items = JinjaValues.items(evaluator.value(loop.items(), scope), "a loop");
        if (loop.only().isPresent()) {
            items = items.stream().filter(item -> {
                Scope inner = scope.inner();
                spread(loop.names(), item, inner);
                return JinjaValues.truth(evaluator.value(loop.only().get(), inner));
            }).toList();
        }
        if (items.isEmpty()) {
            return write(loop.otherwise(), scope.inner(), out);
        }
        for (int i = 0; i < items.size(); i++) {
            Scope inner = scope.inner();
            inner.set("loop", state(items, i));
            spread(loop.names(), items.get(i), inner);
            if (write(loop.body(), inner, out) == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private static Map<String, Object> state(List<Object> items, int at) {
        long size = items.size();
        Map<String, Object> state = new HashMap<>();
        state.put("index", at + 1L);
        state.put("index0", (long) at);
        state.put("revindex", size - at);
        state.put("revindex0", size - at - 1);
        state.put("first", at == 0);
        state.put("last", at == size - 1);
        state.put("length", size);
        state.put("previtem", at > 0 ? items.get(at - 1) : Nothing.UNDEFINED);
        state.put("nextitem", at < size - 1 ? items.get(at + 1) : Nothing.UNDEFINED);
        state.put("cycle",
                (TemplateFunction) given -> given.values().isEmpty() ? Nothing.UNDEFINED : given.values().get(at % given.values().size()));
        return state;
    }

    private Object call(Statement.Macro macro, Given given, Scope scope) {
        limits.enter();
        Scope inner = scope.inner();
        int plain = macro.parameters().size() - macro.defaults().size();
        if (given.values().size() > macro.parameters().size()) {
            throw JinjaException
                    .value("macro " + macro.name() + " takes " + macro.parameters().size() + " arguments, not " + given.values().size());
        }
        for (String name : given.named().keySet()) {
            if (!macro.parameters().contains(name)) {
                throw JinjaException.value("macro " + macro.name() + " has no argument \"" + name + "\"");
            }
        }
        for (int i = 0; i < macro.parameters().size(); i++) {
            String name = macro.parameters().get(i);
            Optional<Object> argument = given.argument(i, name);
            inner.set(name,
                    argument.isPresent()
                            ? argument.get()
                            : i >= plain ? evaluator.value(macro.defaults().get(i - plain), inner) : Nothing.UNDEFINED);
        }
        StringBuilder out = new StringBuilder();
        write(macro.body(), inner, out);
        limits.leave();
        return out.toString();
    }
}
