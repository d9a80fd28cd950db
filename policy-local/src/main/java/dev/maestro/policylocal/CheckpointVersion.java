package dev.maestro.policylocal;

import dev.maestro.inference.checkpoint.CheckpointErrors;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells a checkpoint from another in the record: its folder's name, and a digest over its small files
 * and samples of its weights. Training changes nearly every weight, so samples see it; reading gigabytes
 * at each start would only be slower.
 */
final class CheckpointVersion {
    private static final List<String> SMALL = List.of("config.json", "tokenizer.json", "chat_template.jinja", "chat_template.json",
            "tokenizer_config.json",
            "preprocessor_config.json", "generation_config.json");
    private static final int SAMPLES = 256;
    private static final int SAMPLE_BYTES = 4_096;
    private static final int DIGITS = 12;

    private CheckpointVersion() {}

    /** E.g. {@code Qwen3-VL-4B@1f0c2a9b7d31}. */
    static String of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files.filter(CheckpointVersion::counts).sorted().toList()) {
                digest.update((file.getFileName() + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                if (SMALL.contains(file.getFileName().toString())) {
                    digest.update(Files.readAllBytes(file));
                } else {
                    sample(file, digest);
                }
            }
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return (name == null ? "model" : name) + "@" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE,
                    folder + " cannot be read: " + e.getMessage() + ". Make its files readable.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean counts(Path file) {
        return SMALL.contains(file.getFileName().toString()) || file.getFileName().toString().endsWith(".safetensors");
    }

    private static void sample(Path file, MessageDigest digest) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES);
            for (int i = 0; i < SAMPLES; i++) {
                channel.position(channel.size() / SAMPLES * i);
                sample.clear();
                while (sample.hasRemaining() && channel.read(sample) >= 0) {
                    // until it is full, or the file is over
                }
                digest.update(sample.flip());
            }
        }
    }
}
