package dev.maestro.activities.step;

import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.StepOutput;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.Reply;
import dev.maestro.skills.replies.Boxes;
import dev.maestro.skills.replies.Boxes.Box;
import dev.maestro.skills.replies.Boxes.Unit;
import dev.maestro.skills.replies.Boxes.Written;
import dev.maestro.skills.replies.Parsed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The boxes of a detect step in pixels of the original, whatever size the detector saw and counted in. */
final class Detection {
    private Detection() {}

    /** The text stays as it was said; the result has the boxes, ordered and within the image. */
    static StepOutput located(Parsed parsed, Reply reply, ExpertCall call, QueryImages images) {
        List<Written> written = Boxes.read(parsed.json());
        if (written.isEmpty()) {
            written = Boxes.read(reply.data().orElse(""));
        }
        if (call.hashes().size() != 1 || written.isEmpty()) {
            return new StepOutput(parsed.text(), String.valueOf(written.size()), parsed.json().isEmpty() ? "[]" : parsed.json());
        }
        Image sent = call.request().images().getFirst();
        Image original = images.original(call.hashes().getFirst());
        Unit unit = call.request().expert().kind() == Expert.Kind.EMBEDDED ? Unit.PIXELS : Unit.GUESS;
        List<Box> boxes = Boxes.fit(written, unit, sent.width(), sent.height(), original.width(), original.height());
        return new StepOutput(parsed.text(), String.valueOf(boxes.size()), Json.write(boxes.stream().map(Detection::tree).toList()));
    }

    private static Map<String, Object> tree(Box box) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bbox_2d", List.of(box.x1(), box.y1(), box.x2(), box.y2()));
        if (!box.label().isEmpty()) {
            tree.put("label", box.label());
        }
        return tree;
    }
}
