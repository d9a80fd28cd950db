package dev.maestro.orchestra.text;

/**
 * The shape of a small Qwen3 decoder.
 *
 * @param hidden        width
 * @param layers        at least 1
 * @param heads         of queries
 * @param keyValueHeads divides {@code heads}
 * @param headSize      even
 * @param intermediate  width within the feed-forward blocks
 */
public record CheckpointShape(int hidden, int layers, int heads, int keyValueHeads, int headSize, int intermediate) {
    /** 173 thousand parameters: what the first experiments were made with. */
    public static final CheckpointShape SMALL = new CheckpointShape(64, 3, 4, 4, 16, 128);
    /** 750 thousand parameters. */
    public static final CheckpointShape MEDIUM = new CheckpointShape(128, 4, 4, 4, 32, 256);
}
