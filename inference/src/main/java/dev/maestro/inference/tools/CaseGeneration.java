package dev.maestro.inference.tools;

import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.inference.generate.Generating;
import dev.maestro.inference.generate.Generating.PreparedLine;
import dev.maestro.inference.generate.GenerationResult;
import dev.maestro.inference.generate.PromptLogits;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.policy.checkpoint.GenerationOrder;
import dev.maestro.policy.checkpoint.GenerationOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** One model, loaded for the lines of one order. For one thread. */
final class CaseGeneration {
    private final GenerationOrder order;
    private final GenerationOutput output;
    private int refused;

    CaseGeneration(GenerationOrder order, GenerationOutput output) {
        this.order = order;
        this.output = output;
    }

    int run(Iterator<String> lines) throws IOException {
        LoadOptions options = LoadOptions.of(order.loading());
        try (PromptWriter prompts = PromptWriter.of(order.folder())) {
            prompts.defaults().ignored().forEach(output::ignored);
            generate(prompts, QwenModel.load(order.folder(), options), lines);
        }
        return refused;
    }

    private void generate(PromptWriter prompts, QwenModel loaded, Iterator<String> lines) throws IOException {
        Generating generating = new Generating(prompts, order.images(), 2 * order.batch());
        Iterator<PreparedLine> cases = generating.preparing(lines);
        try {
            if (order.logits().isPresent()) {
                List<PreparedLine> all = generating.prepare(lines);
                PromptLogits.write(all, loaded, order.logits().get());
                cases = all.iterator();
            }
        } catch (IOException | RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
        Vocabulary vocabulary = prompts.tokenizerIfThere().<Vocabulary>map(tokenizer -> tokenizer)
                .orElse(new Wordless(loaded.vocabularySize()));
        EngineSettings settings = EngineSettings.within(Math.max(1, loaded.cacheTokens() * loaded.bytesPerToken())).running(order.batch())
                .waiting(2 * order.batch()).anyLength(true);
        try (Engine engine = Engine.start(loaded, vocabulary, settings)) {
            generating.run(cases, engine, this::tell);
        }
    }

    /** Called by one other thread, whose end {@link Generating#run} waits for. */
    private void tell(GenerationResult result) {
        refused += result instanceof GenerationResult.Refused ? 1 : 0;
        output.line(result.json().toString());
    }

    /** Of a checkpoint without a tokenizer. */
    private record Wordless(int size) implements Vocabulary {
        @Override
        public byte[] bytes(int token) {
            return new byte[0];
        }
    }
}
