package dev.maestro.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.revisions.RegistryChecks;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.routing.terms.NameResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference profile decides as the reference system does, by the rows and classes that serve. */
@Tag("database")
class ParityTest {
    private static final Profile PROFILE = Profile.REFERENCE;

    @Test
    void the_seeds_pass_every_check() {
        assertThat(RegistryChecks.structural().and(new RuleSets()).check(SeededRegistry.snapshot())).isEmpty();
    }

    @Test
    void every_name_resolves_as_in_the_reference() {
        NameResolver names = NameResolver.of(SeededRegistry.snapshot(), PROFILE);
        List<String> different = new ArrayList<>();
        for (JsonNode c : Cases.of("/parity/names.jsonl")) {
            String written = c.get("name").textValue();
            Optional<String> found = c.get("kind").textValue().equals("model") ? names.expert(written) : names.skill(written);
            compare(different, c, c.get("expected").get("canonical").textValue(), found.orElse(null));
        }
        assertThat(different).isEmpty();
    }

    @Test
    void every_question_is_routed_as_in_the_reference() {
        Routing routing = new Routing(new RuleSets());
        List<String> different = new ArrayList<>();
        for (JsonNode c : Cases.of("/parity/routing.jsonl")) {
            JsonNode expected = c.get("expected");
            if (c.has("classifier_reply")) {
                compare(different, c, expected.get("route").textValue(), ChartType.of(c.get("classifier_reply").textValue()));
                continue;
            }
            String question = c.get("question").isNull() ? "" : c.get("question").textValue();
            Optional<Routing.Route> route = routing.route(SeededRegistry.snapshot(), PROFILE, c.get("router").textValue(), question,
                    c.get("image_count").intValue());
            compare(different, c, expected.get("route").textValue(), route.map(Routing.Route::route).orElse(null));
            compare(different, c, expected.get("leaf_skill").textValue(), route.map(Routing.Route::leaf).orElse(null));
        }
        assertThat(different).isEmpty();
    }

    private static void compare(List<String> different, JsonNode c, @Nullable String expected, @Nullable String found) {
        if (!Objects.equals(expected, found)) {
            different.add(c.get("id").textValue() + ": expected " + expected + ", found " + found + " for " + c);
        }
    }
}
