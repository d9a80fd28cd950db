package dev.maestro.core.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaestroExceptionTest {
    private enum Sample implements ErrorCode {
        EXPERT_UNKNOWN;

        @Override
        public String meaning() {
            return "No expert has this name. Choose one that the registry lists.";
        }
    }

    @Test
    void the_message_is_the_code_and_the_reason_and_each_can_be_asked_for_alone() {
        MaestroException refused = new MaestroException(Sample.EXPERT_UNKNOWN, "no expert \"Chart-R2\". Nearest: \"Chart-R1\".");
        assertThat(refused).hasMessage("EXPERT_UNKNOWN: no expert \"Chart-R2\". Nearest: \"Chart-R1\".").hasNoCause();
        assertThat(refused.code()).isEqualTo(Sample.EXPERT_UNKNOWN);
        assertThat(refused.reason()).isEqualTo("no expert \"Chart-R2\". Nearest: \"Chart-R1\".");
        assertThat(refused.fields()).isEmpty();
    }

    @Test
    void fields_keep_their_order_and_are_no_longer_the_callers() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("expert", "Chart-R2");
        fields.put("attempts", 3);
        MaestroException refused = new MaestroException(Sample.EXPERT_UNKNOWN, "no such expert", fields, new RuntimeException("why"));
        fields.put("later", true);
        assertThat(refused.fields()).containsExactly(Map.entry("expert", "Chart-R2"), Map.entry("attempts", 3));
        assertThatThrownBy(() -> refused.fields().put("more", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(refused).hasRootCauseMessage("why");
    }
}
