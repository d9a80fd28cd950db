package dev.maestro.skills.prompts;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptErrors;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry's Mustache templates of one profile. They are strict: a name or partial that does not exist is an error.
 * Values are inserted as they are, and are never read as templates. Thread-safe.
 */
final class Templates {
    private static final Pattern PARTIAL = Pattern.compile("\\{\\{>\\s*([^}\\s]+)\\s*}}");

    /** A partial alone on its line. Mustache takes such a line's end away, as if the partial brought its own; ours end without one. */
    private static final Pattern ALONE = Pattern.compile("(?m)^(\\{\\{>\\s*[^}\\s]+\\s*}})$");
    private static final String NOTHING = "_";

    private final Function<String, Optional<String>> source;
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler compiler;

    Templates(Function<String, Optional<String>> source) {
        this.source = source;
        this.compiler = Mustache.compiler()
                .escapeHTML(false)
                .strictSections(true)
                .emptyStringIsFalse(true)
                .withLoader(name -> new StringReader(compilable(name)));
    }

    static Templates of(RegistrySnapshot snapshot, Profile profile) {
        return new Templates(name -> snapshot.prompt(profile, name).map(PromptTemplate::template));
    }

    boolean has(String name) {
        return source.apply(name).isPresent();
    }

    /** @throws MaestroException {@code PROMPT_UNKNOWN} when there is no such template, {@code PROMPT_INVALID} when it does not compile or render */
    String render(String name, Map<String, Object> values) {
        try {
            Map<String, Object> all = new HashMap<>(values);
            all.put(NOTHING, "");
            return template(name).execute(all).strip();
        } catch (MustacheException e) {
            throw new MaestroException(PromptErrors.PROMPT_INVALID,
                    "prompt \"" + name + "\": " + e.getMessage() + "; known names: " + values.keySet(), e);
        }
    }

    private Template template(String name) {
        Template known = compiled.get(name);
        if (known != null) {
            return known;
        }
        List<String> circle = circle(name, new LinkedHashSet<>());
        if (!circle.isEmpty()) {
            throw new MaestroException(PromptErrors.PROMPT_INVALID,
                    "prompt \"" + name + "\" includes itself: " + String.join(" > ", circle));
        }
        return compiled.computeIfAbsent(name, n -> compiler.compile(compilable(n)));
    }

    private String compilable(String name) {
        return ALONE.matcher(text(name)).replaceAll("$1{{" + NOTHING + "}}");
    }

    private String text(String name) {
        return source.apply(name)
                .orElseThrow(() -> new MaestroException(PromptErrors.PROMPT_UNKNOWN, "there is no prompt \"" + name + "\""));
    }

    private List<String> circle(String name, Set<String> path) {
        if (!path.add(name)) {
            List<String> circle = new java.util.ArrayList<>(path);
            circle.add(name);
            return circle;
        }
        Matcher partials = PARTIAL.matcher(text(name));
        while (partials.find()) {
            List<String> circle = circle(partials.group(1), path);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        path.remove(name);
        return List.of();
    }
}
