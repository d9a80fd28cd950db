package dev.maestro.experts;

import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome.Failure;
import java.util.List;
import java.util.Optional;

/** Checks a request before anybody is called. The rules have decided before whether the expert is capable of the task. */
final class RequestCheck {
    private static final List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg");

    private RequestCheck() {}

    static Optional<Failure> refusal(ExpertRequest request) {
        Expert expert = request.expert();
        Expert.Limits limits = expert.limits();
        if (request.images().size() > limits.maxImages()) {
            return refused(expert,
                    "was given " + request.images().size() + " images, limit " + limits.maxImages() + ". Send fewer or raise max_images");
        }
        for (Image image : request.images()) {
            if ((long) image.width() * image.height() > limits.maxPixels()) {
                return refused(expert,
                        "was given an image of " + image.width() + "x" + image.height() + " pixels, limit " + limits.maxPixels()
                                + ". Send a rendition");
            }
            if (!MEDIA_TYPES.contains(image.mediaType())) {
                return refused(expert,
                        "was given an image of type " + image.mediaType() + ", sent are " + MEDIA_TYPES + ". Ingest it first");
            }
        }
        return Optional.empty();
    }

    private static Optional<Failure> refused(Expert expert, String sentence) {
        return Optional.of(Failure.of(FailureKind.BAD_REQUEST,
                ExpertErrors.EXPERT_BAD_REQUEST + ": expert \"" + expert.name() + "\" " + sentence + "."));
    }
}
