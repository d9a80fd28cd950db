package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Notices;
import dev.maestro.app.program.Problem;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.CheckpointRefusedException;
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
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.inference.torch.TorchUnavailableException;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        description = {
            "Writes texts for cases: JSON Lines in, JSON Lines out, in the same order.",
            "In: {id, messages | token_ids, max_tokens, temperature, top_k, top_p, min_p, seed, stop}. Out: {id, prompt_token_ids, token_ids, text, logprobs, finish_reason} or {id, error}."
        })
final class PolicyGenerate implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--input", paramLabel = "FILE", description = "Cases; standard input without it.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--images", paramLabel = "DIR",
            description = "Folder that the paths of pictures are relative to (default: the current one).")
    private Path images = Path.of("");

    @Option(names = "--logits", paramLabel = "FILE",
            description = "Write the prompts' logits too: safetensors, float32, one tensor [tokens, vocabulary] per case, named by its id. All cases are read first.")
    private Optional<Path> logits = Optional.empty();

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda, or one of several CUDA devices as cuda:1 (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(names = "--dtype", paramLabel = "NAME", defaultValue = "auto",
            description = "auto (as the checkpoint says), float32, bfloat16 or float16 (default: ${DEFAULT-VALUE}).")
    private String dtype = "auto";

    @Option(names = "--batch", paramLabel = "N", defaultValue = "16", description = "Texts written together (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0",
            description = "Threads of one operation; 0 for as many as there are cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--torch-libraries", paramLabel = "DIR",
            description = "The torch/lib folder of an installed PyTorch 2.7.1, e.g. one with CUDA, instead of the bundled natives.")
    private Optional<Path> libraries = Optional.empty();

    @Option(names = "--torch-flavor", paramLabel = "NAME", defaultValue = "cu128",
            description = "The bridge to --torch-libraries: cu128 for PyTorch with CUDA 12, cpu without (default: ${DEFAULT-VALUE}).")
    private String flavor = "cu128";

    PolicyGenerate(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (batch < 1 || batch > 1024) {
            throw Problem.usage(UsageErrors.BATCH_INVALID, "--batch " + batch + "; 1 to 1024 texts can be written together.");
        }
        LoadOptions options = options();
        Path folder = model.folder();
        try (InputStream in = open(); PromptWriter prompts = PromptWriter.of(folder)) {
            prompts.defaults().ignored().forEach(setting -> session.terminal()
                    .say(Notices.GENERATION_SETTING_IGNORED + ": generation_config.json asks for " + setting
                            + ", which is not supported."));
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return generate(prompts, QwenModel.load(folder, options), reader.lines().iterator());
        } catch (CheckpointRefusedException e) {
            throw Problem.of(ExitCode.BAD_INPUT, e);
        } catch (TorchUnavailableException e) {
            throw Problem.of(ExitCode.INFRASTRUCTURE, e);
        } catch (UncheckedIOException e) {
            throw Problem.input(InputErrors.INPUT_UNREADABLE, "the cases cannot be read as UTF-8 text: " + e.getMessage() + ".");
        }
    }

    private int generate(PromptWriter prompts, QwenModel loaded, Iterator<String> lines) throws IOException {
        Generating generating = new Generating(prompts, images, 2 * batch);
        Iterator<PreparedLine> cases = generating.preparing(lines);
        try {
            if (logits.isPresent()) {
                List<PreparedLine> all = generating.prepare(lines);
                PromptLogits.write(all, loaded, logits.get());
                cases = all.iterator();
            }
        } catch (IOException e) {
            loaded.close();
            throw Problem.input(InputErrors.LOGITS_UNWRITABLE,
                    logits.map(Path::toString).orElse("") + " cannot be written: " + e.getMessage() + ".");
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
        Vocabulary vocabulary = prompts.tokenizerIfThere().<Vocabulary>map(tokenizer -> tokenizer)
                .orElse(new Wordless(loaded.vocabularySize()));
        EngineSettings settings = EngineSettings.within(Math.max(1, loaded.cacheTokens() * loaded.bytesPerToken())).running(batch)
                .waiting(2 * batch).anyLength(true);
        Printing printing = new Printing(session.terminal());
        try (Engine engine = Engine.start(loaded, vocabulary, settings)) {
            generating.run(cases, engine, printing);
        }
        return printing.refused == 0 ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }

    private LoadOptions options() {
        Path natives = session.configuration().home().resolve("natives");
        try {
            TorchSettings torch = TorchSettings.standard().unpackedUnder(natives).with(threads);
            LoadOptions options = LoadOptions.standard().on(LoadOptions.device(device))
                    .with(libraries.map(folder -> torch.with(folder, flavor)).orElse(torch));
            return LoadOptions.type(dtype).map(options::in).orElse(options);
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.USAGE, e);
        }
    }

    private InputStream open() throws IOException {
        if (input.isEmpty()) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // standard input belongs to the process
                }
            };
        }
        try {
            return Files.newInputStream(input.get());
        } catch (NoSuchFileException _) {
            throw Problem.input(InputErrors.INPUT_MISSING,
                    "\"" + input.get() + "\" does not exist. Give a file with one case on each line, or cases on standard input.");
        }
    }

    /** The vocabulary of a checkpoint without a tokenizer. */
    private record Wordless(int size) implements Vocabulary {
        @Override
        public byte[] bytes(int token) {
            return new byte[0];
        }
    }

    private static final class Printing implements Consumer<GenerationResult> {
        private final Terminal terminal;
        private int refused;

        Printing(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void accept(GenerationResult result) {
            refused += result instanceof GenerationResult.Refused ? 1 : 0;
            terminal.out().println(result.json());
        }
    }
}
