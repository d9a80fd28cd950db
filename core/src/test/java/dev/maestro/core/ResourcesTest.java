package dev.maestro.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources();

    @Test
    void the_newest_is_closed_first_and_each_once() {
        resources.keep(() -> closed.add("database"));
        resources.onClose(() -> closed.add("worker"));
        resources.close();
        resources.close();
        assertThat(closed).containsExactly("worker", "database");
    }

    @Test
    void all_are_closed_when_some_fail_and_every_failure_is_told() {
        IOException older = new IOException("older");
        IllegalArgumentException newer = new IllegalArgumentException("newer");
        resources.keep(() -> closed.add("oldest"));
        resources.keep(() -> {
            throw older;
        });
        resources.onClose(() -> {
            throw newer;
        });
        assertThatThrownBy(resources::close).isSameAs(newer).hasSuppressedException(older);
        assertThat(closed).containsExactly("oldest");
    }

    @Test
    void a_checked_failure_is_a_cause() {
        IOException failure = new IOException("disk");
        resources.keep(() -> {
            throw failure;
        });
        assertThatThrownBy(resources::close).isInstanceOf(IllegalStateException.class).hasCause(failure);
    }

    @Test
    void what_fails_because_of_a_failure_does_not_hide_it() {
        IllegalStateException second = new IllegalStateException("second");
        resources.onClose(() -> {
            throw second;
        });
        IllegalArgumentException first = new IllegalArgumentException("first");
        resources.closeAfter(first);
        assertThat(first).hasSuppressedException(second);
    }
}
