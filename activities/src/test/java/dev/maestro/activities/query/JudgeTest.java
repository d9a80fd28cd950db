package dev.maestro.activities.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.QueryActivities.JudgeRequest;
import dev.maestro.activities.Ruling.StepCandidate;
import dev.maestro.activities.assembly.ActivityAssembly;
import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.step.StepBench;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.rules.Call;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may be asked for the steps of a call, when some are known to be down. */
@Tag("database")
class JudgeTest {
    private final StepBench bench = new StepBench();
    private final RegistrySnapshot snapshot = new RegistrySnapshot(3, new RegistrySnapshot.Content(
            List.of(StepBench.expert("First", Expert.Role.EXPERT, "answer", Expert.Price.FREE),
                    StepBench.expert("Second", Expert.Role.EXPERT, "answer", Expert.Price.FREE),
                    StepBench.expert("Third", Expert.Role.EXPERT, "answer", Expert.Price.FREE),
                    StepBench.expert("Reader-A", Expert.Role.SERVICE, "ocr", Expert.Price.FREE),
                    StepBench.expert("Reader-B", Expert.Role.SERVICE, "ocr", Expert.Price.FREE)),
            List.of(), List.of(StepBench.skill()), List.of(), List.of(), List.of(), List.of(),
            List.of(new PromptTemplate(Profile.DEFAULT, "p", "Question: {{question}}")), List.of(), List.of(), List.of()));

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void nobody_who_is_known_to_be_down_is_asked_while_another_is_up() {
        assertThat(candidates("", "First", "Third")).containsExactly("Second");
        assertThat(candidates("ocr", "Reader-A")).containsExactly("Reader-B");
    }

    @Test
    void when_everybody_is_down_everybody_gets_a_try_since_a_look_may_be_old() {
        assertThat(candidates("", "First", "Second", "Third")).containsExactly("First", "Second", "Third");
        assertThat(candidates("ocr", "Reader-A", "Reader-B")).containsExactly("Reader-A", "Reader-B");
    }

    @Test
    void when_everybody_is_up_the_one_that_was_called_comes_first() {
        assertThat(candidates("")).containsExactly("First", "Second", "Third");
    }

    private List<String> candidates(String capability, String... down) {
        PinnedRegistry registry = new Dispatching(snapshot);
        QueryActivities activities = ActivityAssembly.on(new Stores(bench.history, bench.artifacts, bench.ledger), registry)
                .unavailable(() -> Set.of(down)).build().query();
        return activities
                .judge(new JudgeRequest("q", 1, 3, Profile.DEFAULT, "how many?", 1, "First", "Sample_Skill", "how many?", List.of(),
                        List.of()))
                .choices().get(capability).stream().map(StepCandidate::expert).toList();
    }

    /** One revision, whose rules send every call to the first expert. */
    private record Dispatching(RegistrySnapshot snapshot) implements PinnedRegistry, RuleSet {
        @Override
        public long currentRevision() {
            return snapshot.revision();
        }

        @Override
        public RegistrySnapshot at(long revision) {
            return snapshot;
        }

        @Override
        public RuleSet rules(RegistrySnapshot of) {
            return this;
        }

        @Override
        public String ruleSetIdentity(RegistrySnapshot of) {
            return "rules";
        }

        @Override
        public Verdict judge(Call call) {
            return new Verdict.Dispatched("First", "Sample_Skill", "Sample_Skill", "", List.of("Second", "Third"), Verdict.Trace.NONE);
        }
    }
}
