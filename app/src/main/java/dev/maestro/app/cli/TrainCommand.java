package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.evaluation.TrainingIntake;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.TrainerProcess;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.workflows.worker.TrainingData;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train", description = "Trains a policy, durably: kill anything, and it goes on from its last saved state.",
        footer = {"",
            "Without a file it trains a small policy from random weights on the benchmark orchestra, on one processor. With",
            "`task = questions`, `model = DIR` and `data = FILE` in the file a checkpoint learns from a data set, through the registry's",
            "experts; with `task = pictures` a small one learns from random weights whom to ask where only the picture tells.",
            "docs/training.md lists the settings. Look at a run with: maestro training show NAME"})
final class TrainCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A properties file with the run's settings.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "The run's name, up to 40 letters, digits, _ and - (made from the time).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--resume", paramLabel = "NAME",
            description = "Goes on with a run that was stopped, where its last saved state stands.")
    private Optional<String> resume = Optional.empty();

    @Option(names = "--detach", description = "Returns at once; a trainer that runs elsewhere (maestro trainer) takes the steps.")
    private boolean detach;

    @Mixin
    private JsonOption json = new JsonOption();

    TrainCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (resume.isPresent() && (file.isPresent() || name.isPresent())) {
            throw Problem.usage(UsageErrors.TRAINING_OPTIONS_CONFLICT,
                    "--resume goes on with a run as it was asked for. Leave FILE and --name out.");
        }
        Optional<JsonNode> settings = resume.isPresent() ? Optional.empty() : Optional.of(settings());
        if (detach) {
            session.requireStack();
        }
        // Looked at before anything is started: a missing file costs nothing.
        Optional<TrainingIntake> given = settings.flatMap(LocalModels.trainer()::data).map(TrainingIntake::open);
        if (given.isPresent() && name.filter(wanted -> wanted.length() > TrainingData.LONGEST_NAME).isPresent()) {
            throw Problem.usage(UsageErrors.TRAINING_NAME_INVALID,
                    "--name \"" + Wordings.line(name.orElseThrow(), 80) + "\". A run that asks questions has a name of at most "
                            + TrainingData.LONGEST_NAME + " letters: the names of its queries begin with it.");
        }
        try (Services services = session.connect(StackNeed.WORKER)) {
            Run run = resume.map(wanted -> TrainingCommand.run(services, wanted))
                    .orElseGet(() -> created(services, settings.orElseThrow()));
            given.or(() -> LocalModels.trainer().data(run.settings()).map(TrainingIntake::open))
                    .ifPresent(intake -> intake.take(services, run.name(), session.terminal()));
            return train(services, run.name());
        }
    }

    private int train(Services services, String run) {
        if (detach) {
            services.trainings().start(run);
            session.terminal().say("training " + run + " waits for a trainer: maestro trainer");
            session.terminal().out().println(run);
            return ExitCode.OK.code();
        }
        try (TrainerProcess trainer = TrainerProcess.start(services.endpoints(), session.configuration().home(),
                session.configuration().logs())) {
            services.trainings().start(run);
            session.terminal().say("training " + run + ", trainer pid " + trainer.pid() + ", states and checkpoints under "
                    + session.configuration().home().resolve("training").resolve(run));
            TrainingStatus status = new TrainingWatch(session.terminal(), services, run).untilEnd();
            TrainingCommand.print(session, services, run, json);
            return status == TrainingStatus.FINISHED ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    private JsonNode settings() {
        Map<String, String> given = new HashMap<>();
        if (file.isPresent()) {
            if (!Files.isRegularFile(file.get())) {
                throw Problem.input(InputErrors.SETTINGS_UNREADABLE, "there is no file " + file.get() + ". Give a properties file.");
            }
            Properties read = new Properties();
            try (Reader in = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
                read.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw Problem.input(InputErrors.SETTINGS_UNREADABLE, "cannot read " + file.get() + ": " + e.getMessage() + ".");
            }
            read.stringPropertyNames().forEach(key -> given.put(key, read.getProperty(key)));
        }
        try {
            return LocalModels.trainer().settings(given);
        } catch (MaestroException e) {
            throw new Problem(ExitCode.BAD_INPUT, e.code(), e.reason() + file.map(f -> " The file is " + f + ".").orElse(""), e);
        }
    }

    private Run created(Services services, JsonNode settings) {
        String wanted = name
                .orElseGet(() -> "train-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(Instant.now()));
        if (!wanted.matches("[A-Za-z0-9_-]{1,40}")) {
            throw Problem.usage(UsageErrors.TRAINING_NAME_INVALID,
                    "--name \"" + Wordings.line(wanted, 80) + "\". Give 1 to 40 letters, digits, _ and -.");
        }
        if (services.trainingStore().run(wanted).isPresent()) {
            throw Problem.usage(UsageErrors.TRAINING_NAME_TAKEN,
                    "there is a training run \"" + wanted + "\" already. Go on with it (--resume " + wanted + "), or give another name.");
        }
        return services.trainingStore().create(new Run(wanted, settings, Instant.now()));
    }
}
