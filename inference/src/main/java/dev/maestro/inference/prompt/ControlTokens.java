package dev.maestro.inference.prompt;

import dev.maestro.inference.text.ChatTurn;
import dev.maestro.inference.text.ChatTurn.Content;
import dev.maestro.inference.text.ChatTurn.Part;
import dev.maestro.inference.text.Tokenizer;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps strangers' words from being taken for structure: a special token written in a message is parted by a mark,
 * and the text between marks is tokenized piece by piece, so that it is read as the letters it is made of.
 */
final class ControlTokens {
    /** From the private use area; taken out of messages first, so that nobody can place one. */
    private static final String MARK = "\uE6A5";

    private final Tokenizer tokenizer;
    private final Pattern tokens;

    ControlTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        String any = tokenizer.specialTokens().stream().sorted(Comparator.comparing(String::length).reversed()).map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.tokens = Pattern.compile(any.isEmpty() ? "(?!)" : any);
    }

    List<ChatTurn> parted(List<ChatTurn> turns) {
        return turns.stream().map(turn -> new ChatTurn(turn.role(), switch (turn.content()) {
            case Content.Plain(String text) -> new Content.Plain(parted(text));
            case Content.Parts(List<Part> parts) -> new Content.Parts(parts.stream().map(part -> switch (part) {
                case Part.Text(String text) -> new Part.Text(parted(text));
                case Part.Image() -> part;
            }).toList());
        })).toList();
    }

    private String parted(String text) {
        return tokens.matcher(text.replace(MARK, ""))
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(found.group().charAt(0) + MARK + found.group().substring(1)));
    }

    int[] encode(String marked) {
        return marked.contains(MARK)
                ? Pattern.compile(MARK).splitAsStream(marked).flatMapToInt(piece -> IntStream.of(tokenizer.encode(piece))).toArray()
                : tokenizer.encode(marked);
    }
}
