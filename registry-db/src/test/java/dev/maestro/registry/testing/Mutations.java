package dev.maestro.registry.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Texts as models write them on a bad day, made from good ones: tags cut, doubled, nested, in other case or
 * in look-alike characters, tokens of chat templates, control characters, halves of characters, and lengths
 * nobody expects. The same seed and number give the same text.
 */
public final class Mutations {
    private static final List<String> TAGS = List.of(
            "<think>", "</think>", "<search>", "</search>", "<answer>", "</answer>", "<information>", "</information>", "<tool_call>",
            "</tool_call>",
            "<evidence>", "</evidence>", "<|im_start|>", "<|im_end|>", "<|im_start|>assistant\n", "<|endoftext|>", "<|vision_start|>",
            "[INST]", "<s>", "```", "```python\n",
            "```json\n", "@@", ":", "\\boxed{", "{\"bbox_2d\":[", "]}", "assert ", "def f(", "Answer: ");
    private static final String ODD = "\u0000\u0007\u001b\u007f\u0085\u00a0\u00ad\u200b\u200d\u202e\u2028\ufeff\ufffd\uD800\uDC00\uDBFF\u0130\u1e9e\ufb01\uff1c\uff1e\uff5c";

    private final List<String> corpus;
    private final long seed;

    /** @param corpus texts that are well formed; at least one */
    public Mutations(long seed, List<String> corpus) {
        this.seed = seed;
        this.corpus = List.copyOf(corpus);
    }

    /** The text of that number. */
    public String text(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        StringBuilder text = new StringBuilder(pick(random, corpus));
        int edits = 1 + random.nextInt(number % 10 == 0 ? 40 : 6);
        for (int i = 0; i < edits; i++) {
            edit(text, random);
        }
        if (number % 1000 == 999) {
            text.append(pick(random, TAGS).repeat(2_000));
        }
        return text.toString();
    }

    private void edit(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(24));
        switch (random.nextInt(11)) {
            case 0 -> text.insert(at, pick(random, TAGS));
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.replace(at, end, text.substring(at, end).toUpperCase(Locale.ROOT));
            case 5 -> text.insert(at, pick(random, corpus));
            case 6 -> text.setLength(at);
            case 7 -> cut(text, random);
            case 8 -> nest(text, random);
            case 9 -> text.replace(at, end, text.substring(at, end).replace('<', '\uff1c').replace('>', '\uff1e').replace('"', '\''));
            default -> text.insert(at, String.valueOf((char) (' ' + random.nextInt(95))).repeat(1 + random.nextInt(200)));
        }
    }

    /** A tag that is there loses a part of itself. */
    private static void cut(StringBuilder text, Random random) {
        int tag = text.indexOf("<", random.nextInt(text.length() + 1));
        if (tag >= 0) {
            int end = text.indexOf(">", tag);
            int from = tag + random.nextInt(Math.max(1, (end < 0 ? text.length() : end) - tag));
            text.delete(from, Math.min(text.length(), from + 1 + random.nextInt(4)));
        }
    }

    /** A tag inside a tag. */
    private static void nest(StringBuilder text, Random random) {
        int tag = text.indexOf("<", random.nextInt(text.length() + 1));
        if (tag >= 0) {
            text.insert(Math.min(text.length(), tag + 1 + random.nextInt(6)), pick(random, TAGS));
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The bytes of a text, and how to get it again, for the message of a failure; an unpaired surrogate stands as {@code ?}. */
    public String shown(int number) {
        byte[] bytes = text(number).getBytes(StandardCharsets.UTF_8);
        int most = Math.min(bytes.length, 2_000);
        return "text " + number + " of seed " + seed + ", " + bytes.length + " bytes: " + HexFormat.of().formatHex(bytes, 0, most)
                + (most < bytes.length ? "…" : "");
    }
}
