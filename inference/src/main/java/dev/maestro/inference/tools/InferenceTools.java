package dev.maestro.inference.tools;

import dev.maestro.inference.example.ExampleCheckpoint;
import dev.maestro.inference.inspect.Inspector;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.CheckpointReport;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.policy.checkpoint.GenerationOrder;
import dev.maestro.policy.checkpoint.GenerationOutput;
import dev.maestro.policy.checkpoint.NativesReport;
import dev.maestro.policy.checkpoint.NativesSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Qwen3 and Qwen3-VL checkpoints on PyTorch. Thread-safe. */
public final class InferenceTools implements CheckpointTools {
    @Override
    public void requireValid(CheckpointLoading loading) {
        LoadOptions.of(loading);
    }

    @Override
    public CheckpointReport inspect(Path folder) {
        return InspectionReport.of(Inspector.inspect(folder));
    }

    @Override
    public boolean bundlesNatives() {
        return System.getProperty("os.name").equals("Linux") && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"))
                && InferenceTools.class.getClassLoader().getResource("pytorch/cpu/linux-x86_64/libtorch.so") != null;
    }

    @Override
    public NativesReport tryNatives(NativesSettings natives) {
        Torch torch = Torch.start(TorchSettings.of(natives));
        return new NativesReport(torch.version(), torch.threads(), torch.cudaDevices());
    }

    @Override
    public void writeExample(Path folder, long seed) {
        ExampleCheckpoint.write(folder, seed);
    }

    @Override
    public List<String> texts(Path folder, List<int[]> ids) {
        try (Tokenizer tokenizer = Tokenizer.of(folder)) {
            return ids.stream().map(each -> tokenizer.decode(each, false)).toList();
        }
    }

    @Override
    public int generate(GenerationOrder order, Iterator<String> lines, GenerationOutput output) throws IOException {
        return new CaseGeneration(order, output).run(lines);
    }
}
