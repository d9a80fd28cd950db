package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.core.text.NearestNames;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerators;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro picture}: a drawing with a known answer, to try things out with. */
@Command(
        name = "picture", description = "Makes a drawing whose answer is known, to try things out with.",
        footer = {"", "The same kind and number make the same picture on every machine. Question and answer go to standard error.",
            "  maestro picture receipt:3 > receipt.png",
            "  maestro picture bar-chart --out chart.png"})
final class DrawingCommand implements Callable<Integer> {
    private static final String LIST = "list";

    private final CommandContext session;

    @Parameters(paramLabel = "KIND[:NUMBER]",
            description = "Names the kind, and which one of it (1 where none is given); list names the kinds.")
    private String which = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the PNG into this file, which must not exist yet.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    DrawingCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        DrawingGenerators generators = ShippedDrawings.generators();
        if (which.equals(LIST)) {
            kinds(generators.kinds());
            return ExitCode.OK.code();
        }
        if (json.wanted() && out.isEmpty()) {
            throw Problem.usage(UsageErrors.DRAWING_UNKNOWN, "--json and the picture cannot both go to standard output. Give --out FILE.");
        }
        Drawing drawing = drawn(generators);
        if (out.isPresent()) {
            write(out.get(), drawing.png());
        } else {
            session.terminal().write(drawing.png());
        }
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("kind", drawing.kind(), "number", drawing.seed(), "question", drawing.question(),
                    "accepted", drawing.accepted()));
        } else {
            session.terminal().say("ask      " + drawing.question());
            session.terminal().say("expect   " + String.join(" or ", drawing.accepted()));
        }
        return ExitCode.OK.code();
    }

    private void kinds(List<String> kinds) {
        if (json.wanted()) {
            json.print(session.terminal(), kinds);
        } else {
            kinds.forEach(session.terminal().out()::println);
        }
    }

    private Drawing drawn(DrawingGenerators generators) {
        String[] parts = which.split(":", 2);
        if (!generators.kinds().contains(parts[0])) {
            throw Problem.usage(UsageErrors.DRAWING_UNKNOWN, "no drawing is of kind \"" + Wordings.line(parts[0], 40) + "\"."
                    + NearestNames.sentence(parts[0], generators.kinds()));
        }
        try {
            return generators.named(parts[0]).draw(parts.length == 1 ? 1 : Long.parseLong(parts[1]));
        } catch (NumberFormatException e) {
            throw Problem.usage(UsageErrors.DRAWING_UNKNOWN,
                    "\"" + Wordings.line(parts[1], 40) + "\" is not a whole number. Write " + parts[0] + ":3, for example.");
        }
    }

    private static void write(Path file, byte[] png) throws IOException {
        try {
            Files.write(file, png, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw Problem.input(InputErrors.DRAWING_UNWRITABLE, file + " exists, and nothing is overwritten. Name another file.");
        } catch (IOException e) {
            throw Problem.input(InputErrors.DRAWING_UNWRITABLE,
                    file + " cannot be written: " + e.getMessage() + ". Name a file in a folder that can.");
        }
    }
}
