package dev.maestro.policylocal;

import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome.Alternative;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.policylocal.grammar.ActionLanguage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;

/**
 * What else could have been called where a call was written: pairs of expert and skill with the natural
 * logarithm of their probability at that place, in the distribution the decision was drawn from.
 *
 * <p>The chosen pair's is known from its own tokens, and what its tokens were chosen among gives the
 * likeliest other ways into the tree of names for nothing. The best of those are followed, likeliest
 * first, as generations that begin with the decision's own keys and values and end with the name, several
 * at a time, at most as many as pairs are wanted. So the likeliest pairs are found, at a cost that does
 * not grow with the registry; ways of writing a name that were not met are not counted.
 */
final class Candidates {
    private static final String OPENING = "<search>";
    /** Generations at once: they share the model's calls with each other and with the decisions under way. */
    private static final int AT_ONCE = 4;
    /** Less likely than one in ten million is no candidate. */
    private static final double LEAST = -16;

    private final Engine engine;
    private final ActionLanguage language;
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final int most;
    private final UnaryOperator<Generation> waiting;
    private final Map<String, Double> found = new HashMap<>();
    private final PriorityQueue<Branch> branches = new PriorityQueue<>(Comparator.comparingDouble(branch -> -branch.score()));

    /** @param tokens behind the prompt */
    private record Branch(int[] tokens, int state, double score) {}

    /**
     * @param request of the decision; its sequence is held
     * @param most    pairs to be named; 0: none
     * @param waiting waits for a generation's end, or cancels it
     */
    Candidates(Engine engine, ActionLanguage language, Vocabulary vocabulary, GenerationRequest request, int most,
            UnaryOperator<Generation> waiting) {
        this.engine = engine;
        this.language = language;
        this.vocabulary = vocabulary;
        this.request = request;
        this.most = most;
        this.waiting = waiting;
    }

    /** Best first; none when the decision was no call. Empty when {@code waiting} cancelled: what was found by then says too little. */
    Optional<List<Candidate>> of(Finished decision) {
        if (most == 0 || !follow(new int[0], 0, decision.tokens())) {
            return Optional.of(List.of());
        }
        for (int followed = 0; followed < most && !branches.isEmpty();) {
            List<Branch> next = new ArrayList<>();
            while (next.size() < Math.min(AT_ONCE, most - followed) && !branches.isEmpty() && branches.peek().score() > LEAST) {
                next.add(branches.poll());
            }
            if (next.isEmpty()) {
                break;
            }
            followed += next.size();
            List<Generation> generations = next.stream().map(this::toNameEnd).toList();
            for (int i = 0; i < next.size(); i++) {
                Branch branch = next.get(i);
                if (waiting.apply(generations.get(i)).outcome().join() instanceof Finished rest) {
                    if (rest.reason() == Reason.CANCELLED) {
                        generations.forEach(Generation::cancel);
                        return Optional.empty();
                    }
                    follow(branch.tokens(), branch.score(), rest.tokens());
                }
            }
        }
        return Optional.of(found.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(pair -> candidate(pair.getKey(), pair.getValue()))
                .flatMap(Optional::stream)
                .limit(most)
                .toList());
    }

    private Generation toNameEnd(Branch branch) {
        GenerationRequest rest = GenerationRequest.of(request.prompt().extendedBy(branch.tokens()), language.tokensInHurry())
                .sampled(request.sampling())
                .within(new NamePrefix(language), branch.state())
                .withAlternatives(request.alternatives())
                .notHeld();
        return engine.submit(rest);
    }

    /**
     * Goes along a way through a name and notes where it could have parted.
     *
     * @param before tokens behind the prompt that the written ones follow
     * @return whether the name's end was reached
     */
    private boolean follow(int[] before, double score, List<Token> written) {
        int[] path = before;
        double sum = score;
        for (Token token : written) {
            boolean choice = language.isChoice(token.state());
            if (choice) {
                for (Alternative other : token.alternatives()) {
                    if (other.id() != token.id()) {
                        branch(path, token.state(), other, sum);
                    }
                }
                sum += token.drawn();
            }
            path = appended(path, token.id());
            int now = language.after(token.state(), token.id());
            if (choice && language.isNamed(now)) {
                found(path, sum);
                return true;
            }
            if (choice && !language.isInName(now)) { // no call after all: what could have been called there is no alternative to what was
                sum = score;
                branches.clear();
                found.clear();
            }
        }
        return false;
    }

    private void branch(int[] path, int state, Alternative other, double sum) {
        int next = language.after(state, other.id());
        int[] tokens = appended(path, other.id());
        double score = sum + other.drawn();
        if (language.isNamed(next)) {
            found(tokens, score);
        } else if (language.isInName(next)) {
            branches.add(new Branch(tokens, next, score));
        }
    }

    private static int[] appended(int[] path, int token) {
        int[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = token;
        return longer;
    }

    private void found(int[] path, double score) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : path) {
            bytes.writeBytes(vocabulary.bytes(token));
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        String call = text.substring(text.lastIndexOf(OPENING) + OPENING.length());
        // One name can be written in several ways; their probabilities add up.
        found.merge(call.substring(0, call.indexOf(':')), score, (a, b) -> Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))));
    }

    private static Optional<Candidate> candidate(String name, double score) {
        int at = name.indexOf("@@");
        return at < 0 ? Optional.empty() : Optional.of(new Candidate(name.substring(0, at), name.substring(at + 2), score));
    }
}
