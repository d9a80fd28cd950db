package dev.maestro.registry.revisions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.ImageBonus;
import dev.maestro.core.registry.NameRule;
import dev.maestro.core.registry.Probe;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.core.registry.Skill;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Rows of the registry's history, kept as JSON, as records. A column that is younger than a row takes
 * the default it has in the table.
 */
final class RegistryRows {
    /** A row older than the column. */
    private static final Set<Profile> EVERYWHERE = Set.of(Profile.DEFAULT, Profile.REFERENCE);

    private final Map<String, List<JsonNode>> tables;

    /** @param tables rows by table name */
    RegistryRows(Map<String, List<JsonNode>> tables) {
        this.tables = tables;
    }

    RegistrySnapshot snapshot(long revision) {
        return new RegistrySnapshot(revision, new RegistrySnapshot.Content(
                rows("experts", RegistryRows::expert, Comparator.comparingInt(Expert::preference).thenComparing(Expert::name)),
                rows("expert_aliases", r -> alias(r, "expert"), ALIASES),
                rows("skills", RegistryRows::skill, Comparator.comparingInt(Skill::level)
                        .thenComparing(s -> s.parent().orElse(""))
                        .thenComparingInt(Skill::routePriority)
                        .thenComparing(Skill::name)),
                rows("skill_aliases", r -> alias(r, "skill"), ALIASES),
                rows("name_rules", r -> new NameRule(
                        profile(r), r.path("priority").asInt(), texts(r, "all_of"), texts(r, "any_of"),
                        texts(r, "none_of"),
                        text(r, "skill", "")), Comparator.comparing(NameRule::profile).thenComparingInt(NameRule::priority)),
                rows("routing_terms", RegistryRows::term, Comparator.comparing(RoutingTerm::profile)
                        .thenComparing(RoutingTerm::router).thenComparing(RoutingTerm::leaf).thenComparing(RoutingTerm::term)
                        .thenComparing(t -> t.bonusGroup().orElse(""))),
                rows("image_bonuses", r -> new ImageBonus(
                        profile(r), text(r, "router", ""), text(r, "leaf", ""), r.path("min_images").asInt(),
                        r.path("weight").asInt()),
                        Comparator.comparing(ImageBonus::profile).thenComparing(ImageBonus::router).thenComparing(ImageBonus::leaf)
                                .thenComparingInt(ImageBonus::minImages)),
                rows("prompts", r -> new PromptTemplate(profile(r), text(r, "name", ""), text(r, "template", "")),
                        Comparator.comparing(PromptTemplate::profile).thenComparing(PromptTemplate::name)),
                rows("rule_sources",
                        r -> new RuleSource(text(r, "name", ""), text(r, "stage", ""), text(r, "drl", ""), bool(r, "enabled", true)),
                        Comparator.comparing(RuleSource::name)),
                rows("expert_skills", r -> new ExpertSkill(
                        text(r, "expert", ""), text(r, "skill", ""), bool(r, "allowed", true), r.path("preference").asInt(100)),
                        Comparator.comparing(ExpertSkill::expert).thenComparing(ExpertSkill::skill)),
                rows("probes", r -> new Probe(
                        text(r, "name", ""), text(r, "target", ""), text(r, "question", ""), text(r, "picture", ""), texts(r, "accepted")),
                        Comparator.comparing(Probe::name)),
                rows("routing_examples", r -> new RoutingExample(
                        profile(r), text(r, "router", ""), text(r, "leaf", ""), text(r, "example", "")),
                        Comparator.comparing(RoutingExample::profile).thenComparing(RoutingExample::router)
                                .thenComparing(RoutingExample::example))));
    }

    private static final Comparator<Alias> ALIASES = Comparator.comparing(Alias::profile).thenComparing(Alias::alias);

    private <T> List<T> rows(String table, Function<JsonNode, T> read, Comparator<T> order) {
        List<T> rows = new ArrayList<>();
        tables.getOrDefault(table, List.of()).forEach(row -> rows.add(read.apply(row)));
        rows.sort(order);
        return rows;
    }

    private static Expert expert(JsonNode r) {
        Expert.Limits d = Expert.Limits.DEFAULT;
        return new Expert(
                text(r, "name", ""),
                Expert.Role.valueOf(text(r, "role", "expert").toUpperCase(Locale.ROOT)),
                Expert.Kind.valueOf(text(r, "kind", "openai").toUpperCase(Locale.ROOT)),
                optional(r, "endpoint"), optional(r, "model"), optional(r, "implementation"), optional(r, "credential"),
                new HashSet<>(texts(r, "capabilities")),
                text(r, "description", ""),
                new Expert.Limits(
                        r.path("max_images").asInt(d.maxImages()), r.path("max_pixels").asLong(d.maxPixels()),
                        r.path("max_concurrency").asInt(d.maxConcurrency()), r.path("max_output_tokens").asInt(d.maxOutputTokens()),
                        r.path("connect_timeout_ms").asInt(d.connectTimeoutMs()),
                        r.path("first_byte_timeout_ms").asInt(d.firstByteTimeoutMs()),
                        r.path("total_timeout_ms").asInt(d.totalTimeoutMs()), r.path("expected_latency_ms").asInt(d.expectedLatencyMs())),
                new Expert.Price(
                        r.path("input_micros_per_mtok").asLong(), r.path("output_micros_per_mtok").asLong(),
                        r.path("micros_per_call").asLong()),
                r.path("temperature").asDouble(), r.path("preference").asInt(100),
                bool(r, "in_prompt", true), bool(r, "requires_approval", false), bool(r, "enabled", true));
    }

    private static Skill skill(JsonNode r) {
        return new Skill(
                text(r, "name", ""), r.path("level").asInt(), optional(r, "parent"), optional(r, "route"),
                r.path("route_priority").asInt(100),
                bool(r, "default_route", false), bool(r, "addressable", true), text(r, "description", ""), text(r, "example", ""),
                bool(r, "in_prompt", true), r.path("min_images").asInt(1),
                r.path("plan").isMissingNode() || r.path("plan").isNull() ? Optional.empty() : Optional.of(r.path("plan").toString()),
                bool(r, "requires_approval", false), bool(r, "enabled", true),
                r.has("profiles") ? texts(r, "profiles").stream().map(Profile::of).collect(Collectors.toSet()) : EVERYWHERE);
    }

    private static Alias alias(JsonNode r, String target) {
        return new Alias(
                profile(r), text(r, "alias", ""),
                Alias.Match.valueOf(text(r, "match", "exact").toUpperCase(Locale.ROOT)),
                r.path("priority").asInt(100), text(r, target, ""));
    }

    private static RoutingTerm term(JsonNode r) {
        String group = text(r, "bonus_group", "");
        return new RoutingTerm(
                profile(r), text(r, "router", ""), text(r, "leaf", ""), text(r, "term", ""),
                RoutingTerm.Match.valueOf(text(r, "match", "word").toUpperCase(Locale.ROOT)), r.path("weight").asInt(1),
                group.isEmpty() ? Optional.empty() : Optional.of(group));
    }

    private static Profile profile(JsonNode row) {
        return Profile.of(text(row, "profile", Profile.DEFAULT.wire()));
    }

    private static String text(JsonNode row, String column, String absent) {
        JsonNode value = row.path(column);
        return value.isMissingNode() || value.isNull() ? absent : value.asText();
    }

    private static Optional<String> optional(JsonNode row, String column) {
        JsonNode value = row.path(column);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private static boolean bool(JsonNode row, String column, boolean absent) {
        return row.path(column).asBoolean(absent);
    }

    private static List<String> texts(JsonNode row, String column) {
        return StreamSupport.stream(row.path(column).spliterator(), false).map(JsonNode::asText).toList();
    }
}
