package dev.maestro.policylocal;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.PolicyOutcome.Usage;
import dev.maestro.policy.PolicySettingsErrors;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.policylocal.grammar.ActionLanguage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The learned policy on a model of this process. Told and understood by the profile's {@link Protocol},
 * as the remote one; decisions of many queries share the model through its {@link Engine}. With the
 * grammar in force every decision is a valid action. Retries nothing.
 *
 * <p>Recorded with a decision: the log-probability of the action, from its opening tag to its closing
 * one, and the pairs it could have called instead with theirs, all in the distribution the tokens were
 * drawn from: what the grammar allows, at the sampling's temperature (1 when greedy). Without the grammar
 * there are no candidates.
 */
public final class LocalPolicy implements Policy {
    public static final String NAME = HeldPolicy.NAME;

    /** Cancellation is heard of, and progress told, so often; a token takes about as long. */
    private static final long LOOK_EVERY_MS = 100;
    /** More ways into the tree of names than are followed. */
    private static final int ALTERNATIVES = 24;

    private final Engine engine;
    private final Vocabulary vocabulary;
    private final Set<Integer> endTokens;
    private final Function<List<ChatModel.Message>, TokenPrompt> prompts;
    private final boolean sees;
    private final Settings settings;
    private final ActionLanguages languages;

    /**
     * @param version         what is recorded as having decided, e.g. the checkpoint's name and hash
     * @param sampling        its seed is mixed with the query's id and turn: a decision asked for again is the same
     * @param maxOutputTokens of one decision, thoughts included
     * @param constrained     whether only valid actions can be written
     * @param candidates      most pairs recorded with a call, at most as many short generations more; 0: none
     * @param recording       whether what is drawn at a temperature is handed out token by token, to be learned from
     */
    public record Settings(String version, Sampling sampling, int maxOutputTokens, boolean constrained, int candidates,
            boolean recording) {
        /** Of what is drawn nothing is learned. */
        public Settings(String version, Sampling sampling, int maxOutputTokens, boolean constrained, int candidates) {
            this(version, sampling, maxOutputTokens, constrained, candidates, false);
        }

        public Settings {
            if (maxOutputTokens < 1 || candidates < 0) {
                throw new MaestroException(PolicySettingsErrors.POLICY_SETTINGS_INVALID,
                        "max_output_tokens " + maxOutputTokens + " (at least 1), candidates "
                                + candidates + " (at least 0)");
            }
        }
    }

    /**
     * @param engine  with the model; not closed by the policy
     * @param prompts writes a conversation for the model; what it throws says why it cannot
     */
    public LocalPolicy(
            Engine engine, Vocabulary vocabulary, Set<Integer> endTokens, Function<List<ChatModel.Message>, TokenPrompt> prompts,
            Settings settings) {
        this(engine, vocabulary, endTokens, prompts, true, settings);
    }

    /** @param sees whether the prompts take images; a model that reads text only decides by the words */
    LocalPolicy(
            Engine engine, Vocabulary vocabulary, Set<Integer> endTokens, Function<List<ChatModel.Message>, TokenPrompt> prompts,
            boolean sees, Settings settings) {
        this.engine = engine;
        this.vocabulary = vocabulary;
        this.endTokens = Set.copyOf(endTokens);
        this.prompts = prompts;
        this.sees = sees;
        this.settings = settings;
        this.languages = new ActionLanguages(vocabulary);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return settings.version();
    }

    @Override
    public boolean seesImages() {
        return sees;
    }

    @Override
    public boolean isHeldByFew() {
        return true;
    }

    @Override
    public PolicyOutcome next(Transcript transcript, CallContext context) {
        long begun = System.nanoTime();
        Protocol protocol = Protocol.of(transcript.profile());
        TokenPrompt prompt;
        try {
            prompt = prompts.apply(protocol.messages(transcript));
        } catch (RuntimeException e) { // a prompt that is broken, a template that refuses, an image that cannot be read
            return new Failure(PolicyErrors.POLICY_BAD_REQUEST, String.valueOf(e.getMessage()), Optional.empty());
        }
        Optional<ActionLanguage> language = settings.constrained() ? Optional.of(languages.of(transcript)) : Optional.empty();
        GenerationRequest request = request(transcript, protocol, prompt, language);
        context.beforeSending();
        return switch (await(engine.submit(request), context).outcome().join()) {
            case Failed failed -> failure(failed);
            case Finished finished when finished.reason() == Reason.CANCELLED -> brokenOff();
            case Finished finished -> {
                Optional<List<Candidate>> candidates = language
                        .map(l -> new Candidates(engine, l, vocabulary, request, settings.candidates(), g -> await(g, context))
                                .of(finished))
                        .orElse(Optional.of(List.of()));
                yield candidates
                        .<PolicyOutcome>map(
                                all -> decided(protocol, transcript, finished, all, Duration.ofNanos(System.nanoTime() - begun))
                                        .drawn(drawn(transcript, prompt, finished, language)))
                        .orElseGet(LocalPolicy::brokenOff);
            }
        };
    }

    private static Failure brokenOff() {
        return new Failure(PolicyErrors.POLICY_CANCELLED, "the decision was broken off", Optional.empty());
    }

    private GenerationRequest request(Transcript transcript, Protocol protocol, TokenPrompt prompt, Optional<ActionLanguage> language) {
        int tokens = Math.max(1, Math.min(settings.maxOutputTokens(), transcript.maxOutputTokens()));
        Sampling how = settings.sampling();
        int turn = transcript.turns().size() + 1;
        // A seed that was given is this query's own already; the setting's is shared by all queries.
        long seed = transcript.randomness().map(given -> seed(given.seed(), "/" + turn))
                .orElseGet(() -> seed(how.seed(), transcript.queryId() + "/" + turn));
        Sampling seeded = new Sampling(temperature(transcript), how.topK(), how.topP(), how.minP(), seed);
        GenerationRequest request = GenerationRequest.of(prompt, tokens)
                .sampled(seeded)
                .stoppingAtTokens(endTokens)
                .inConversation(transcript.queryId());
        return language.map(l -> request.within(l).withAlternatives(settings.candidates() == 0 ? 0 : ALTERNATIVES))
                .orElseGet(() -> request.stoppingAt(protocol.stop()));
    }

    private double temperature(Transcript transcript) {
        return transcript.randomness().map(Transcript.Randomness::temperature).orElse(settings.sampling().temperature());
    }

    /** FNV-1a of the name, from the setting's seed on: the same on every machine. */
    private static long seed(long base, String name) {
        long hash = 0xcbf29ce484222325L ^ base;
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (unit & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static Generation await(Generation generation, CallContext context) {
        while (true) {
            try {
                generation.outcome().get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                return generation;
            } catch (TimeoutException _) {
                context.progress(generation.bytes());
                if (context.cancelled()) {
                    generation.cancel();
                }
            } catch (InterruptedException e) {
                generation.cancel();
                generation.outcome().join(); // a token, or a piece of the prompt, at most
                Thread.currentThread().interrupt();
                return generation;
            } catch (ExecutionException e) {
                throw new IllegalStateException("generations never fail exceptionally", e);
            }
        }
    }

    private Decided decided(Protocol protocol, Transcript transcript, Finished finished, List<Candidate> candidates,
            Duration latency) {
        Protocol.Reading reading = protocol.read(finished.text(), finished.reason() == Reason.LENGTH ? "length" : "stop", transcript);
        String why = "chosen by the model" + (temperature(transcript) == 0 ? "" : " at temperature " + temperature(transcript))
                + (settings.constrained() ? ", within the grammar" : "") + (reading.note().isEmpty() ? "" : "; " + reading.note());
        long input = finished.promptTokens();
        return new Decided(reading.kept(), reading.action(), OptionalDouble.of(actionProbability(finished.tokens())), candidates, why,
                new Usage(input, finished.tokens().size(), 0, latency)).having(finished.text());
    }

    private Optional<String> drawn(Transcript transcript, TokenPrompt prompt, Finished finished, Optional<ActionLanguage> language) {
        double temperature = temperature(transcript);
        return settings.recording() && temperature > 0
                ? Optional.of(DrawnTokens.of(prompt.tokens(), temperature, finished, language, vocabulary).json())
                : Optional.empty();
    }

    /** Of the tokens from the one that begins the last opening tag; of all when there is none. */
    private double actionProbability(List<Token> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.stream().filter(token -> token.id() < vocabulary.size()).forEach(token -> bytes.writeBytes(vocabulary.bytes(token.id())));
        // Latin-1 keeps places in bytes, and tags are plain.
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int action = Math.max(text.lastIndexOf("<search>"), text.lastIndexOf("<answer>"));
        double sum = 0;
        for (Token token : tokens) {
            sum += token.textEnd() > action ? token.drawn() : 0;
        }
        return sum;
    }

    private static Failure failure(Failed failed) {
        PolicyErrors error = switch (failed.failure()) {
            case OVERLOADED, OUT_OF_MEMORY -> PolicyErrors.POLICY_RATE_LIMITED; // others will end soon, or another worker has room
            case TOO_LONG -> PolicyErrors.POLICY_BAD_REQUEST;
            case NOT_A_NUMBER, NO_TOKEN -> PolicyErrors.POLICY_UNUSABLE_REPLY;
            case MODEL_FAILED -> PolicyErrors.POLICY_SERVER_ERROR;
            case CLOSED -> PolicyErrors.POLICY_UNREACHABLE;
        };
        return new Failure(error, "the model of this worker (policy.local.*): " + failed.message(), failed.retryAfter());
    }
}
