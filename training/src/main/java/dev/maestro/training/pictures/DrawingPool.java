package dev.maestro.training.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Expert;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.training.record.TrainingErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of a run, each by its number: drawn from the seed, and shown to a program that reads pixels, with the drawing's own
 * question, when it is first needed. What was said is kept in a file, a line each, so that nobody is asked twice; as a reply follows from
 * the picture alone, what is learned is the same with the file and without. For one thread.
 */
final class DrawingPool {
    private static final Logger LOG = LoggerFactory.getLogger(DrawingPool.class);
    private static final int REPLY_TOKENS = 100;

    private final long seed;
    private final ImageProcessor eyes;
    private final Map<String, EmbeddedExpert> programs;
    private final Path file;
    private final Map<String, Map<String, String>> asked = new HashMap<>();
    private final Map<String, LearnedDrawing> pictures = new HashMap<>();

    /**
     * @param seed     of the pictures
     * @param eyes     make patches of them
     * @param programs those of {@link DrawingExpert#programs}, at least
     * @param file     keeps what was said; made when it is not there
     * @throws MaestroException {@code TRAINING_SETTING_INVALID} when a program is missing, {@code TRAINING_STATE_INVALID} when the
     *                          file is damaged
     */
    DrawingPool(long seed, ImageProcessor eyes, List<EmbeddedExpert> programs, Path file) {
        this.seed = seed;
        this.eyes = eyes;
        this.programs = programs.stream().collect(Collectors.toMap(EmbeddedExpert::implementation, Function.identity()));
        if (!this.programs.keySet().containsAll(DrawingExpert.programs())) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, "task pictures asks " + DrawingExpert.programs()
                    + "; on the class path are " + this.programs.keySet()
                    + ". Start the trainer with all jars, maestro-readers among them.");
        }
        this.file = file;
        read();
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode said = Json.MAPPER.readTree(line);
                Map<String, String> known = asked.computeIfAbsent(said.path("picture").asText(), _ -> new HashMap<>());
                said.path("replies").properties().forEach(reply -> known.put(reply.getKey(), reply.getValue().asText()));
            }
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_STATE_INVALID,
                    file + " cannot be read: " + e.getMessage() + ". Delete it; the experts are asked again.", e);
        }
    }

    /** Drawn again from its seed each time it is asked for. */
    Drawing drawing(DrawingSplit split, long number) {
        SeededDraws draws = draws(split, number);
        DrawingGroup group = group(draws);
        DrawingGenerator generator = draws.pick(group.generators());
        Drawing drawing = generator.draw(split.own(draws.bits()));
        while (!group.takes(drawing)) {
            drawing = generator.draw(split.own(draws.bits()));
        }
        return drawing;
    }

    private SeededDraws draws(DrawingSplit split, long number) {
        return SeededDraws.of("pictures", seed, split.wire(), number);
    }

    private static DrawingGroup group(SeededDraws draws) {
        return draws.pick(List.of(DrawingGroup.values()));
    }

    /** The numbers of the first pictures of a group; nothing is drawn for it. */
    List<Long> numbers(DrawingSplit split, DrawingGroup group, int count) {
        return LongStream.iterate(0, number -> number + 1).filter(number -> group(draws(split, number)) == group).limit(count).boxed()
                .toList();
    }

    /** As probes write it: kind and seed. */
    private static String name(Drawing drawing) {
        return drawing.kind() + ":" + drawing.seed();
    }

    LearnedDrawing picture(DrawingSplit split, long number) {
        return pictures.computeIfAbsent(split.wire() + "/" + number, _ -> {
            Drawing drawing = drawing(split, number);
            String name = name(drawing);
            return new LearnedDrawing(drawing.kind(), drawing.seed(), StoredPatches.of(eyes.process(drawing.png())), drawing.accepted(),
                    expert -> expert.program(drawing.kind()).map(program -> said(split, number, name, program))
                            .orElseGet(() -> expert.alone(drawing.seed())));
        });
    }

    /** The bytes of a drawing are not kept for it: it is drawn again. */
    private String said(DrawingSplit split, long number, String name, String program) {
        Map<String, String> known = asked.computeIfAbsent(name, _ -> new HashMap<>());
        String reply = known.get(program);
        if (reply == null) {
            reply = ask(programs.get(program), drawing(split, number));
            keep(name, program, reply);
            known.put(program, reply);
        }
        return reply;
    }

    /** A program that breaks over a picture breaks over it each time: it says nothing of it. */
    private static String ask(EmbeddedExpert program, Drawing drawing) {
        try {
            return switch (program.call(request(program.implementation(), drawing), CallContext.NONE)) {
                case ExpertOutcome.Answered(var reply) -> bare(reply.text());
                case ExpertOutcome.Failure failure when failure.kind() == FailureKind.NOT_ABLE -> "";
                case ExpertOutcome.Failure failure -> throw new MaestroException(TrainingErrors.TRAINING_ASKING_ENDED,
                        program.implementation() + " failed on drawing " + name(drawing) + ": " + failure.message());
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            LOG.warn("{} breaks over drawing {}, which counts as no reply", program.implementation(), name(drawing), e);
            return "";
        }
    }

    private static ExpertRequest request(String program, Drawing drawing) {
        Expert row = new Expert(program, Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(program),
                Optional.empty(), Set.of("answer"), program, Expert.Limits.DEFAULT, Expert.Price.FREE, 0, 0, true, false, true);
        return new ExpertRequest(row, ExpertRequest.Task.ANSWER, "", drawing.question(), drawing.question(),
                List.of(new Image(drawing.png(), "image/png", 0, 0)), Map.of(), List.of(), REPLY_TOKENS, name(drawing));
    }

    /** The last line: those before it name the evidence. */
    private static String bare(String reply) {
        return reply.substring(reply.lastIndexOf('\n') + 1).strip();
    }

    private void keep(String name, String program, String reply) {
        ObjectNode line = Json.MAPPER.createObjectNode().put("picture", name);
        line.putObject("replies").put(program, reply);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, Json.write(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, file + ": " + e.getMessage(), e);
        }
    }
}
