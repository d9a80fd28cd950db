package dev.maestro.policylocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.core.CallContext;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.inference.engine.ByteVocabulary;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.HashModel;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.policy.Action;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.testing.PolicyRegistries;
import dev.maestro.policylocal.grammar.OfferedPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalPolicyTest {
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary("B@@", "@@x", "search", "ans", "wer", "</", "A@");
    /** No more than the short way takes. */
    private static final int HURRY = 40;
    private static final RegistrySnapshot SNAPSHOT = PolicyRegistries.empty().expert("A", "First.").expert("B", "Second.")
            .expert("BA", "Third.")
            .skill("x", "One.", "What?").skill("y", "Other.", "Why?").pair("A", "x", 1).pair("A", "y", 1).pair("B", "x", 1).snapshot();

    private final List<Engine> engines = new ArrayList<>();
    private final List<HashModel> models = new ArrayList<>();

    private Engine engine(HashModel model, EngineSettings settings) {
        Engine engine = Engine.start(model, VOCABULARY, settings);
        engines.add(engine);
        models.add(model);
        return engine;
    }

    private static EngineSettings roomy() {
        return EngineSettings.within(1L << 30);
    }

    private static LocalPolicy policy(Engine engine, Sampling sampling, int tokens, boolean constrained, int candidates) {
        return new LocalPolicy(engine, VOCABULARY, Set.of(VOCABULARY.end()), messages -> TokenPrompt.text(
                VOCABULARY.encode(messages.stream().map(m -> m.role() + ": " + m.text()).collect(Collectors.joining("\n")))),
                new LocalPolicy.Settings("hash 1", sampling, tokens, constrained, candidates));
    }

    @AfterEach
    void close() {
        // An engine waits for the step it is in, which may wait for a permit that nobody gives any more.
        models.forEach(HashModel::letGo);
        engines.forEach(Engine::close);
    }

    private static Transcript asked(String id, int turnsLeft) {
        Transcript any = PolicyRegistries.transcript(SNAPSHOT, Profile.DEFAULT, "What is it?", turnsLeft);
        return new Transcript(id, any.profile(), any.question(), any.images(), any.facts(), any.turns(), turnsLeft, any.maxOutputTokens(),
                any.snapshot(), any.unavailable());
    }

    private static Decided decided(PolicyOutcome outcome) {
        return (Decided) outcome;
    }

    @Test
    void every_decision_of_a_model_without_sense_is_a_valid_action_with_its_probability() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.at(1, 3), 120, true, 0);
        int calls = 0;
        for (int i = 0; i < 40; i++) {
            Decided decided = decided(policy.next(asked("q" + i, 3), CallContext.NONE));
            if (decided.action() instanceof Action.Call(var expert, var skill, _)) {
                calls++;
                assertThat(OfferedPair.offered(asked("q", 3))).contains(new OfferedPair(expert, skill));
            } else {
                assertThat(decided.action()).isInstanceOf(Action.Answer.class);
            }
            assertThat(decided.logProbability().orElseThrow()).isNegative();
            assertThat(decided.usage().outputTokens()).isBetween(1L, 120L);
        }
        assertThat(calls).isBetween(1, 39);
    }

    @Test
    void a_query_that_says_how_to_draw_is_drawn_so_by_its_own_seed_alone() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.GREEDY, HURRY, true, 0);
        List<String> texts = IntStream.range(0, 12)
                .mapToObj(seed -> decided(policy.next(drawn("q" + seed, 1.5, seed), CallContext.NONE)).text()).toList();
        assertThat(new java.util.HashSet<>(texts)).hasSizeGreaterThan(2);
        assertThat(decided(policy.next(drawn("another-id", 1.5, 4), CallContext.NONE)).text()).isEqualTo(texts.get(4));
        assertThat(decided(policy.next(drawn("q", 0, 4), CallContext.NONE)).text())
                .isEqualTo(decided(policy.next(drawn("q", 0, 5), CallContext.NONE)).text());
    }

    private static Transcript drawn(String id, double temperature, long seed) {
        Transcript any = asked(id, 3);
        return new Transcript(id, any.profile(), any.question(), any.images(), any.facts(), any.turns(), any.turnsLeft(),
                any.maxOutputTokens(), any.snapshot(),
                any.unavailable(), java.util.Optional.of(new Transcript.Randomness(temperature, seed)));
    }

    @Test
    void the_last_turn_answers() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.at(1, 3), HURRY, true, 4);
        for (int i = 0; i < 10; i++) {
            Decided decided = decided(policy.next(asked("q" + i, 1), CallContext.NONE));
            assertThat(decided.action()).isInstanceOf(Action.Answer.class);
            assertThat(decided.candidates()).isEmpty();
        }
    }

    @Test
    void the_candidates_are_all_pairs_and_their_probabilities_add_up_to_one() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.at(1, 3), HURRY, true, 200);
        Decided decided = IntStream.range(0, 50).mapToObj(i -> decided(policy.next(asked("q" + i, 3), CallContext.NONE)))
                .filter(d -> d.action() instanceof Action.Call).findFirst().orElseThrow();

        assertThat(decided.candidates()).extracting(Candidate::expert, Candidate::skill)
                .containsExactlyInAnyOrderElementsOf(OfferedPair.offered(asked("q", 3)).stream()
                        .map(p -> org.assertj.core.groups.Tuple.tuple(p.expert(), p.skill())).toList());
        assertThat(decided.candidates()).isSortedAccordingTo(Comparator.comparingDouble(c -> -c.score()));
        assertThat(decided.candidates().stream().mapToDouble(c -> Math.exp(c.score())).sum()).isCloseTo(1, within(1e-4));
        Action.Call call = (Action.Call) decided.action();
        double chosen = decided.candidates().stream().filter(c -> c.expert().equals(call.expert()) && c.skill().equals(call.skill()))
                .findFirst().orElseThrow().score();
        assertThat(decided.logProbability().orElseThrow()).isLessThan(chosen + 1e-9);
    }

    @Test
    void a_few_candidates_cost_a_few_short_generations_that_read_little() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        LocalPolicy policy = policy(engine, Sampling.at(1, 3), HURRY, true, 3);
        Decided decided = IntStream.range(0, 50).mapToObj(i -> {
            int before = model.read();
            Decided one = decided(policy.next(asked("q" + i, 3), CallContext.NONE));
            if (one.action() instanceof Action.Call) {
                // The prompts of all queries are alike but for the id, so only what follows in common is read: three ways, a token each, and the prompt's last.
                assertThat(model.read() - before).isLessThanOrEqualTo(i == 0 ? Integer.MAX_VALUE : 20);
            }
            return one;
        }).filter(d -> d.action() instanceof Action.Call).findFirst().orElseThrow();

        assertThat(decided.candidates()).hasSizeBetween(1, 3);
        Action.Call call = (Action.Call) decided.action();
        assertThat(decided.candidates()).anyMatch(c -> c.expert().equals(call.expert()) && c.skill().equals(call.skill()));
    }

    @Test
    void a_decision_asked_for_again_is_the_same_whatever_else_runs_and_another_querys_is_its_own() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.at(1, 3), 80, true, 4);
        String once = decided(policy.next(asked("q1", 3), CallContext.NONE)).text();

        List<CompletableFuture<PolicyOutcome>> crowd = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> policy.next(asked(i == 5 ? "q1" : "other" + i, 3), CallContext.NONE)))
                .toList();

        assertThat(decided(crowd.get(5).join()).text()).isEqualTo(once);
        assertThat(crowd.stream().map(f -> decided(f.join()).text()).distinct().count()).isGreaterThan(6);
    }

    @Test
    void without_the_grammar_nonsense_is_an_invalid_action_and_no_failure() {
        LocalPolicy policy = policy(engine(HashModel.large(), roomy()), Sampling.at(1, 3), 60, false, 4);

        Decided decided = decided(policy.next(asked("q1", 3), CallContext.NONE));

        assertThat(decided.action()).isInstanceOf(Action.Invalid.class);
        assertThat(decided.candidates()).isEmpty();
    }

    @Test
    void cancelling_the_activity_breaks_the_generation_off() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine engine = engine(model, roomy());
        LocalPolicy policy = policy(engine, Sampling.at(1, 3), 4_000, true, 0);
        AtomicBoolean cancelled = new AtomicBoolean();
        CompletableFuture<PolicyOutcome> outcome = CompletableFuture.supplyAsync(() -> policy.next(asked("q1", 3), new CallContext() {
            @Override
            public boolean cancelled() {
                return cancelled.get();
            }

            @Override
            public void progress(int charactersSoFar) {
                cancelled.set(true);
            }
        }));
        model.awaitDecoding();
        while (!cancelled.get()) {
            Thread.onSpinWait();
        }
        gate.release(1_000_000);

        assertThat(outcome.join()).isInstanceOfSatisfying(Failure.class,
                u -> assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_CANCELLED));
        assertThat(engine.statistics().generatedTokens()).isLessThan(4_000);
    }

    @Test
    void a_decision_whose_candidates_are_broken_off_is_none() {
        HashModel model = HashModel.large();
        Engine engine = engine(model, roomy());
        LocalPolicy policy = policy(engine, Sampling.at(1, 3), HURRY, true, 200);
        String calling = IntStream.range(0, 50).mapToObj(i -> "q" + i)
                .filter(id -> decided(policy.next(asked(id, 3), CallContext.NONE)).action() instanceof Action.Call).findFirst()
                .orElseThrow();
        long ended = engine.statistics().finished();
        Semaphore gate = model.hold();
        CompletableFuture<PolicyOutcome> outcome = CompletableFuture.supplyAsync(() -> policy.next(asked(calling, 3), new CallContext() {
            @Override
            public boolean cancelled() {
                return engine.statistics().finished() > ended;
            }

            @Override
            public void progress(int charactersSoFar) {
                // nobody listens
            }
        }));
        while (engine.statistics().finished() == ended) {
            if (gate.availablePermits() == 0) {
                gate.release(); // the decision itself
            }
            java.util.concurrent.locks.LockSupport.parkNanos(200_000);
            assertThat(Thread.interrupted()).as("out of time").isFalse();
        }
        while (!outcome.isDone()) {
            java.util.concurrent.locks.LockSupport.parkNanos(150_000_000); // longer than the policy takes to look
            gate.release();
            assertThat(Thread.interrupted()).as("out of time").isFalse();
        }

        assertThat(outcome.join()).isInstanceOfSatisfying(Failure.class,
                u -> assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_CANCELLED));
    }

    @Test
    void failures_of_the_engine_are_unavailable_by_kind() throws InterruptedException {
        HashModel model = HashModel.large();
        Semaphore gate = model.hold();
        Engine busy = engine(model, roomy().running(1).waiting(1));
        LocalPolicy policy = policy(busy, Sampling.GREEDY, 50, true, 0);
        List<CompletableFuture<PolicyOutcome>> two = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> policy.next(asked("q" + i, 3), CallContext.NONE))).toList();
        model.awaitDecoding();
        while (busy.statistics().waiting() < 1) {
            Thread.onSpinWait();
        }
        assertThat(policy.next(asked("q3", 3), CallContext.NONE)).isInstanceOfSatisfying(Failure.class, u -> {
            assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_RATE_LIMITED);
            assertThat(u.retryAfter()).isPresent();
        });
        gate.release(1_000_000);
        two.forEach(f -> assertThat(f.join()).isInstanceOf(Decided.class));

        HashModel broken = HashModel.large();
        broken.notANumberAfter(_ -> true);
        assertThat(policy(engine(broken, roomy()), Sampling.GREEDY, 50, true, 0).next(asked("q", 3), CallContext.NONE))
                .isInstanceOfSatisfying(Failure.class, u -> assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_UNUSABLE_REPLY));

        Engine closed = engine(HashModel.large(), roomy());
        closed.close();
        assertThat(policy(closed, Sampling.GREEDY, 50, true, 0).next(asked("q", 3), CallContext.NONE))
                .isInstanceOfSatisfying(Failure.class, u -> assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_UNREACHABLE));
    }
}
