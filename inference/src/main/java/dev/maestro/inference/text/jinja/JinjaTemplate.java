package dev.maestro.inference.text.jinja;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A parsed template. Rendering is bounded in steps, depth and output, touches nothing but the values it is given,
 * and is thread-safe.
 */
public final class JinjaTemplate {
    /** Longer than any published template by an order of magnitude. */
    private static final int MOST_SOURCE = 1 << 20;

    private final List<Statement> body;
    private final Supplier<ZonedDateTime> clock;

    private JinjaTemplate(List<Statement> body, Supplier<ZonedDateTime> clock) {
        this.body = body;
        this.clock = clock;
    }

    /** @throws JinjaException when it is no template or uses a construct that is not supported */
    public static JinjaTemplate parse(String source) {
        return parse(source, ZonedDateTime::now);
    }

    /** @param clock what {@code strftime_now} tells */
    public static JinjaTemplate parse(String source, Supplier<ZonedDateTime> clock) {
        if (source.length() > MOST_SOURCE) {
            throw JinjaException.limit("a template of " + source.length() + " characters; at most " + MOST_SOURCE + " are read");
        }
        return new JinjaTemplate(StatementParser.parse(source), clock);
    }

    /**
     * @param variables maps, lists, strings, numbers, booleans and nulls
     * @throws JinjaException when the template says no, misuses a value, or goes past a limit
     */
    public String render(Map<String, ?> variables) {
        Scope scope = Scope.global();
        scope.set("namespace", (TemplateFunction) given -> new Namespace(given.named()));
        scope.set("dict", (TemplateFunction) given -> new LinkedHashMap<Object, Object>(given.named()));
        scope.set("range", (TemplateFunction) JinjaTemplate::range);
        scope.set("raise_exception", (TemplateFunction) given -> {
            throw new JinjaException(JinjaException.Kind.RAISED, given.text(0, "message", "the template refused without a word"));
        });
        scope.set("strftime_now", (TemplateFunction) given -> Strftime.format(clock.get(), given.text(0, "format", "%Y-%m-%d")));
        variables.forEach((name, value) -> scope.set(name, JinjaValues.plain(value)));
        try {
            return new Renderer().render(body, scope.inner());
        } catch (StackOverflowError _) {
            throw JinjaException.limit("nested too deep for this thread's stack");
        }
    }

    private static Object range(TemplateFunction.Given given) {
        long first = JinjaValues.integer(given.needed(0, "stop"), "range");
        boolean one = given.values().size() == 1;
        long from = one ? 0 : first;
        long to = one ? first : JinjaValues.integer(given.needed(1, "stop"), "range");
        long step = given.number(2, "step", 1);
        if (step == 0) {
            throw JinjaException.value("range needs a step other than 0");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (numbers.size() >= RenderLimits.MOST_ELEMENTS) {
                throw JinjaException.limit("a range of more than " + RenderLimits.MOST_ELEMENTS + " numbers");
            }
            numbers.add(i);
        }
        return numbers;
    }
}
