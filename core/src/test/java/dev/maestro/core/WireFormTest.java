package dev.maestro.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import org.junit.jupiter.api.Test;

class WireFormTest {
    @Test
    void a_constant_is_written_alike_everywhere_and_read_back() {
        assertThat(QueryStatus.AWAITING_APPROVAL.wire()).isEqualTo("awaiting_approval");
        assertThat(QueryStatus.AWAITING_APPROVAL).hasToString("awaiting_approval");
        assertThat(Json.write(QueryStatus.AWAITING_APPROVAL)).isEqualTo("\"awaiting_approval\"");
        assertThat(Json.read("\"awaiting_approval\"", QueryStatus.class)).isEqualTo(QueryStatus.AWAITING_APPROVAL);
        assertThat(WireForm.parse(QueryStatus.class, "awaiting_approval")).isEqualTo(QueryStatus.AWAITING_APPROVAL);
    }

    @Test
    void a_profile_that_nobody_has_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> Profile.of("refrence")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no Profile is written \"refrence\"; valid: default, reference");
        assertThatThrownBy(() -> Profile.of("DEFAULT")).isInstanceOf(IllegalArgumentException.class);
    }
}
