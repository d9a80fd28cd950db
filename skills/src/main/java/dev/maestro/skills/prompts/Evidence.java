package dev.maestro.skills.prompts;

import dev.maestro.core.query.StepKind;
import dev.maestro.core.text.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** Evidence as it stands in a prompt: marked as data, bounded, and without anything that could pass for markup. */
public final class Evidence {
    /** Per image and step; a page of dense text has about 3,000 characters. */
    private static final int MAX_CHARS = 6_000;

    private Evidence() {}

    /** Fences untrusted text. Nothing inside can close the fence. */
    public static String fence(String source, String text) {
        String clean = Markup.strip(text).strip();
        int length = clean.codePointCount(0, clean.length());
        if (length > MAX_CHARS) {
            clean = clean.substring(0, clean.offsetByCodePoints(0, MAX_CHARS)) + "\n[… " + (length - MAX_CHARS) + " characters left out …]";
        }
        return "<evidence source=\"" + source + "\">\n" + clean + "\n</evidence>";
    }

    /**
     * What a service said about each image.
     *
     * @param texts by image number from 1; an empty text means it looked and found nothing, {@code null} that it gave no reply
     */
    static String perImage(StepKind kind, SequencedMap<Integer, String> texts) {
        StringBuilder lines = new StringBuilder();
        texts.forEach((image, text) -> {
            String of = image == 0 ? "the images" : "image " + image;
            String said = text == null ? unavailable(kind) : text.isBlank() ? nothing(kind) : text.strip();
            lines.append(heading(kind)).append(' ').append(of).append(": ").append(said).append('\n');
        });
        return lines.isEmpty() ? capitalised(nothing(kind)) + "." : fence(source(kind), lines.toString());
    }

    /** What the services said, written as the reference system does: one line per image, with a blank line between. */
    static String lines(StepKind kind, SequencedMap<Integer, String> texts) {
        String name = switch (kind) {
            case READ_TEXT -> "ocr";
            case DETECT -> "detection";
            case CAPTION -> "caption";
            case ZOOM, DRAW_BOXES, ASK, CLASSIFY, VERIFY, RUN_CODE, EVALUATE, REPEAT ->
                throw new IllegalArgumentException(kind + " has no lines");
        };
        String nothing = kind == StepKind.CAPTION ? "" : "Not found";
        List<String> lines = new ArrayList<>();
        texts.forEach((image, text) -> {
            String said = text == null ? "" : Markup.strip(text).strip();
            lines.add("The " + name + " result of image" + image + " is: " + (said.isEmpty() ? nothing : said));
        });
        return String.join("\n\n", lines);
    }

    static String source(StepKind kind) {
        return switch (kind) {
            case READ_TEXT -> "text_reader";
            case DETECT -> "object_detector";
            case CAPTION -> "captioner";
            case ZOOM, DRAW_BOXES -> "image_tool";
            case ASK, CLASSIFY, VERIFY, REPEAT -> "earlier_reply";
            case RUN_CODE, EVALUATE -> "program_output";
        };
    }

    private static String heading(StepKind kind) {
        return switch (kind) {
            case READ_TEXT -> "Text read in";
            case DETECT -> "Objects detected in";
            case CAPTION -> "Description of";
            case ZOOM, DRAW_BOXES, ASK, CLASSIFY, VERIFY, RUN_CODE, EVALUATE, REPEAT -> "About";
        };
    }

    private static String nothing(StepKind kind) {
        return switch (kind) {
            case READ_TEXT -> "no text was found";
            case DETECT -> "no objects were found";
            case CAPTION -> "no description was found";
            case ZOOM, DRAW_BOXES, ASK, CLASSIFY, VERIFY, RUN_CODE, EVALUATE, REPEAT -> "nothing was found";
        };
    }

    private static String unavailable(StepKind kind) {
        return switch (kind) {
            case READ_TEXT -> "not available (the text reader gave no reply)";
            case DETECT -> "not available (the detector gave no reply)";
            case CAPTION -> "not available (no description was made)";
            case ZOOM, DRAW_BOXES, ASK, CLASSIFY, VERIFY, RUN_CODE, EVALUATE, REPEAT -> "not available";
        };
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
