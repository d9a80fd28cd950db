package dev.maestro.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys and calls look like where they are written, and that they are read back. */
class KeysTest {
    @ParameterizedTest
    @CsvSource({"ocr,-1,0,ocr", "ocr,1,0,ocr.2", "try,-1,3,try#3", "ocr,1,3,ocr.2#3"})
    void a_call_is_written_with_its_image_and_its_round(String step, int image, int round, String written) {
        CallId call = new CallId(step, image, round);

        assertThat(call).hasToString(written);
        assertThat(CallId.parse(written)).isEqualTo(call);
        assertThat(Json.read(Json.write(call), CallId.class)).isEqualTo(call);
        assertThat(Json.write(call)).isEqualTo("\"" + written + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".2", "#1", "ocr.", "ocr.x", "ocr.0", "ocr#", "ocr#x", "ocr#-1", "ocr#1.2", "a.b.c"})
    void what_is_no_call_is_refused(String written) {
        assertThatThrownBy(() -> CallId.parse(written)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not a call id");
    }

    @Test
    void a_step_is_found_under_its_query_turn_and_call() {
        StepKey key = new StepKey("q-7", 2, CallId.parse("ocr.2#3"));

        assertThat(key).hasToString("q-7/2/ocr.2#3");
        assertThat(key.asking("Chart-R1")).isEqualTo("q-7/2/ocr.2#3/Chart-R1");
        assertThat(StepKey.parse("q-7/2/ocr.2#3")).isEqualTo(key);
        assertThat(Json.write(List.of(key))).isEqualTo("[\"q-7/2/ocr.2#3\"]");
        assertThat(new TurnKey("q-7", 2).step(key.call())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q", "q/", "q/x", "/1", "q/1/", "q/1/.2"})
    void what_is_no_key_is_refused(String written) {
        assertThatThrownBy(() -> StepKey.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_turn_is_found_under_its_query_and_number() {
        assertThat(new TurnKey("q-7", 2)).hasToString("q-7/2");
        assertThat(TurnKey.parse("q-7/2")).isEqualTo(new TurnKey("q-7", 2));
        assertThatThrownBy(() -> TurnKey.parse("q-7")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_canonical_call_is_read_back_whatever_its_input_holds() {
        CanonicalCall call = new CanonicalCall("Chart-R1", "Chart_Problem_Solver", "which is larger: a@@b or c?");

        assertThat(call).hasToString("Chart-R1@@Chart_Problem_Solver:which is larger: a@@b or c?");
        assertThat(CanonicalCall.parse(call.toString())).isEqualTo(call);
        assertThat(call.pair()).isEqualTo("Chart-R1@@Chart_Problem_Solver");
        assertThatThrownBy(() -> CanonicalCall.parse("Chart-R1:x")).hasMessageContaining("expected expert@@skill:input");
    }
}
