package dev.maestro.experts;

import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertOutcome.Kind;
import dev.maestro.experts.embedded.EmbeddedExpert;
import dev.maestro.experts.images.Mats;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.TestExperts;
import dev.maestro.experts.testing.TestImages;
import dev.maestro.registry.Expert;
import java.time.Duration;
import java.util.List;

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
                return Failure.of(Kind.NOT_ABLE, "EXPERT_NOT_ABLE: there is no image to measure.");
            }
            return new Answered(Reply.embedded(Integer.toString(Mats.decode(request.images().getFirst()).cols()), Duration.ofMillis(1)));
        }
    };

    private final Experts experts = new Experts((_, _) -> Failure.of(Kind.UNREACHABLE, "no servers here"), List.of(MEASURE));

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
        return TestExperts.request(expert(), "How wide is it?", TestImages.png(30, 20));
    }
}
