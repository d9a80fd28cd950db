package dev.maestro.app.admission;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Probe;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.images.ImageFetch;
import dev.maestro.images.ImageIngestion;
import dev.maestro.images.ImageRefusedException;
import dev.maestro.images.IngestedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The images of probes: drawn ({@code kind:seed}) or fetched from an https address, each once. Not thread-safe. */
final class ProbeImages {
    private final DrawingGenerators generators;
    private final ImageFetch fetch;
    private final ImageIngestion ingestion = new ImageIngestion();
    private final Map<String, List<Image>> known = new HashMap<>();

    ProbeImages(DrawingGenerators generators, ImageFetch fetch) {
        this.generators = generators;
        this.fetch = fetch;
    }

    /** @throws MaestroException that names the image and what is wrong with it */
    List<Image> of(Probe probe) {
        return of(probe.picture());
    }

    /** Anything with text and colours, for questions without an image of their own. */
    Image any() {
        return of(generators.kinds().getFirst() + ":1").getFirst();
    }

    private List<Image> of(String name) {
        return name.isEmpty() ? List.of() : known.computeIfAbsent(name, this::make);
    }

    private List<Image> make(String name) {
        try {
            IngestedImage taken = ingestion.ingest(name.startsWith("https://") ? fetch.fetch(name, CallContext.NONE) : drawn(name));
            return List.of(taken.image());
        } catch (ImageRefusedException e) {
            throw new MaestroException(AdmissionErrors.PROBE_PICTURE_UNUSABLE, "image \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private byte[] drawn(String name) {
        int colon = name.indexOf(':');
        if (colon < 1 || !name.substring(colon + 1).matches("\\d{1,18}")) {
            throw new MaestroException(AdmissionErrors.PROBE_PICTURE_UNUSABLE,
                    "image \"" + name + "\": expected kind:seed, e.g. " + generators.kinds().getFirst()
                            + ":7, or an https address; kinds: "
                            + String.join(", ", generators.kinds()));
        }
        return generators.named(name.substring(0, colon)).draw(Long.parseLong(name.substring(colon + 1))).png();
    }
}
