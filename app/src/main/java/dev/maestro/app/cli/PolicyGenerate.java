package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Notices;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.policy.checkpoint.GenerationOrder;
import dev.maestro.policy.checkpoint.GenerationOutput;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.policy.checkpoint.TorchUnavailableException;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
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
        CheckpointTools checkpoints = LocalModels.tools();
        CheckpointLoading loading = loading(checkpoints);
        GenerationOrder order = new GenerationOrder(model.folder(), loading, images, batch, logits);
        try (InputStream in = open()) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            int refused = generate(checkpoints, order, reader.lines().iterator());
            return refused == 0 ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        } catch (CheckpointRefusedException e) {
            throw Problem.of(ExitCode.BAD_INPUT, e);
        } catch (TorchUnavailableException e) {
            throw Problem.of(ExitCode.INFRASTRUCTURE, e);
        } catch (UncheckedIOException e) {
            throw Problem.input(InputErrors.INPUT_UNREADABLE, "the cases cannot be read as UTF-8 text: " + e.getMessage() + ".");
        }
    }

    private int generate(CheckpointTools checkpoints, GenerationOrder order, Iterator<String> lines) {
        try {
            return checkpoints.generate(order, lines, new Printing(session.terminal()));
        } catch (IOException e) {
            throw Problem.input(InputErrors.LOGITS_UNWRITABLE,
                    logits.map(Path::toString).orElse("") + " cannot be written: " + e.getMessage() + ".");
        }
    }

    private CheckpointLoading loading(CheckpointTools checkpoints) {
        NativesSettings bundled = NativesSettings.bundled(session.configuration().home().resolve("natives"));
        CheckpointLoading loading = new CheckpointLoading(device, dtype, OptionalLong.empty(), OptionalLong.empty(),
                new NativesSettings(bundled.cache(), libraries, libraries.isPresent() ? flavor : bundled.flavor(), threads));
        try {
            checkpoints.requireValid(loading);
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.USAGE, e);
        }
        return loading;
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

    /** Results to where they are read, remarks to where they are seen. */
    private record Printing(Terminal terminal) implements GenerationOutput {
        @Override
        public void ignored(String setting) {
            terminal.say(Notices.GENERATION_SETTING_IGNORED + ": generation_config.json asks for " + setting
                    + ", which is not supported.");
        }

        @Override
        public void line(String json) {
            terminal.out().println(json);
        }
    }
}
