package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.Expression.Arguments;
import dev.maestro.inference.text.jinja.TemplateFunction.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of expressions. */
final class ExpressionEvaluator {
    private final RenderLimits limits;

    ExpressionEvaluator(RenderLimits limits) {
        this.limits = limits;
    }

    Object value(Expression expression, Scope scope) {
        limits.step();
        return switch (expression) {
            case Expression.Literal(Object value) -> value;
            case Expression.Name(String name) -> scope.get(name);
            case Expression.ListOf(List<Expression> items) -> items.stream().map(item -> value(item, scope)).toList();
            case Expression.MapOf map -> map(map, scope);
            case Expression.Attribute(Expression of, String name) -> attribute(defined(value(of, scope), of), name);
            case Expression.Item(Expression of, Expression key) -> item(defined(value(of, scope), of), value(key, scope));
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call(Expression function, Arguments arguments) -> call(function, arguments, scope);
            case Expression.Filtered(Expression value, String filter, Arguments arguments) ->
                Filters.apply(filter, value(value, scope), given(filter, arguments, scope));
            case Expression.Tested(Expression value, String test, Arguments arguments, boolean negated) ->
                ValueTests.holds(test, value(value, scope), given(test, arguments, scope)) != negated;
            case Expression.Unary(String operator, Expression value) -> unary(operator, value(value, scope));
            case Expression.Binary(String operator, Expression left, Expression right) ->
                ValueArithmetic.of(operator, value(left, scope), value(right, scope));
            case Expression.Comparison comparison -> compared(comparison, scope);
            case Expression.Either(boolean and, Expression left, Expression right) -> {
                Object first = value(left, scope);
                yield JinjaValues.truth(first) == and ? value(right, scope) : first;
            }
            case Expression.Choice(Expression condition, Expression then, Optional<Expression> otherwise) ->
                JinjaValues.truth(value(condition, scope))
                        ? value(then, scope)
                        : otherwise.map(other -> value(other, scope)).orElse(Nothing.UNDEFINED);
        };
    }

    Given given(String what, Arguments arguments, Scope scope) {
        int positional = arguments.values().size() - arguments.names().size();
        List<Object> values = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < arguments.values().size(); i++) {
            Object value = value(arguments.values().get(i), scope);
            if (i < positional) {
                values.add(value);
            } else {
                named.put(arguments.names().get(i - positional), value);
            }
        }
        return new Given(what, values, named);
    }

    private Object map(Expression.MapOf map, Scope scope) {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (int i = 0; i < map.keys().size(); i++) {
            made.put(value(map.keys().get(i), scope), value(map.values().get(i), scope));
        }
        return made;
    }

    private Object defined(Object value, Expression of) {
        if (value == Nothing.UNDEFINED) {
            throw JinjaException.value((of instanceof Expression.Name(String name)
                    ? "\"" + name + "\""
                    : of instanceof Expression.Attribute(_, String name) ? "\"" + name + "\"" : "a value") + " is undefined");
        }
        return value;
    }

    /** Methods come before parts, as in the reference. */
    private Object attribute(Object of, String name) {
        Optional<TemplateFunction> method = Methods.of(of, name);
        return method.isPresent() ? method.get() : part(of, name);
    }

    private static Object part(Object of, Object key) {
        return switch (of) {
            case Map<?, ?> map -> Optional.<Object>ofNullable(map.get(key)).orElse(Nothing.UNDEFINED);
            case Namespace(Map<String, Object> values) -> Optional.ofNullable(values.get(key)).orElse(Nothing.UNDEFINED);
            default -> Nothing.UNDEFINED;
        };
    }

    private Object item(Object of, Object key) {
        if (of instanceof Map<?, ?> || of instanceof Namespace) {
            Object found = part(of, key);
            return found == Nothing.UNDEFINED && key instanceof String name
                    ? Methods.of(of, name).map(method -> (Object) method).orElse(found)
                    : found;
        }
        if (key instanceof String name) {
            return attribute(of, name);
        }
        if (!(of instanceof List<?> || of instanceof String) || !JinjaValues.isInteger(key)) {
            return Nothing.UNDEFINED;
        }
        List<Object> items = JinjaValues.items(of, "an index");
        long at = JinjaValues.integer(key, "an index");
        at = at < 0 ? at + items.size() : at;
        return at >= 0 && at < items.size() ? items.get((int) at) : Nothing.UNDEFINED;
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        Object of = defined(value(slice.of(), scope), slice.of());
        if (!(of instanceof List<?> || of instanceof String)) {
            throw JinjaException.value("a slice is taken of a list or a text, not of " + JinjaValues.type(of));
        }
        List<Object> items = ValueArithmetic.slice(JinjaValues.items(of, "a slice"), part(slice.from(), scope), part(slice.to(), scope),
                part(slice.step(), scope));
        return of instanceof String ? Methods.join(items, "") : items;
    }

    private Object part(Optional<Expression> expression, Scope scope) {
        return expression.map(part -> value(part, scope)).orElse(Nothing.NONE);
    }

    private Object call(Expression function, Arguments arguments, Scope scope) {
        Object callee = value(function, scope);
        String what = switch (function) {
            case Expression.Name(String name) -> name;
            case Expression.Attribute(_, String name) -> name;
            default -> "a call";
        };
        if (callee instanceof TemplateFunction known) {
            return known.call(given(what, arguments, scope));
        }
        throw JinjaException.value(
                callee == Nothing.UNDEFINED ? "there is no function \"" + what + "\"" : JinjaValues.type(callee) + " cannot be called");
    }

    private static Object unary(String operator, Object value) {
        return switch (operator) {
            case "not" -> !JinjaValues.truth(value);
            case "-" -> value instanceof Double number ? (Object) (-number) : (Object) (-JinjaValues.integer(value, "-"));
            default -> value instanceof Double ? value : (Object) JinjaValues.integer(value, "+");
        };
    }

    private Object compared(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (int i = 0; i < comparison.operators().size(); i++) {
            Object right = value(comparison.rest().get(i), scope);
            boolean holds = switch (comparison.operators().get(i)) {
                case "==" -> JinjaValues.same(left, right);
                case "!=" -> !JinjaValues.same(left, right);
                case "in" -> JinjaValues.contains(right, left);
                case "not in" -> !JinjaValues.contains(right, left);
                case "<" -> JinjaValues.compare(left, right) < 0;
                case "<=" -> JinjaValues.compare(left, right) <= 0;
                case ">" -> JinjaValues.compare(left, right) > 0;
                default -> JinjaValues.compare(left, right) >= 0;
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
