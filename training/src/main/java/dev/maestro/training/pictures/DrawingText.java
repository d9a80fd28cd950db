package dev.maestro.training.pictures;

import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How tasks about pictures are written: as the benchmark's, with the picture before the question. */
final class DrawingText {
    /** The only skill. */
    static final String SKILL = "Look";
    static final String SKILL_DESCRIPTION = "answers what is asked";
    static final String VISION_BEGIN = "<|vision_start|>";
    static final String PICTURE = "<|image_pad|>";
    static final String VISION_END = "<|vision_end|>";
    /** All kinds are asked about in the same words; the question proper goes to the expert with the picture. */
    static final List<String> QUESTIONS = List.of("answer what is asked here", "what is the answer", "look and say what is right",
            "who can tell what this comes to", "say what is wanted of this", "find out what is asked", "give the answer to this",
            "what does this come to");
    /** Letters of a reply that the policy is told. */
    private static final int REPLY = 24;

    private DrawingText() {}

    static OrchestraTokenizer tokenizer() {
        List<String> texts = Stream.of(QUESTIONS.stream(), Stream.of(panel(List.of(DrawingExpert.values())), observation("not sure"),
                ActionText.ASKS + ActionText.QUESTION)).flatMap(s -> s).toList();
        return OrchestraTokenizer.ofTexts(texts.stream().map(text -> text.replaceAll("</?information>", "")).toList(),
                List.of(VISION_BEGIN, PICTURE, VISION_END));
    }

    static String panel(List<DrawingExpert> experts) {
        StringBuilder text = new StringBuilder("Experts\n");
        experts.forEach(expert -> text.append("- ").append(expert.written()).append(": ").append(expert.description()).append('\n'));
        return text.append("Skills\n- ").append(SKILL).append(": ").append(SKILL_DESCRIPTION).toString();
    }

    /** Up to where the policy begins, with one placeholder. */
    static String prompt(List<DrawingExpert> experts, String question) {
        return panel(experts) + "\n" + VISION_BEGIN + PICTURE + VISION_END + question + "\n" + ActionText.TURN;
    }

    /** Behind {@link ActionText#SEARCH}. */
    static String called(DrawingExpert expert) {
        return expert.written() + ActionText.WITH + SKILL + ActionText.ASKS + ActionText.QUESTION + ActionText.SEARCH_END;
    }

    static String call(DrawingExpert expert) {
        return ActionText.call(expert.written(), SKILL, Optional.empty());
    }

    static String observation(String reply) {
        return ActionText.INFORMATION + " " + told(reply) + ActionText.INFORMATION_END;
    }

    /** In plain letters, cut to length; one who could not tell is not sure. */
    static String told(String reply) {
        String plain = reply.replaceAll("[^\\p{Alnum} .,:$%()=/-]", " ").replaceAll("\\s+", " ").strip();
        String cut = plain.length() > REPLY ? plain.substring(0, REPLY).strip() : plain;
        return cut.isEmpty() ? "not sure" : cut;
    }

    /** What the expert said is the answer. */
    static String answer() {
        return ActionText.answer(ActionText.QUESTION.strip());
    }
}
