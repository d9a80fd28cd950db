package dev.maestro.policy.checkpoint;

/** Hears what becomes of lines that texts are generated for. */
public interface GenerationOutput {
    /** @param setting of the checkpoint's generation_config.json that is not followed; told before the first line */
    void ignored(String setting);

    /**
     * Called by one thread at a time, in the order of the lines.
     *
     * @param json one object on one line
     */
    void line(String json);
}
