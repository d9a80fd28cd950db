package dev.maestro.activities.step;

import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.StepOutput;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.registry.Expert;
import dev.maestro.images.ImageOperations;
import dev.maestro.skills.Plan;
import dev.maestro.skills.replies.Boxes;
import dev.maestro.skills.replies.Boxes.Box;
import dev.maestro.skills.replies.Boxes.Unit;
import dev.maestro.skills.replies.Parsed;
import java.util.List;

/** Makes the crop of a zoom step from the box that was asked for, in the original's pixels, padded and kept within the image. */
final class Zoom {
    /** Share of the box added on each side, so that the target's surroundings are seen too. */
    private static final double PADDING = 0.1;
    /** Vision towers see nothing in less. */
    private static final int MIN_SIDE = 32;

    private Zoom() {}

    /** @param images hashes of the call's images; the first is cropped */
    static StepOutput crop(Plan.Step step, Parsed parsed, ExpertCall call, QueryImages images) {
        if (!parsed.value().equals("crop") || call.hashes().isEmpty()) {
            return new StepOutput(parsed.text(), "none", "{}");
        }
        Image sent = call.request().images().getFirst();
        Image original = images.original(call.hashes().getFirst());
        Unit unit = call.request().expert().kind() == Expert.Kind.EMBEDDED ? Unit.PIXELS : Unit.GUESS;
        List<Box> boxes = Boxes.fit(Boxes.read(parsed.json()), unit, sent.width(), sent.height(), original.width(), original.height());
        if (boxes.isEmpty()) {
            return new StepOutput(parsed.text(), "none", "{}");
        }
        double padding = number(step.parameters().getOrDefault("padding", ""), PADDING);
        Box box = Boxes.pad(boxes.getFirst(), padding, step.intParameter("min_side", MIN_SIDE), original.width(), original.height());
        if (Boxes.coversMost(box, original.width(), original.height())) {
            return new StepOutput(parsed.text(), "none", "{}");
        }
        ContentHash crop = images.store(ImageOperations.crop(original,
                new dev.maestro.images.ImageRegion(box.x1(), box.y1(), box.x2(), box.y2())));
        return new StepOutput(parsed.text(), "crop", "{\"bbox_2d\":[" + box.x1() + "," + box.y1() + "," + box.x2() + "," + box.y2() + "]}",
                List.of(crop));
    }

    private static double number(String text, double otherwise) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
