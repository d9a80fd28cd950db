package dev.maestro.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanParserTest {
    @Test
    void an_unknown_field_is_refused_with_its_place_and_the_nearest_valid_name() {
        assertThatThrownBy(
                () -> PlanParser.parse("{\"steps\":[{\"id\":\"a\",\"kind\":\"ask\",\"promt\":\"p\"}],\"observation\":{\"from\":[\"a\"]}}"))
                .hasMessageContaining("PLAN_UNREADABLE")
                .hasMessageContaining("steps[0].promt")
                .hasMessageContaining("nearest: \"prompt\"");
    }

    @Test
    void an_unknown_kind_is_refused_with_the_nearest_valid_one() {
        assertThatThrownBy(() -> PlanParser.parse("{\"steps\":[{\"id\":\"a\",\"kind\":\"readtext\"}],\"observation\":{\"from\":[\"a\"]}}"))
                .hasMessageContaining("steps[0].kind")
                .hasMessageContaining("\"readtext\"")
                .hasMessageContaining("nearest: \"read_text\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"steps\":[]}|observation: missing",
        "{\"observation\":{\"from\":[]}}|steps: missing",
        "{\"steps\":[{\"kind\":\"ask\"}],\"observation\":{\"from\":[]}}|id: missing",
        "{\"steps\":[{\"id\":\"a\"}],\"observation\":{\"from\":[]}}|kind: missing in step \"a\"",
        "{\"steps\":[],\"observation\":{}}|from: missing",
        "null|the document is null",
        "{|not JSON",
        "[1]|PLAN_UNREADABLE"
    })
    void what_is_missing_is_named(String json, String message) {
        assertThatThrownBy(() -> PlanParser.parse(json)).isInstanceOfSatisfying(MaestroException.class,
                e -> assertThat(e.code()).isEqualTo(PlanErrors.PLAN_UNREADABLE)).hasMessageContaining(message);
    }

    @Test
    void a_profile_with_a_plan_of_its_own_has_that_one_and_the_others_the_default() {
        String json = """
                {"steps": [{"id":"a","kind":"ask","prompt":"p"}], "observation": {"from":["a"]},
                 "profiles": {"reference": {"steps": [{"id":"b","kind":"ask","prompt":"q"}], "observation": {"from":["b"],"max_chars":7}}}}""";
        assertThat(PlanParser.parse(json).steps()).extracting(Plan.Step::id).containsExactly("a");
        assertThat(PlanParser.parse(json, Profile.DEFAULT).steps()).extracting(Plan.Step::id).containsExactly("a");
        assertThat(PlanParser.parse(json, Profile.REFERENCE).observation().maxChars()).isEqualTo(7);
        assertThatThrownBy(() -> PlanParser.parse(json.replace("reference", "referenec")))
                .hasMessageContaining("\"referenec\" has no plan of its own");
        assertThatThrownBy(() -> PlanParser.parse(json.replace("\"kind\":\"ask\",\"prompt\":\"q\"", "\"kind\":\"aks\"")))
                .hasMessageContaining("profiles.reference.steps[0].kind");
    }

    @Test
    void a_plan_survives_being_written_and_read() {
        Seeds.plans().values().forEach(plan -> assertThat(PlanParser.parse(Json.write(plan))).isEqualTo(plan));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'id':'a','kind':'ask','prompt':'p','needs':['b']}|there is no such step",
        "{'id':'a','kind':'ask','prompt':'p','needs':['a']}|waits for itself",
        "{'id':'a','kind':'ask','prompt':'p'},{'id':'a','kind':'ask','prompt':'p'}|used twice",
        "{'id':'A b','kind':'ask','prompt':'p'}|an id is",
        "{'id':'w','kind':'ask','prompt':'p'},{'id':'a','kind':'run_code','needs':['w'],'parameters':{'mode':'tri'}}|parameters.mode \"tri\" is unknown",
        "{'id':'w','kind':'ask','prompt':'p'},{'id':'a','kind':'run_code','needs':['w'],'parameters':{'timeout_ms':'99000'}}|100 to 30000",
        "{'id':'w','kind':'read_text','capability':'ocr'},{'id':'a','kind':'run_code','needs':['w'],'parameters':{'mode':'try'}}|needs an ask step",
        "{'id':'a','kind':'run_code'}|needs the step whose reply holds the code",
        "{'id':'question','kind':'ask','prompt':'p'}|choose another",
        "{'id':'a','kind':'ask'}|prompt is missing",
        "{'id':'a','kind':'classify','prompt':'p','labels':['x']}|at least two",
        "{'id':'z','kind':'zoom','prompt':'p'},{'id':'a','kind':'ask','prompt':'p','needs':['z']}|capability is missing",
        "{'id':'a','kind':'ask','prompt':'p','images':['crop:z']}|there is no zoom step \"z\"",
        "{'id':'z','kind':'zoom','capability':'ground','prompt':'p'},{'id':'a','kind':'ask','prompt':'p','images':['crop:z']}|add \"z\" to needs",
        "{'id':'a','kind':'ask','prompt':'p','images':['orginal']}|valid: original",
        "{'id':'a','kind':'ask','prompt':'p','when':'b'}|not a condition",
        "{'id':'k','kind':'classify','prompt':'p','labels':['x','y']},{'id':'a','kind':'ask','prompt':'p','when':'k=z'}|can never hold",
        "{'id':'b','kind':'ask','prompt':'p'},{'id':'a','kind':'ask','prompt':'p'}|would never run",
        "{'id':'a','kind':'ask','prompt':'p','each':true}|done for each image",
        "{'id':'a','kind':'repeat','repeat':[{'id':'b','kind':'ask','prompt':'p'}]}|rounds is missing",
        "{'id':'a','kind':'repeat','parameters':{'rounds':'99'},'repeat':[{'id':'b','kind':'ask','prompt':'p'}]}|1 to 10",
        "{'id':'a','kind':'draw_boxes'}|needs a detect step"
    })
    void a_plan_that_cannot_run_is_refused_with_the_reason(String steps, String message) {
        Plan plan = PlanParser.parse("{\"steps\":[" + steps.replace('\'', '"') + "],\"observation\":{\"from\":[\"a\"]}}");
        assertThat(PlanStructure.problems(plan)).anySatisfy(p -> assertThat(p).contains(message));
        assertThatThrownBy(() -> PlanRun.start(plan, 1)).hasMessageContaining("PLAN_INVALID");
    }

    @Test
    void a_reply_parser_that_nobody_has_is_refused_where_it_is_written() {
        assertThatThrownBy(() -> PlanParser.parse("""
                {"steps": [{"id": "a", "kind": "ask", "prompt": "p", "parser": "jsn"}], "observation": {"from": ["a"]}}"""))
                .hasMessageContaining("PLAN_UNREADABLE").hasMessageContaining("steps[0].parser")
                .hasMessageContaining("parser \"jsn\" is unknown; valid: ");
    }
}
