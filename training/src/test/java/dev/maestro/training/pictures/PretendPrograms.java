package dev.maestro.training.pictures;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Programs that are told what a picture is and are always right about their own group: no pixel is looked at. */
final class PretendPrograms {
    private final List<String> asked = new ArrayList<>();

    /** One for each group. */
    List<EmbeddedExpert> all() {
        return List.of(program("chart-reader", DrawingGroup.CHARTS), program("text-reader", DrawingGroup.TEXTS),
                program("shape-counter", DrawingGroup.SHAPES));
    }

    /** What was asked, as kind and seed, in order, once for each program. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    static Drawing drawing(String name) {
        String[] parts = name.split(":");
        DrawingGenerator generator = Arrays.stream(DrawingGroup.values()).flatMap(group -> group.generators().stream())
                .filter(each -> each.kind().equals(parts[0])).findFirst().orElseThrow();
        return generator.draw(Long.parseLong(parts[1]));
    }

    private EmbeddedExpert program(String name, DrawingGroup group) {
        return new EmbeddedExpert() {
            @Override
            public String implementation() {
                return name;
            }

            @Override
            public ExpertOutcome call(ExpertRequest request, CallContext context) {
                asked.add(request.idempotencyKey());
                String kind = request.idempotencyKey().split(":")[0];
                return group.generators().stream().anyMatch(each -> each.kind().equals(kind))
                        ? new ExpertOutcome.Answered(
                                Reply.embedded("Seen.\n" + drawing(request.idempotencyKey()).accepted().getFirst(), Duration.ZERO))
                        : ExpertOutcome.Failure.of(FailureKind.NOT_ABLE, "not of this kind");
            }
        };
    }
}
