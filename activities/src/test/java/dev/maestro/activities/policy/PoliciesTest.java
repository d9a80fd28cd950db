package dev.maestro.activities.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.maestro.core.CallContext;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private final List<Policy> held = new ArrayList<>();
    private final Policy rules = new Named("rules", "1");
    private final Policies policies = new Policies(List.of(rules), Set.of("rules"), new HeldPolicies() {
        @Override
        public Optional<Policy> serving() {
            return held.stream().findFirst();
        }

        @Override
        public Optional<Policy> version(String version) {
            return held.stream().filter(each -> each.version().equals(version)).findFirst();
        }
    });

    private record Named(String name, String version) implements Policy {
        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            throw new UnsupportedOperationException("nobody decides here");
        }
    }

    @Test
    void a_query_that_begins_gets_the_version_that_serves_and_one_that_goes_on_its_own() {
        held.add(new Named("local", "model@2"));
        held.add(new Named("local", "model@1"));

        assertThat(policies.named("local").version()).isEqualTo("model@2");
        assertThat(policies.named("local", Optional.of("model@1")).version()).isEqualTo("model@1");
        assertThat(policies.named("local", Optional.empty()).version()).isEqualTo("model@2");
    }

    @Test
    void a_version_that_is_gone_gives_the_one_that_serves_for_the_caller_to_refuse() {
        held.add(new Named("local", "model@2"));

        assertThat(policies.named("local", Optional.of("model@0")).version()).isEqualTo("model@2");
    }

    @Test
    void another_policy_is_not_taken_for_the_one_in_memory() {
        held.add(new Named("local", "1"));

        assertThat(policies.named("rules", Optional.of("1"))).isSameAs(rules);
    }

    @Test
    void a_worker_that_holds_nothing_says_so_until_it_does() {
        assertThatExceptionOfType(ApplicationFailure.class).isThrownBy(() -> policies.named("local"))
                .withMessageContaining("POLICY_UNKNOWN").withMessageContaining("[rules]");

        held.add(new Named("local", "model@1"));
        assertThat(policies.named("local").version()).isEqualTo("model@1");
    }
}
