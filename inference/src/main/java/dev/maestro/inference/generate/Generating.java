package dev.maestro.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.prompt.PromptWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Lines in, results out, in the order of the lines; many are generated at once. For one thread. */
public final class Generating {
    /** Tokens to write where neither the line nor the checkpoint says how many. */
    public static final int MOST_TOKENS = 256;

    private final PromptWriter prompts;
    private final CasePreparation preparation;
    private final int atOnce;

    /**
     * @param images folder that paths in the lines are relative to
     * @param atOnce   lines under way together
     */
    public Generating(PromptWriter prompts, Path images, int atOnce) {
        this.prompts = prompts;
        this.preparation = new CasePreparation(prompts, images, MOST_TOKENS);
        this.atOnce = atOnce;
    }

    /** Lines that were read and understood, for those who need them all before the first is generated. */
    public List<PreparedLine> prepare(Iterator<String> lines) {
        List<PreparedLine> all = new ArrayList<>();
        int number = 0;
        while (lines.hasNext()) {
            String line = lines.next();
            number++;
            if (!line.isBlank()) {
                all.add(new PreparedLine(preparation.prepare(line, number)));
            }
        }
        return all;
    }

    /** Reads lines as they are needed: no more are held than are under way. */
    public Iterator<PreparedLine> preparing(Iterator<String> lines) {
        return new Iterator<>() {
            private final Deque<PreparedLine> next = new ArrayDeque<>();
            private int number;

            @Override
            public boolean hasNext() {
                while (next.isEmpty() && lines.hasNext()) {
                    String line = lines.next();
                    number++;
                    if (!line.isBlank()) {
                        next.add(new PreparedLine(preparation.prepare(line, number)));
                    }
                }
                return !next.isEmpty();
            }

            @Override
            public PreparedLine next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                return next.remove();
            }
        };
    }

    /**
     * Generates all of them; results come in order, each as soon as those before it are there, also while the next
     * line is waited for.
     *
     * @param results called by one other thread
     */
    public void run(Iterator<PreparedLine> lines, Engine engine, Consumer<GenerationResult> results) {
        BlockingQueue<Optional<CompletableFuture<GenerationResult>>> underWay = new ArrayBlockingQueue<>(atOnce);
        CompletableFuture<Void> told = new CompletableFuture<>();
        Thread.ofVirtual().name("results").start(() -> tell(underWay, results, told));
        try {
            while (lines.hasNext()) {
                underWay.put(Optional.of(started(lines.next().prepared(), engine)));
            }
            underWay.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while lines were under way", e);
        }
        told.join();
    }

    /** Goes on taking when telling fails, so that nobody waits for room. */
    private static void tell(BlockingQueue<Optional<CompletableFuture<GenerationResult>>> underWay, Consumer<GenerationResult> results,
            CompletableFuture<Void> told) {
        try {
            for (Optional<CompletableFuture<GenerationResult>> next = underWay.take(); next.isPresent(); next = underWay.take()) {
                GenerationResult result = next.get().join();
                try {
                    results.accept(result);
                } catch (RuntimeException e) {
                    told.completeExceptionally(e);
                }
            }
            told.complete(null);
        } catch (InterruptedException e) {
            told.completeExceptionally(e);
        }
    }

    private CompletableFuture<GenerationResult> started(PreparedCase prepared, Engine engine) {
        return switch (prepared) {
            case PreparedCase.Refused(JsonNode id, ErrorCode code, String message) ->
                CompletableFuture.completedFuture(new GenerationResult.Refused(id, code, message));
            case PreparedCase.Ready(JsonNode id, _, GenerationRequest request) -> {
                Generation generation = engine.submit(request);
                yield generation.outcome().thenApply(outcome -> result(id, request, outcome));
            }
        };
    }

    private GenerationResult result(JsonNode id, GenerationRequest request, GenerationOutcome outcome) {
        return switch (outcome) {
            case GenerationOutcome.Failed failed ->
                new GenerationResult.Refused(id, GenerationErrors.of(failed.failure()), failed.message() + ".");
            case GenerationOutcome.Finished finished -> {
                List<Token> tokens = new ArrayList<>(finished.tokens());
                finished.stopToken().ifPresent(tokens::add);
                Optional<String> text = prompts.tokenizerIfThere()
                        .map(tokenizer -> finished.stoppedAt().isPresent() ? finished.text() : tokenizer.decode(ids(tokens), true));
                yield new GenerationResult.Written(id, request.prompt().tokens(), tokens, text, finished.reason());
            }
        };
    }

    private static int[] ids(List<Token> tokens) {
        return tokens.stream().mapToInt(Token::id).toArray();
    }

    /** A line, read and turned into a prompt, or refused. */
    public static final class PreparedLine {
        private PreparedCase prepared;

        PreparedLine(PreparedCase prepared) {
            this.prepared = prepared;
        }

        PreparedCase prepared() {
            return prepared;
        }

        void refuse(ErrorCode code, String message) {
            prepared = new PreparedCase.Refused(prepared.id(), code, message);
        }
    }
}
