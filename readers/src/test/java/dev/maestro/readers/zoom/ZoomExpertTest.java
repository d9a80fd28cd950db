package dev.maestro.readers.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.ExpertRequest.Task;
import dev.maestro.experts.Experts;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import dev.maestro.readers.text.TextReader;
import dev.maestro.testing.TestExperts;
import dev.maestro.testing.TestImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoomExpertTest extends ExpertClientContract {
    private static final Experts CLIENT = new Experts((_, _) -> Failure.of(FailureKind.UNREACHABLE, "no server"),
            List.of(new ZoomExpert(new TextReader(1))));
    /** Time enough for six calls at once on a busy machine. */
    private static final Expert EXPERT = TestExperts.with(TestExperts.embedded("Zoom", "zoom"),
            new Expert.Limits(4, 4_000_000, 2, 512, 1_000, 120_000, 300_000, 50));
    private static final Image SCENE = scene();

    @Override
    protected ExpertClient client() {
        return CLIENT;
    }

    @Override
    protected Expert expert() {
        return EXPERT;
    }

    @Override
    protected ExpertRequest validRequest() {
        return ExpertRequests.of(EXPERT, Task.GROUND, "What is the invoice number?", Map.of(), SCENE);
    }

    @Test
    void the_line_that_answers_is_chosen() {
        List<Integer> box = box("What is the invoice number?");
        assertThat(box.get(0)).isBetween(480, 605);
        assertThat(box.get(1)).isBetween(500, 545);
        assertThat(box.get(2)).isBetween(700, 800);
        assertThat(box.get(3)).isBetween(560, 600);
    }

    @Test
    void the_thing_of_the_named_colour_is_chosen() {
        List<Integer> box = box("What is the shape of the blue object?");
        assertThat(box.get(0)).isBetween(80, 101);
        assertThat(box.get(1)).isBetween(80, 101);
        assertThat(box.get(2)).isBetween(219, 240);
        assertThat(box.get(3)).isBetween(179, 200);
    }

    @Test
    void an_image_of_one_thing_needs_no_closer_look() {
        assertThat(corners(CLIENT.call(ExpertRequests.of(EXPERT, Task.GROUND, "What animal is this?", Map.of(), TestImages.png(120, 90)),
                CallContext.NONE))).isEmpty();
    }

    private static List<Integer> box(String question) {
        List<Integer> box = corners(CLIENT.call(ExpertRequests.of(EXPERT, Task.GROUND, question, Map.of(), SCENE), CallContext.NONE));
        assertThat(box).hasSize(4);
        return box;
    }

    private static List<Integer> corners(ExpertOutcome outcome) {
        return switch (outcome) {
            case ExpertOutcome.Answered(var reply) -> {
                JsonNode box = Json.tree(reply.text()).path("bbox_2d");
                yield box.valueStream().map(JsonNode::asInt).toList();
            }
            case Failure failure -> throw new AssertionError(failure.message());
        };
    }

    /** A blue oval at the upper left, small print at the lower right. */
    private static Image scene() {
        BufferedImage image = new BufferedImage(800, 620, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(240, 240, 235));
        graphics.fillRect(0, 0, 800, 620);
        graphics.setColor(new Color(20, 60, 200));
        graphics.fillOval(100, 100, 120, 80);
        Lettering.of(FontFace.SANS).draw(graphics, "Invoice No: 77812", 610, 560, 17, Color.BLACK);
        graphics.dispose();
        return new Image(TestImages.encode(image, "png"), "image/png", 800, 620);
    }
}
