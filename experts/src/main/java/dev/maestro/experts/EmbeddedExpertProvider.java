package dev.maestro.experts;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Offers programs that answer from pixels. Found on the class path as a service; module {@code readers} is one of them
 * and brings OpenCV and ONNX Runtime along.
 */
public interface EmbeddedExpertProvider {
    /**
     * Makes the programs; they load their natives and models when they are first called.
     *
     * @param threads of one inference, at least 1
     */
    List<EmbeddedExpert> experts(int threads);

    /** Those of every provider on the class path; none where there is none. */
    static List<EmbeddedExpert> all(int threads) {
        return ServiceLoader.load(EmbeddedExpertProvider.class, EmbeddedExpertProvider.class.getClassLoader()).stream()
                .flatMap(provider -> provider.get().experts(threads).stream()).toList();
    }
}
