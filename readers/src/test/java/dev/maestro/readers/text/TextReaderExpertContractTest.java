package dev.maestro.readers.text;

import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Experts;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import dev.maestro.testing.TestExperts;
import java.awt.Color;
import java.util.List;

class TextReaderExpertContractTest extends ExpertClientContract {
    private static final Experts CLIENT = new Experts((_, _) -> Failure.of(FailureKind.UNREACHABLE, "no server"),
            List.of(new TextReaderExpert(new TextReader(1))));
    /** Time enough for six calls at once on a busy machine. */
    private static final Expert EXPERT = TestExperts.with(TestExperts.embedded("Reader", "text-reader"),
            new Expert.Limits(4, 4_000_000, 2, 512, 1_000, 120_000, 300_000, 50));

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
        return ExpertRequests.of(EXPERT, "What is written on the sign?",
                TextReaderTest.draw(200, 100, g -> Lettering.of(FontFace.SANS_BOLD).draw(g, "STOP", 40, 60, 40, Color.RED)));
    }
}
