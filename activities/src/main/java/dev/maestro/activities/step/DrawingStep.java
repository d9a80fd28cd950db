package dev.maestro.activities;

import dev.maestro.activities.RecordedStepActivities.Made;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Image;
import dev.maestro.images.ImageOperations;
import dev.maestro.images.ImageOperations.Labelled;
import dev.maestro.images.ImageRegion;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.Plan;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.replies.Boxes;
import java.util.ArrayList;
import java.util.List;

/** The draw_boxes step: an earlier detection's boxes on the images it was made for. */
final class DrawBoxes {
    private DrawBoxes() {}

    static Made draw(Plan.Step step, StepCall call, List<ContentHash> originals, List<StepRow> earlier, QueryImages pictures) {
        List<ContentHash> drawn = new ArrayList<>();
        int boxes = 0;
        for (int index : StepImages.indexes(step, call, originals.size())) {
            Image picture = pictures.original(originals.get(index));
            List<Labelled> labelled = detected(step, index, earlier, picture);
            boxes += labelled.size();
            if (!labelled.isEmpty()) {
                drawn.add(pictures.store(ImageOperations.drawBoxes(picture, labelled)));
            }
        }
        return new Made(boxes + " boxes drawn", drawn.isEmpty() ? "none" : "drawn", "{\"boxes\":" + boxes + "}", drawn);
    }

    private static List<Labelled> detected(Plan.Step step, int index, List<StepRow> earlier, Image picture) {
        List<Labelled> labelled = new ArrayList<>();
        for (StepRow row : earlier) {
            boolean ofThisImage = step.needs().stream()
                    .anyMatch(id -> row.call().equals(id + "." + (index + 1)) || (index == 0 && row.call().equals(id)));
            if (ofThisImage && row.kind().equals("detect")) {
                // A recorded detection's result is in pixels of the original.
                Boxes.fit(Boxes.read(row.result()), Boxes.Unit.PIXELS, picture.width(), picture.height(), picture.width(), picture.height())
                        .forEach(b -> labelled.add(new Labelled(new ImageRegion(b.x1(), b.y1(), b.x2(), b.y2()), b.label())));
            }
        }
        return labelled;
    }
}
