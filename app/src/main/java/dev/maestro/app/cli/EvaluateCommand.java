package dev.maestro.app.cli;

import dev.maestro.app.evaluation.DrawnData;
import dev.maestro.app.evaluation.EvaluationIntake;
import dev.maestro.app.evaluation.data.DataErrors;
import dev.maestro.app.evaluation.data.DataSet;
import dev.maestro.app.evaluation.report.EvaluationVerdict;
import dev.maestro.app.evaluation.report.Summary;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Replay;
import dev.maestro.rules.CallErrors;
import dev.maestro.scoring.ReferenceScorer;
import dev.maestro.scoring.StrictScorer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro evaluate}: begins, resumes or replays an evaluation, and waits for it. */
@Command(
        name = "evaluate", description = "Asks every sample of a data set, durably, and scores the answers.",
        footer = {"", "An evaluation that was interrupted goes on with --resume NAME and asks nothing twice. More in docs/evaluation.md.",
            "  maestro evaluate val.parquet --policy rules --out results",
            "  maestro evaluate --drawings 10 --concurrency 8",
            "  maestro evaluate --drawings 2 --policy local --model tiny"})
final class EvaluateCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());
    private static final List<String> SCORERS = List.of(StrictScorer.NAME, ReferenceScorer.NAME);

    private final CommandContext session;

    @Parameters(paramLabel = "DATA", arity = "0..1",
            description = "Names a Parquet file as the reference system uses it, a JSON Lines file, or a folder of images with questions.")
    private Optional<String> data = Optional.empty();

    @Option(names = {"--drawings", "--demo-pictures"}, paramLabel = "SEEDS",
            description = "Makes drawings instead of reading DATA, this many of each kind.")
    private Optional<Integer> seeds = Optional.empty();

    @Option(names = "--resume", paramLabel = "NAME", description = "Goes on with an evaluation under the conditions it began with.")
    private Optional<String> resume = Optional.empty();

    @Option(names = "--replay", paramLabel = "RUN",
            description = "Decides the samples of an ended evaluation again, with its recorded replies. This shows what "
                    + "another policy, profile or revision would have done.")
    private Optional<String> replay = Optional.empty();

    @Option(names = "--live",
            description = "Asks, and pays, where a replay makes a call that has no recorded reply. Without it the query ends there.")
    private boolean live;

    @Option(names = "--name", paramLabel = "NAME", description = "Names the evaluation; by default after the data and the time.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--policy", paramLabel = "NAME", description = "Names the policy that decides: rules, remote or local.")
    private Optional<String> policy = Optional.empty();

    @Option(names = "--profile", paramLabel = "NAME", description = "Names the profile: default or reference.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--experts", paramLabel = "NAMES", split = ",",
            description = "Names the only experts that may be called; by default all of them.")
    private List<String> experts = new ArrayList<>();

    @Option(names = "--registry-revision", paramLabel = "N",
            description = "Pins every query to this revision; by default to the current one.")
    private Optional<Long> revision = Optional.empty();

    @Option(names = "--samples", paramLabel = "K", defaultValue = "1",
            description = "Sets how many times each sample is asked, for pass@k (${DEFAULT-VALUE}).")
    private int attempts;

    @Option(names = "--temperature", paramLabel = "T",
            description = "Sets the policy's temperature, 0 to 2; by default 0, and 1 with --samples above 1.")
    private Optional<Double> temperature = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Sets the seed of what is random in the policy's choices (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--scorer", paramLabel = "NAME", defaultValue = StrictScorer.NAME,
            description = "Names the scorer that decides what is right: strict or reference. Both are recorded (${DEFAULT-VALUE}).")
    private String scorer = StrictScorer.NAME;

    @Option(names = "--concurrency", paramLabel = "N", defaultValue = "4",
            description = "Sets how many queries run at the same time, 1 to 500 (${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Takes in at most this many samples; 0 takes all.")
    private long limit;

    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Names the data source of rows that name none.")
    private String source = "";

    @Option(names = "--strict", description = "Stops at the first bad row.")
    private boolean strict;

    @Option(names = "--min-accuracy", paramLabel = "X",
            description = "Ends with status 1 when the accuracy by the scorer that counts is below X, 0 to 1.")
    private Optional<Double> leastAccuracy = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Writes samples.jsonl, summary.json and report.html into this folder.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--detach", description = "Prints the name and does not wait. Needs a running stack.")
    private boolean detach;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    EvaluateCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        check();
        model.configured(session);
        // The record of an evaluation that exists says who decides.
        if (resume.isEmpty() && (replay.isEmpty() || policy.isPresent())) {
            model.require(session, policyName());
        }
        if (detach) {
            session.requireStack();
        }
        // Looked at before anything is started: a missing file costs nothing.
        Optional<DataSet> given = seeds.isPresent() ? Optional.of(drawn()) : data.map(path -> DataSet.open(path(path)));
        try (Services services = session.connect(StackNeed.WORKER)) {
            Evaluation evaluation = resume.isPresent()
                    ? standing(services, resume.get())
                    : replay.isPresent() ? replayed(services, standing(services, replay.get())) : created(services, given.orElseThrow());
            model.tell(session, services, evaluation.policy());
            if (evaluation.replay().isPresent()) {
                services.evaluationStore().takeFrom(evaluation.name(), evaluation.replay().get().of());
            }
            new EvaluationIntake(services.evaluationStore(), services.artifacts(), session.terminal())
                    .take(evaluation, given.orElseGet(() -> reopened(evaluation)), source, strict);
            services.evaluations().start(evaluation);
            if (detach) {
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of("name", evaluation.name(), "status", "running"));
                } else {
                    session.terminal().out().println(evaluation.name());
                }
                return ExitCode.OK.code();
            }
            new EvaluationWatch(session.terminal(), services, evaluation.name()).untilEnd();
            Summary summary = new EvaluationOutput(session, services).print(evaluation.name(), out, json);
            Optional<String> failure = EvaluationVerdict.failure(summary,
                    leastAccuracy.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
            failure.ifPresent(why -> session.terminal().say(session.terminal().bad("failed") + ": " + why + "."));
            return failure.isEmpty() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    private void check() {
        long ways = List.of(data.isPresent(), seeds.isPresent(), resume.isPresent(), replay.isPresent()).stream().filter(given -> given)
                .count();
        if (ways != 1) {
            throw Problem.usage(UsageErrors.DATA_NOT_GIVEN,
                    "expected one of DATA, --drawings, --resume and --replay, got " + ways + ".");
        }
        if (live && replay.isEmpty()) {
            throw Problem.usage(UsageErrors.LIVE_WITHOUT_REPLAY, "--live says what a replay may do. Give --replay RUN, or leave it out.");
        }
        inRange("--samples", attempts, 1, 64);
        inRange("--concurrency", concurrency, 1, 500);
        inRange("--limit", limit, 0, Long.MAX_VALUE);
        seeds.ifPresent(n -> inRange("--drawings", n, 1, 100_000));
        temperature.filter(t -> !(t >= 0 && t <= 2)).ifPresent(t -> {
            throw Problem.usage(UsageErrors.TEMPERATURE_INVALID, "--temperature " + t + ": expected 0 to 2.");
        });
        leastAccuracy.filter(x -> !(x >= 0 && x <= 1)).ifPresent(x -> {
            throw Problem.usage(UsageErrors.MIN_ACCURACY_INVALID, "--min-accuracy " + x + ": expected 0 to 1.");
        });
        if (detach && leastAccuracy.isPresent()) {
            throw Problem.usage(UsageErrors.MIN_ACCURACY_INVALID, "--min-accuracy judges the end, and --detach does not wait for it. "
                    + "Leave one of them out.");
        }
        if (!SCORERS.contains(scorer)) {
            throw Problem.usage(UsageErrors.SCORER_UNKNOWN,
                    "there is no scorer \"" + Wordings.line(scorer, 80) + "\"." + NearestNames.sentence(scorer, SCORERS));
        }
        name.ifPresent(EvaluateCommand::checkName);
        policy.ifPresent(NamedChoice::policy);
        profile.ifPresent(NamedChoice::profile);
    }

    static String checkName(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
            throw Problem.usage(UsageErrors.EVALUATION_NAME_INVALID,
                    "\"" + Wordings.line(name, 80) + "\" cannot be an evaluation's name: 1 to 40 letters, digits, \"-\" and \"_\".");
        }
        return name;
    }

    private static void inRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw Problem.usage(UsageErrors.ARGUMENT_INVALID,
                    option + " " + value + ": expected " + least + (most == Long.MAX_VALUE ? " or more." : " to " + most + "."));
        }
    }

    private DrawnData drawn() {
        return new DrawnData(ShippedDrawings.generators(), seed, seeds.orElseThrow());
    }

    private static Path path(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw Problem.input(DataErrors.DATA_MISSING, "\"" + Wordings.line(path, 200) + "\" is not a path: " + e.getReason() + ".");
        }
    }

    private static DataSet reopened(Evaluation evaluation) {
        return evaluation.data().startsWith(DrawnData.NAME)
                ? DrawnData.named(evaluation.data(), ShippedDrawings.generators())
                : new Reopened(evaluation);
    }

    /** A data set that is opened again only when something is left to take in, and must be the same then. */
    private record Reopened(Evaluation evaluation) implements DataSet {
        @Override
        public String hash() {
            return evaluation.dataHash();
        }

        @Override
        public void rows(long fromIndex, java.util.function.Predicate<dev.maestro.app.evaluation.data.DataRow> taker) {
            DataSet again = DataSet.open(Path.of(evaluation.data()));
            if (!again.hash().equals(evaluation.dataHash())) {
                throw Problem.input(DataErrors.DATA_CHANGED, "\"" + evaluation.data() + "\" is not what evaluation \"" + evaluation.name()
                        + "\" began with, and some of it is not taken in yet. Put the old file back, or begin a new evaluation.");
            }
            again.rows(fromIndex, taker);
        }
    }

    private String policyName() {
        return policy.orElseGet(() -> session.configuration().policy().name());
    }

    private Evaluation standing(Services services, String name) {
        Evaluation stands = services.evaluationStore().evaluation(checkName(name))
                .orElseThrow(() -> EvaluationsCommand.unknown(services, name));
        model.require(session, replay.isPresent() ? policy.orElse(stands.policy()) : stands.policy());
        return stands;
    }

    /** Another evaluation of the same samples: its conditions are the old ones where none are given. */
    private Evaluation replayed(Services services, Evaluation old) {
        Overview overview = services.evaluationStore().overview(old.name()).orElseThrow();
        if (overview.done() < overview.total() || !overview.intake().complete()) {
            throw Problem.usage(EvaluationErrors.EVALUATION_NOT_ENDED,
                    "evaluation \"" + old.name() + "\" has " + overview.done() + " of " + overview.total()
                            + " results. Let it end first: maestro evaluate --resume " + old.name());
        }
        RegistrySnapshot snapshot = RegistryReadCommand.at(services.registry(), revision.or(() -> Optional.of(old.registryRevision())));
        experts.forEach(expert -> checkExpert(expert, snapshot));
        return recorded(services, new Evaluation(name.orElseGet(() -> named(old.name())), old.data(), old.dataHash(),
                profile.map(NamedChoice::profile).orElse(old.profile()), policy.orElse(old.policy()),
                snapshot.revision(), experts.isEmpty() ? old.experts() : experts, old.attempts(), temperature.orElse(old.temperature()),
                old.seed(), old.scorer(),
                limits.over(old.limits()), old.mostSamples(), concurrency, Optional.of(new Replay(old.name(), live)), Instant.now()));
    }

    private Evaluation created(Services services, DataSet set) {
        RegistrySnapshot snapshot = RegistryReadCommand.at(services.registry(), revision);
        experts.forEach(expert -> checkExpert(expert, snapshot));
        String where = set instanceof DrawnData drawn ? drawn.name() : path(data.orElseThrow()).toAbsolutePath().normalize().toString();
        Evaluation wanted = new Evaluation(name.orElseGet(this::defaultName), where, set.hash(),
                profile.map(NamedChoice::profile).orElseGet(() -> session.configuration().profile()), policyName(),
                snapshot.revision(), experts, attempts, temperature.orElse(attempts > 1 ? 1.0 : 0.0), seed, scorer,
                limits.over(session.configuration().limits()), limit, concurrency, Optional.empty(), Instant.now());
        return recorded(services, wanted);
    }

    private Evaluation recorded(Services services, Evaluation wanted) {
        Evaluation stands = services.evaluationStore().create(wanted);
        if (!same(stands, wanted)) {
            throw Problem.usage(EvaluationErrors.EVALUATION_EXISTS, "there is an evaluation \"" + stands.name()
                    + "\" under other conditions. Choose another --name, or resume it: maestro evaluate --resume " + stands.name());
        }
        session.terminal()
                .say("evaluation " + stands.name() + ": " + stands.replay().map(of -> "replay of " + of.of()).orElse(stands.data())
                        + ", profile " + stands.profile() + ", policy " + stands.policy() + ", registry revision "
                        + stands.registryRevision());
        return stands;
    }

    /** The same but for when it began, and how many at a time. */
    private static boolean same(Evaluation a, Evaluation b) {
        return new Evaluation(a.name(), a.data(), a.dataHash(), a.profile(), a.policy(), a.registryRevision(), a.experts(), a.attempts(),
                a.temperature(), a.seed(),
                a.scorer(), a.limits(), a.mostSamples(), b.concurrency(), a.replay(), b.createdAt()).equals(b);
    }

    private static void checkExpert(String name, RegistrySnapshot snapshot) {
        List<String> names = snapshot.experts().stream().filter(expert -> expert.enabled() && expert.role() == Expert.Role.EXPERT)
                .map(Expert::name).toList();
        if (!names.contains(name)) {
            throw Problem.usage(CallErrors.EXPERT_UNKNOWN,
                    "no expert \"" + Wordings.line(name, 80) + "\" can be called in registry revision "
                            + snapshot.revision() + "." + NearestNames.sentence(name, names));
        }
    }

    private String defaultName() {
        String stem = seeds.isPresent()
                ? "pictures"
                : path(data.orElseThrow()).toAbsolutePath().normalize().getFileName().toString()
                        .replaceFirst("\\.[A-Za-z]+$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
        return named(stem);
    }

    private static String named(String stem) {
        return (stem.length() > 24 ? stem.substring(0, 24) : stem) + "-" + STAMP.format(Instant.now());
    }
}
