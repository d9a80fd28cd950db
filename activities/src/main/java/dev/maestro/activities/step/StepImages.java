package dev.maestro.activities.step;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.CallId;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.Plan;
import dev.maestro.skills.StepCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses the images that a call gets, by content hash, in the order that the plan says. */
final class StepImages {
    private static final String LAST = "last_crop:";

    private StepImages() {}

    /**
     * @param originals images of the query
     * @param earlier   recorded steps of the same turn, in order of recording
     */
    static List<ContentHash> of(Plan.Step step, StepCall call, List<ContentHash> originals, List<StepRow> earlier) {
        List<ContentHash> images = new ArrayList<>();
        for (int index : indexes(step, call, originals.size())) {
            for (String source : step.images()) {
                if (source.equals("original")) {
                    images.add(originals.get(index));
                } else if (!source.equals("none") && !source.startsWith(LAST)) {
                    made(source.substring(source.indexOf(':') + 1), index, originals.size(), earlier).ifPresent(images::add);
                }
            }
        }
        for (String source : step.images()) {
            if (source.startsWith(LAST)) {
                indexes(step, call, originals.size())
                        .forEach(index -> made(source.substring(LAST.length()), index, originals.size(), earlier).ifPresent(images::add));
            }
        }
        return images;
    }

    /** Positions of the query's images that the call is for. */
    static List<Integer> indexes(Plan.Step step, StepCall call, int imageCount) {
        if (call.image() >= 0) {
            return call.image() < imageCount ? List.of(call.image()) : List.of();
        }
        List<Integer> all = new ArrayList<>();
        for (int index = 0; index < step.imagesOf(imageCount); index++) {
            all.add(index);
        }
        return all;
    }

    /** What a zoom or draw_boxes step made of that image, in its newest round. */
    private static Optional<ContentHash> made(String step, int index, int imageCount, List<StepRow> earlier) {
        for (StepRow row : earlier.reversed()) {
            CallId call = row.call();
            if (call.step().equals(step) && call.image() == index) {
                return row.images().stream().findFirst();
            }
            if (call.step().equals(step) && !call.isForOneImage() && index < row.images().size()
                    && (row.images().size() == imageCount || index == 0)) {
                return Optional.of(row.images().get(index));
            }
        }
        return Optional.empty();
    }
}
