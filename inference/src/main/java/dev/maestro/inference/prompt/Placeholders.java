package dev.maestro.inference.prompt;

import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.text.ModelInputErrors;
import dev.maestro.inference.text.PromptRefusedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** The tokens in a prompt that stand for an image. */
final class Placeholders {
    private Placeholders() {}

    /**
     * @param key     tells the image from every other
     * @param grid    of its patches; may be without values
     * @param patches with values
     */
    record PromptImage(String key, PixelPatches grid, Supplier<PixelPatches> patches) {}

    /** Each placeholder becomes as many as its image has tokens. */
    static int[] expand(int[] tokens, int placeholder, List<PromptImage> images, int merge) {
        long written = Arrays.stream(tokens).filter(token -> token == placeholder).count();
        if (written != images.size()) {
            throw new PromptRefusedException(ModelInputErrors.PLACEHOLDERS_MISMATCH,
                    "the chat template and the texts write " + written + " placeholders for " + images.size()
                            + " pictures. Take placeholder tokens out of the texts, or use a template that writes one for each picture.");
        }
        int[] counts = images.stream().mapToInt(image -> image.grid().patches() / (merge * merge)).toArray();
        int[] out = new int[tokens.length - counts.length + Arrays.stream(counts).sum()];
        int at = 0;
        int next = 0;
        for (int token : tokens) {
            int count = token == placeholder ? counts[next++] : 1;
            Arrays.fill(out, at, at + count, token);
            at += count;
        }
        return out;
    }

    static String key(PixelPatches patches) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(8).putInt(patches.gridHeight()).putInt(patches.gridWidth()).array());
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        for (int from = 0; from < patches.values().length; from += 1 << 14) {
            int count = Math.min(1 << 14, patches.values().length - from);
            bytes.clear().asFloatBuffer().put(patches.values(), from, count);
            digest.update(bytes.limit(4 * count));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String key(byte[] encoded) {
        return HexFormat.of().formatHex(sha256().digest(encoded));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
