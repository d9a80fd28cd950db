package dev.maestro.skills;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The seeded plans and prompts, read from the migrations themselves. */
public final class Seeds {
    private static final Pattern PLAN = Pattern.compile("set plan = \\$plan\\$(.*?)\\$plan\\$::jsonb, enabled = true where name = '([^']+)'", Pattern.DOTALL);
    private static final Pattern PROMPT = Pattern.compile("\\('(default|reference)', '([^']+)', \\$t\\$(.*?)\\$t\\$\\)", Pattern.DOTALL);

    private Seeds() {}

    public static Map<String, Plan> plans() {
        Map<String, Plan> plans = new LinkedHashMap<>();
        Matcher rows = PLAN.matcher(migration("V0030__seed_plans.sql"));
        while (rows.find()) {
            plans.put(rows.group(2), PlanParser.parse(rows.group(1)));
        }
        return plans;
    }

    public static Plan plan(String skill) {
        return Optional.ofNullable(plans().get(skill)).orElseThrow();
    }

    public static Function<String, Optional<String>> prompts(String profile) {
        Map<String, String> all = new LinkedHashMap<>();
        Matcher rows = PROMPT.matcher(migration("V0031__seed_prompts.sql"));
        while (rows.find()) {
            all.put(rows.group(1) + "/" + rows.group(2), rows.group(3));
        }
        return name -> Optional.ofNullable(all.getOrDefault(profile + "/" + name, all.get("default/" + name)));
    }

    private static String migration(String name) {
        try (InputStream in = Seeds.class.getResourceAsStream("/db/migration/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
