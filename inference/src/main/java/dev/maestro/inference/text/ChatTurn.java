package dev.maestro.inference.text;

import java.util.List;

/** One message of a conversation. */
public record ChatTurn(String role, Content content) {
    /** As it was given: templates may treat a plain text and a list of parts differently. */
    public sealed interface Content {
        record Plain(String text) implements Content {}

        record Parts(List<Part> parts) implements Content {
            public Parts {
                parts = List.copyOf(parts);
            }
        }
    }

    public sealed interface Part {
        record Text(String text) implements Part {}

        /** Stands where an image goes; which one it is follows from the order. */
        record Image() implements Part {}
    }

    public static ChatTurn text(String role, String text) {
        return new ChatTurn(role, new Content.Plain(text));
    }

    public static ChatTurn parts(String role, List<Part> parts) {
        return new ChatTurn(role, new Content.Parts(parts));
    }

    public long images() {
        return switch (content) {
            case Content.Plain _ -> 0;
            case Content.Parts(List<Part> parts) -> parts.stream().filter(Part.Image.class::isInstance).count();
        };
    }
}
