package dev.maestro.inference.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A checkpoint's byte-level tokenizer: text → ids as the reference library gives them, and back. Added tokens that
 * stand in a text become their ids; nothing is added, cut or padded. Thread-safe; holds native memory until closed.
 */
public final class Tokenizer implements Vocabulary, AutoCloseable {
    private final TokenizerFile file;
    private final HuggingFaceTokenizer encoder;

    private Tokenizer(TokenizerFile file, HuggingFaceTokenizer encoder) {
        this.file = file;
        this.encoder = encoder;
    }

    /**
     * @throws CheckpointRefusedException {@code TOKENIZER_MISSING}, {@code TOKENIZER_UNREADABLE} or {@code TOKENIZER_UNSUPPORTED}
     */
    public static Tokenizer of(Path folder) {
        Path path = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(path)) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_MISSING,
                    path + " does not exist. A checkpoint needs it to read and write text: copy it from where the checkpoint"
                            + " was published, or save it with the tokenizers library.");
        }
        TokenizerFile file = TokenizerFile.read(path);
        prepare();
        try {
            return new Tokenizer(file, HuggingFaceTokenizer.builder().optTokenizerPath(path).optAddSpecialTokens(false).optTruncation(false)
                    .optPadding(false).build());
        } catch (IOException | RuntimeException e) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_UNREADABLE,
                    path + " was refused by the tokenizer library: " + e.getMessage() + ". Fetch the file again.", e);
        } catch (LinkageError e) {
            throw new CheckpointRefusedException(TokenizerErrors.TOKENIZER_LIBRARY_UNAVAILABLE,
                    "the native tokenizer library does not load: "
                            + e.getMessage()
                            + ". It is unpacked into DJL_CACHE_DIR: check that the folder can be written and that this is a 64-bit Linux or macOS machine.",
                    e);
        }
    }

    /** The library's native part is unpacked beside PyTorch's; with a GPU in sight it would want to fetch another one. */
    private static void prepare() {
        String cache = TorchSettings.standard().cache().toString();
        for (Map.Entry<String, String> setting : Map.of("DJL_CACHE_DIR", cache, "ENGINE_CACHE_DIR", cache, "ai.djl.offline", "true",
                "OPT_OUT_TRACKING", "true", "RUST_FLAVOR", "cpu").entrySet()) {
            if (System.getProperty(setting.getKey()) == null && System.getenv(setting.getKey()) == null) {
                System.setProperty(setting.getKey(), setting.getValue());
            }
        }
    }

    public int[] encode(String text) {
        return Arrays.stream(encoder.encode(text, false, false).getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** The text of all tokens together; bytes that make no character become U+FFFD. */
    public String decode(int[] tokens, boolean skipSpecial) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            if (!skipSpecial || !isSpecial(token)) {
                bytes.writeBytes(file.bytes(token));
            }
        }
        return Utf8Decoder.text(bytes.toByteArray(), bytes.size());
    }

    public StreamingText stream() {
        return new StreamingText(this);
    }

    /** The id of a token by its written form, e.g. {@code <|im_end|>}. */
    public OptionalInt id(String token) {
        return file.id(token);
    }

    /** One more than the highest id; the model may have rows beyond it that stand for nothing. */
    @Override
    public int size() {
        return file.size();
    }

    @Override
    public byte[] bytes(int token) {
        return isSpecial(token) ? TokenizerFile.NOTHING : file.bytes(token);
    }

    /** Whether the token is one that marks structure and is left out of text. */
    public boolean isSpecial(int token) {
        return file.isSpecial(token);
    }

    /** The written forms of all special tokens. */
    public List<String> specialTokens() {
        return file.specialTokens();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
