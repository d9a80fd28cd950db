package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.ContentHash;
import dev.maestro.core.query.QueryIds;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro ask}: answers one question. */
@Command(
        name = "ask", description = "Answers a question about images.",
        footer = {"", "Uses the running stack (maestro up), or starts one for this command and says so.",
            "  maestro ask \"What is written on the sign?\" --image sign.jpg",
            "  cat chart.png | maestro ask \"Which bar is highest?\" --image - --follow"})
final class AskCommand implements Callable<Integer> {
    /** Longer texts belong into an image's caption or a document, not a question; a policy's prompt must hold it many times. */
    private static final int LONGEST_QUESTION = 20_000;

    private final CommandContext session;

    @Parameters(paramLabel = "QUESTION", description = "The question, 1 to 20,000 characters, in quotes.")
    private String question = "";

    @Option(names = {"-i", "--image"}, paramLabel = "IMAGE",
            description = "Takes a file, an https address, or - for standard input. Repeat it for several images.")
    private List<String> images = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "NAME", description = "Names the policy that decides: rules, remote or local.")
    private Optional<String> policy = Optional.empty();

    @Option(names = "--profile", paramLabel = "NAME", description = "Names the profile: default or reference.")
    private Optional<String> profile = Optional.empty();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Option(names = "--id", paramLabel = "ID",
            description = "Names the query; asking the very same under the same id again gives the same query's answer.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--follow", description = "Shows steps as they happen.")
    private boolean follow;

    @Option(names = "--detach", description = "Prints the id and does not wait. Needs a running stack.")
    private boolean detach;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private HeldModelOption model = new HeldModelOption();

    AskCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        check(question);
        model.configured(session);
        String queryId = NamedChoice.queryId(id.orElseGet(QueryIds::fresh));
        String policyName = NamedChoice.policy(policy.orElseGet(() -> session.configuration().policy().name()));
        model.require(session, policyName);
        Profile profileName = profile.map(NamedChoice::profile).orElseGet(() -> session.configuration().profile());
        var wanted = limits.over(session.configuration().limits());
        // Images are looked at before anything is started: a bad one costs nothing.
        var taken = new ImageArguments(session).take(images);

        if (detach) {
            session.requireStack();
        }
        try (Services services = session.connect(StackNeed.WORKER)) {
            model.tell(session, services, policyName);
            List<ContentHash> hashes = taken.stream().map(image -> services.artifacts().put(image.bytes(), image.mediaType()))
                    .toList();
            QueryInput input = new QueryInput(queryId, question, hashes, profileName, policyName, wanted, 0);
            RepeatedQuery.requireSame(services.history(), input);
            services.queries().submit(input);
            if (detach) {
                return detached(queryId);
            }
            QueryResult result = new QueryWatch(session.terminal(), services).until(queryId, follow);
            // Of two that ask at the same time under one id, the record says whose it is.
            RepeatedQuery.requireSame(services.history(), input);
            report(services, result);
            return result.status() == QueryStatus.ANSWERED ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    private int detached(String queryId) {
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("id", queryId, "status", QueryStatus.RUNNING));
        } else {
            session.terminal().out().println(queryId);
        }
        return ExitCode.OK.code();
    }

    private void report(Services services, QueryResult result) {
        if (json.wanted()) {
            json.print(session.terminal(), result);
        } else {
            services.history().audit(result.id()).ifPresentOrElse(
                    audit -> QueryReport.print(session.terminal(), audit, result.status(), Optional.empty()),
                    () -> session.terminal().out().println(result.answer()
                            .orElse(result.status() + ": " + Wordings.reasoned(result.reason(), Wordings.safe(result.message())))));
        }
    }

    private static void check(String question) {
        if (question.isBlank()) {
            throw Problem.input(InputErrors.QUESTION_EMPTY,
                    "the question has no text; expected 1 to " + LONGEST_QUESTION + " characters. Write it in quotes after \"ask\".");
        }
        int length = question.codePointCount(0, question.length());
        if (length > LONGEST_QUESTION) {
            throw new Problem(ExitCode.BAD_INPUT, InputErrors.QUESTION_TOO_LONG,
                    "the question has " + String.format("%,d", length) + " characters, limit "
                            + String.format("%,d", LONGEST_QUESTION) + ". Ask for the essential, and put long material into an image.",
                    Map.of("characters", length, "limit", LONGEST_QUESTION), null);
        }
    }

    /** How often the state is asked for while it is followed. */
    static final Duration LOOK_EVERY = Duration.ofMillis(150);
}
