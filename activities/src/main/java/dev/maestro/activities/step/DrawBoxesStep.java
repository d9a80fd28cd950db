package dev.maestro.activities.step;

import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.StepOutput;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.images.ImageOperations;
import dev.maestro.images.ImageOperations.Labelled;
import dev.maestro.images.ImageRegion;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.replies.Boxes;
import java.util.ArrayList;
import java.util.List;

/** The draw_boxes step: it draws the boxes of an earlier detection on the images that the detection was made for. Thread-safe. */
public final class DrawBoxesStep implements StepRunner {
    private final QueryImages images;

    public DrawBoxesStep(QueryImages images) {
        this.images = images;
    }

    @Override
    public StepEnd run(StepWork work, StepAttempt attempt) {
        List<ContentHash> originals = work.query().images();
        List<ContentHash> drawn = new ArrayList<>();
        int boxes = 0;
        for (int index : StepImages.indexes(work.step(), work.request().call(), originals.size())) {
            Image original = images.original(originals.get(index));
            List<Labelled> labelled = detected(work, index, original);
            boxes += labelled.size();
            if (!labelled.isEmpty()) {
                drawn.add(images.store(ImageOperations.drawBoxes(original, labelled)));
            }
        }
        return new StepEnd.Made(
                new StepOutput(boxes + " boxes drawn", drawn.isEmpty() ? "none" : "drawn", "{\"boxes\":" + boxes + "}", drawn));
    }

    private static List<Labelled> detected(StepWork work, int index, Image original) {
        List<Labelled> labelled = new ArrayList<>();
        for (StepRow row : work.earlier()) {
            if (row.kind() == StepKind.DETECT && work.step().needs().contains(row.call().step()) && isOf(row.call(), index)) {
                // A recorded detection's result is in pixels of the original.
                Boxes.fit(Boxes.read(row.result()), Boxes.Unit.PIXELS, original.width(), original.height(), original.width(),
                        original.height())
                        .forEach(b -> labelled.add(new Labelled(new ImageRegion(b.x1(), b.y1(), b.x2(), b.y2()), b.label())));
            }
        }
        return labelled;
    }

    /** A detection that was not made image by image is about the first. */
    private static boolean isOf(CallId call, int index) {
        return call.round() == 0 && (call.isForOneImage() ? call.image() == index : index == 0);
    }
}
