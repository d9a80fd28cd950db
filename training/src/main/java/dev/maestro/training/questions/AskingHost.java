package dev.maestro.training.questions;

import dev.maestro.core.ContentHash;
import java.nio.file.Path;
import java.util.List;

/** Asks questions by the weights as they are, and waits until each query has ended. For one thread. */
interface AskingHost extends AutoCloseable {
    /** Indexes of the questions to learn from, in order. */
    List<Long> questions();

    /** Of those to validate with; empty where there are none. */
    List<Long> validation();

    /** These weights decide from now on. @param folder of a checkpoint, which stays until others are served */
    void serve(Path folder);

    /**
     * Draws answers. What was asked under the name before is not asked again.
     *
     * @param name of the asking, unique in the run: so a process that dies and takes the step again finds its queries
     * @return one for each index, in order
     */
    List<AskedQuestion> ask(String name, List<Long> indexes, long seed);

    /** Answers all questions to validate with, greedily. @return share of right ones */
    double validate(String name);

    /** The images of a question, as the policy is shown them. */
    List<byte[]> images(List<ContentHash> hashes);

    @Override
    void close();
}
