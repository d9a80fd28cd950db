package dev.maestro.orchestra.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.world.NamePool;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The benchmark's vocabulary as a {@code tokenizer.json}: byte-level byte-pair encoding, made from the world's word lists alone and always
 * the same. Every word of the world is one token, with the space before it where it has one; a name is two, its syllables; a value is one
 * with its space; each tag is one. Words with typing errors fall into pieces that the words have in common. Ids: the 256 bytes,
 * syllables, values, words by their letters, pieces in the order in which they were learned, then the added tokens, which come last.
 * Immutable and thread-safe.
 */
public final class OrchestraTokenizer {
    public static final int STANDARD_SIZE = 768;
    public static final String PAD = "<pad>";
    /** Ends a text; nothing in the benchmark needs it, programs that serve checkpoints ask for one. */
    public static final String END = "<end>";
    private static final List<String> STRUCTURE = List.of(PAD, END, ActionText.TURN);
    private static final List<String> TAGS = List.of(ActionText.SEARCH, ActionText.SEARCH_END, ActionText.WITH, ActionText.ANSWER,
            ActionText.ANSWER_END, ActionText.INFORMATION, ActionText.INFORMATION_END);

    /** A list's bullet; the first syllable of a name; a word with its space; a digit; signs; white space. */
    private static final String SPLIT = "\\n- |(?:" + String.join("|", NamePool.firstSyllables()) + ")(?=(?:"
            + String.join("|", NamePool.secondSyllables()) + ")(?!\\p{L}))| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s";
    private static final Pattern PIECES = Pattern.compile(SPLIT);

    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final List<MergeLearner.Pair> merges = new ArrayList<>();
    private final List<String> structure;

    /**
     * @param first words that come first, whatever texts hold
     * @param texts whose words are tokens
     * @param marks added tokens between those of a text's structure and the tags
     */
    private OrchestraTokenizer(int size, List<String> first, List<String> texts, List<String> marks) {
        for (int unit = 0; unit < 256; unit++) {
            vocabulary.put(letter(unit), vocabulary.size());
        }
        first.forEach(this::put);
        List<String> words = words(texts);
        words.forEach(this::put);
        this.structure = Stream.concat(STRUCTURE.stream(), marks.stream()).toList();
        int room = size - structure.size() - TAGS.size();
        if (size > 0 && vocabulary.size() > room) {
            throw new MaestroException(OrchestraErrors.VOCABULARY_TOO_SMALL,
                    size + " tokens; " + (size + vocabulary.size() - room) + " are needed at least.");
        }
        MergeLearner learner = new MergeLearner(words.stream().map(OrchestraTokenizer::letters).toList());
        while (vocabulary.size() < room) {
            MergeLearner.Pair pair = learner.next().orElse(null);
            if (pair == null) {
                break;
            }
            merges.add(pair);
            vocabulary.putIfAbsent(pair.joined(), vocabulary.size());
        }
        for (String token : structure) {
            added.put(token, vocabulary.size() + added.size());
        }
        for (String token : TAGS) {
            added.put(token, vocabulary.size() + added.size());
        }
    }

    /** The vocabulary of {@link #STANDARD_SIZE} tokens. */
    public static OrchestraTokenizer standard() {
        return of(STANDARD_SIZE);
    }

    /**
     * @param size most tokens; fewer when nothing is left to learn
     * @throws MaestroException {@code VOCABULARY_TOO_SMALL}
     */
    public static OrchestraTokenizer of(int size) {
        return new OrchestraTokenizer(size, Stream.of(NamePool.firstSyllables(), NamePool.secondSyllables(),
                OrchestraWorld.VALUES.stream().map(ActionText::value).toList()).flatMap(List::stream).toList(), WorldTexts.all(),
                List.of());
    }

    /**
     * Of other texts than the benchmark's, laid out as its own are: each of their words is a token, everything else falls into bytes.
     *
     * @param marks added tokens beside those of the benchmark, such as what stands for a picture
     */
    public static OrchestraTokenizer ofTexts(List<String> texts, List<String> marks) {
        return new OrchestraTokenizer(0, List.of(), texts, marks);
    }

    /** All tokens, added ones included. */
    public int size() {
        return vocabulary.size() + added.size();
    }

    /** The id of a token by its text, e.g. {@code " A"} or {@code <search>}; empty when the text is no single token. */
    public OptionalInt id(String text) {
        Integer id = added.getOrDefault(text, vocabulary.get(letters(text)));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The text in the pieces that are encoded one by one; without added tokens. */
    static List<String> pieces(String text) {
        Matcher matcher = PIECES.matcher(text);
        List<String> pieces = new ArrayList<>();
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces;
    }

    private static List<String> words(List<String> texts) {
        TreeSet<String> words = new TreeSet<>();
        texts.forEach(text -> words.addAll(pieces(text)));
        return List.copyOf(words);
    }

    private void put(String text) {
        vocabulary.putIfAbsent(letters(text), vocabulary.size());
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            letters.append(letter(unit & 0xff));
        }
        return letters.toString();
    }

    /** The letter that byte-level vocabularies write for a byte: printable Latin-1 itself, the others from U+0100 on, in order. */
    private static String letter(int unit) {
        if (isPrintable(unit)) {
            return String.valueOf((char) unit);
        }
        int before = 0;
        for (int other = 0; other < unit; other++) {
            before += isPrintable(other) ? 0 : 1;
        }
        return String.valueOf((char) (0x100 + before));
    }

    private static boolean isPrintable(int unit) {
        return unit >= '!' && unit <= '~' || unit >= 0xA1 && unit <= 0xAC || unit >= 0xAE;
    }

    /** {@code tokenizer.json} as the tokenizers library reads it. */
    public String json() {
        ObjectNode root = Json.MAPPER.createObjectNode().put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode tokens = root.putArray("added_tokens");
        added.forEach((token, id) -> tokens.addObject().put("id", id).put("content", token).put("single_word", false).put("lstrip", false)
                .put("rstrip", false).put("normalized", false).put("special", structure.contains(token)));
        root.putNull("normalizer");
        ArrayNode steps = root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", SPLIT);
        split.put("behavior", "Isolated").put("invert", false);
        steps.addObject().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", false);
        root.putNull("post_processor");
        root.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", true).put("trim_offsets", true).put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout").putNull("unk_token")
                .putNull("continuing_subword_prefix").putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false)
                // A piece that is a token as a whole is not taken apart and put together again.
                .put("ignore_merges", true);
        ObjectNode ids = model.putObject("vocab");
        vocabulary.forEach(ids::put);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pair -> pairs.add(pair.left() + " " + pair.right()));
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
