package dev.maestro.experts;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.testing.TestExperts;
import dev.maestro.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;

/** The contract through the router, with an embedded expert that measures its first image. */
class EmbeddedExpertsContractTest extends ExpertClientContract {
    private static final EmbeddedExpert MEASURE = new EmbeddedExpert() {
        @Override
        public String implementation() {
            return "measure";
        }

        @Override
        public ExpertOutcome call(ExpertRequest request, CallContext context) {
            if (request.images().isEmpty()) {
                return Failure.of(FailureKind.NOT_ABLE, "EXPERT_NOT_ABLE: there is no image to measure.");
            }
            return new Answered(Reply.embedded(Integer.toString(width(request.images().getFirst())), Duration.ofMillis(1)));
        }
    };

    private static int width(Image image) {
        try {
            return ImageIO.read(new ByteArrayInputStream(image.bytes())).getWidth();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final Experts experts = new Experts((_, _) -> Failure.of(FailureKind.UNREACHABLE, "no servers here"), List.of(MEASURE));

    @Override
    protected ExpertClient client() {
        return experts;
    }

    @Override
    protected Expert expert() {
        return TestExperts.embedded("measure", "measure");
    }

    @Override
    protected ExpertRequest validRequest() {
        return ExpertRequests.of(expert(), "How wide is it?", TestImages.png(30, 20));
    }
}
