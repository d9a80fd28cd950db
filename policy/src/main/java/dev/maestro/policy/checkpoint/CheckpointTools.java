package dev.maestro.policy.checkpoint;

import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What can be done with a checkpoint folder besides letting it decide: look at it, write an example, generate texts, try
 * the natives. Module {@code inference} implements it and brings PyTorch along. Implementations are thread-safe, are made
 * anew by each {@link #find}, and load nothing before they are asked to.
 */
public interface CheckpointTools {
    /** The implementation on the class path; empty where there is none. */
    static Optional<CheckpointTools> find() {
        return ServiceLoader.load(CheckpointTools.class, CheckpointTools.class.getClassLoader()).findFirst();
    }

    /** @throws MaestroException {@code MODEL_SUPPORT_MISSING} where there is none; it names the jar */
    static CheckpointTools required() {
        return find().orElseThrow(() -> new MaestroException(CheckpointSupportErrors.MODEL_SUPPORT_MISSING,
                "nothing on the class path reads checkpoints: maestro-inference, with PyTorch, is left out."
                        + " Start Maestro with all of its jars, without MAESTRO_SLIM."));
    }

    /** @throws MaestroException when a device, number format, flavor or number of threads is not known or out of range */
    void requireValid(CheckpointLoading loading);

    /** Looks at every part of a folder by itself, reads heads of files only, and never throws for what is wrong with one. */
    CheckpointReport inspect(Path folder);

    /** Whether natives of PyTorch for this machine came with the program. */
    boolean bundlesNatives();

    /**
     * Starts PyTorch in this process, for good.
     *
     * @throws TorchUnavailableException with the reason and what to do about it
     */
    NativesReport tryNatives(NativesSettings natives);

    /**
     * Writes a small checkpoint with weights from a seed; files of the same names are replaced.
     *
     * @throws java.io.UncheckedIOException when it cannot be written
     */
    void writeExample(Path folder, long seed);

    /**
     * What ids say by a folder's tokenizer, special tokens written out.
     *
     * @return in the same order
     * @throws CheckpointRefusedException when the folder has no tokenizer that can be used
     */
    List<String> texts(Path folder, List<int[]> ids);

    /**
     * Loads the model, generates a text for each line, and tells the results in the order of the lines. Blank lines are
     * passed over.
     *
     * @param lines read as they are needed, or all of them first where logits are wanted
     * @return how many lines were refused
     * @throws CheckpointRefusedException when the folder cannot be used, or there is too little memory
     * @throws TorchUnavailableException  when PyTorch or the device cannot be used
     * @throws IOException                when the file of the logits cannot be written
     */
    int generate(GenerationOrder order, Iterator<String> lines, GenerationOutput output) throws IOException;
}
