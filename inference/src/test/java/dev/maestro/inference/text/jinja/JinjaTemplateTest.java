package dev.maestro.inference.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.testing.ProcessingFiles;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JinjaTemplateTest {
    @Test
    void templates_write_what_the_reference_writes() throws IOException {
        Map<String, Object> variables = ProcessingFiles.MAPPER.readValue(ProcessingFiles.path("variables.json").toFile(),
                new TypeReference<>() {});
        List<JsonNode> rows = ProcessingFiles.rows("templates.jsonl");
        assertThat(rows).hasSizeGreaterThan(40);
        for (JsonNode row : rows) {
            String template = row.get("template").asText();
            if (row.has("text")) {
                assertThat(JinjaTemplate.parse(template).render(variables)).as(template).isEqualTo(row.get("text").asText());
            } else {
                assertThatThrownBy(() -> JinjaTemplate.parse(template).render(variables)).as(template).isInstanceOf(JinjaException.class);
            }
        }
    }

    @Test
    void nothing_of_java_is_in_reach() {
        for (String template : List.of("{{ ''.getClass() }}", "{{ x.__class__ }}", "{{ [].getClass().forName('java.lang.Runtime') }}",
                "{{ x['class'] }}", "{{ namespace.call }}")) {
            assertThat(outcome(template)).as(template).isIn("", "refused");
        }
    }

    private static String outcome(String template) {
        try {
            return JinjaTemplate.parse(template).render(Map.of("x", "text"));
        } catch (JinjaException _) {
            return "refused";
        }
    }

    @Test
    void endless_and_exploding_templates_come_to_an_end() {
        for (String template : List.of(
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% for a in range(10000) %}{% for b in range(10000) %}{{ a }}{% endfor %}{% endfor %}",
                "{{ range(100000000)|length }}",
                "{{ 'x' * 1000000000 }}",
                "{{ [1] * 1000000000 }}",
                "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s='xx') %}{% for i in range(60) %}{% set ns.s = ns.s|replace('x', 'xxxxxxxx') %}{% endfor %}",
                "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
                "{% if true %}".repeat(5000))) {
            assertThatThrownBy(() -> JinjaTemplate.parse(template).render(Map.of()))
                    .as(template.substring(0, Math.min(80, template.length())))
                    .isInstanceOf(JinjaException.class).extracting(e -> ((JinjaException) e).kind())
                    .isIn(JinjaException.Kind.LIMIT, JinjaException.Kind.SYNTAX);
        }
    }

    @Test
    void what_is_not_supported_is_refused_with_its_line() {
        assertThatThrownBy(() -> JinjaTemplate.parse("a\nb\n{% include 'x' %}")).hasMessageContaining("line 3")
                .hasMessageContaining("include");
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ 1 + }}")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> JinjaTemplate.parse("{% if x %}")).hasMessageContaining("endif");
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ x")).hasMessageContaining("}}");
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ x|nope }}").render(Map.of())).hasMessageContaining("nope");
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ x is nope }}").render(Map.of())).hasMessageContaining("nope");
    }

    @Test
    void what_a_template_raises_is_told_apart() {
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ raise_exception('roles must alternate') }}").render(Map.of()))
                .hasMessage("roles must alternate").extracting(e -> ((JinjaException) e).kind()).isEqualTo(JinjaException.Kind.RAISED);
    }

    @Test
    void the_date_comes_from_the_clock_it_is_given() {
        ZonedDateTime then = ZonedDateTime.parse("2024-07-04T09:05:00Z");
        assertThat(JinjaTemplate.parse("{{ strftime_now('%d %b %Y %-d %H:%M %A %%') }}", () -> then).render(Map.of()))
                .isEqualTo("04 Jul 2024 4 09:05 Thursday %");
    }
}
