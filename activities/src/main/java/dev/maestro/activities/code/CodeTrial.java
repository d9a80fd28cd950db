package dev.maestro.activities.code;

import dev.maestro.activities.record.StepOutput;
import dev.maestro.activities.sandbox.Python;
import dev.maestro.activities.sandbox.Python.Syntax;
import dev.maestro.activities.sandbox.SandboxOutcome;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.replies.CodeCandidates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Tries every program written so far against every test that counts, and decides what comes next: the program is
 * accepted, or it is mended, or a test is doubted. It keeps the best program of all rounds. Results of earlier rounds
 * are read from the record and not computed again.
 */
final class CodeTrial {
    /** The time of one program for all tests, so that one that hangs does not hold the step up test by test. */
    private static final int MOST_HANGING = 2;

    private final Python python;
    private final int timeoutMs;
    private final BooleanSupplier cancelled;

    CodeTrial(Python python, int timeoutMs, BooleanSupplier cancelled) {
        this.python = python;
        this.timeoutMs = timeoutMs;
        this.cancelled = cancelled;
    }

    /** What one program did with one test: {@code passed}, {@code wrong} (the assertion did not hold), {@code error} or {@code hung}. */
    record Run(String program, String test, String outcome, String error) {}

    /**
     * @param program  the best so far; empty for none
     * @param tests    those that decide what comes next: that failed, or that are doubted
     * @param error    why they failed
     * @param known    all tests
     * @param runs     all runs
     * @param doubted  canonical forms of the tests to be read again
     * @param passed   tests that the program passed, of {@code counted}
     * @param reply    this round's, when it held no program
     */
    record State(String program, String tests, String error, List<ReadTest> known, List<Run> runs, List<String> doubted, boolean accepted,
            int passed, int counted, String reply) {
        State {
            known = List.copyOf(known);
            runs = List.copyOf(runs);
            doubted = List.copyOf(doubted);
        }

        State of(String unreadable) {
            return new State(program, tests, error, known, runs, doubted, accepted, passed, counted, unreadable);
        }
    }

    private record Candidate(String code, String hash) {}

    StepOutput judge(WrittenSoFar written) {
        Optional<State> before = written.before().map(row -> Json.read(row.result(), State.class));
        List<ReadTest> known = before.map(State::known).orElseGet(() -> written.testsRead().map(CodeTrial::known).orElse(List.of()));
        for (String doubted : before.map(State::doubted).orElse(List.of())) {
            known = secondLook(known, doubted, written.testsReadAgain());
        }
        List<Run> runs = new ArrayList<>(before.map(State::runs).orElse(List.of()));
        List<Candidate> candidates = candidates(written);
        List<ReadTest> counting = counting(known);
        candidates.forEach(candidate -> run(candidate, counting, runs));
        String unreadable = written.newest().map(WrittenSoFar.Reply::text).filter(reply -> programOf(reply).isEmpty()).orElse("");
        return made(decide(known, candidates, runs).of(unreadable));
    }

    /** Without a test, that the program can be loaded is one. */
    private static List<ReadTest> counting(List<ReadTest> known) {
        List<ReadTest> counting = known.stream().filter(ReadTest::counts).toList();
        return counting.isEmpty() ? List.of(new ReadTest("", "", "", List.of(ReadTest.QUESTION), "open")) : counting;
    }

    private static List<ReadTest> known(StepRow row) {
        List<ReadTest> known = new ArrayList<>();
        Json.tree(row.result()).path("known").forEach(each -> known.add(Json.read(each.toString(), ReadTest.class)));
        return known;
    }

    /** The doubted test was read again: it stands, or another takes its place, or it no longer counts. Nobody looked: it stands. */
    private static List<ReadTest> secondLook(List<ReadTest> known, String doubted, Optional<StepRow> again) {
        ReadTest test = known.stream().filter(each -> each.canonical().equals(doubted)).findFirst().orElseThrow();
        if (again.isEmpty() || Json.tree(again.get().result()).path("replies").asInt() == 0) {
            return known.stream().map(each -> each.equals(test) ? each.as("confirmed") : each).toList();
        }
        List<ReadTest> readings = known(again.get());
        Optional<ReadTest> reading = readings.stream().filter(each -> each.canonical().equals(doubted)).findFirst()
                .or(() -> readings.stream().filter(each -> each.subject().equals(test.subject())).findFirst());
        List<ReadTest> after = new ArrayList<>();
        boolean merged = false;
        for (ReadTest each : known) {
            boolean chosen = reading.isPresent() && each.canonical().equals(reading.get().canonical());
            boolean contradicts = each.subject().equals(test.subject()) && !chosen && each.weight() <= 2;
            after.add(chosen
                    ? each.alsoFrom("reread").as("confirmed")
                    : contradicts || each.canonical().equals(doubted) ? each.as("dropped") : each);
            merged |= chosen;
        }
        if (reading.isPresent() && !merged) {
            after.add(reading.get().as("confirmed"));
        }
        return after;
    }

    private List<Candidate> candidates(WrittenSoFar written) {
        List<Candidate> found = new ArrayList<>();
        for (WrittenSoFar.Reply reply : written.all()) {
            programOf(reply.text()).ifPresent(code -> {
                Candidate candidate = new Candidate(code, ContentHash.of(code.getBytes(StandardCharsets.UTF_8)).value());
                found.removeIf(each -> each.hash().equals(candidate.hash()));
                found.add(candidate);
            });
        }
        return found;
    }

    private Optional<String> programOf(String reply) {
        List<String> programs = CodeCandidates.programs(reply);
        List<Syntax> syntax = python.check(programs, cancelled);
        for (int i = 0; i < programs.size(); i++) {
            if (syntax.get(i).valid() && !syntax.get(i).assertions()) {
                return Optional.of(programs.get(i));
            }
        }
        return Optional.empty();
    }

    private void run(Candidate candidate, List<ReadTest> tests, List<Run> runs) {
        for (ReadTest test : tests) {
            List<Run> own = runs.stream().filter(run -> run.program().equals(candidate.hash())).toList();
            if (own.stream().anyMatch(run -> run.test().equals(test.canonical()))) {
                continue;
            }
            if (own.stream().filter(run -> run.outcome().equals("hung")).count() >= MOST_HANGING) {
                runs.add(new Run(candidate.hash(), test.canonical(), "hung", "Not run: the program hung on other tests."));
                continue;
            }
            SandboxOutcome outcome = python.run(candidate.code() + "\n\n" + test.telling() + "\n", false, timeoutMs, cancelled);
            boolean passed = outcome instanceof SandboxOutcome.Exited exited && exited.finished();
            String error = passed ? "" : CodeRunner.error(outcome);
            runs.add(new Run(candidate.hash(), test.canonical(), passed ? "passed" : kind(outcome, error), error));
        }
    }

    private static String kind(SandboxOutcome outcome, String error) {
        if (outcome instanceof SandboxOutcome.TimedOut) {
            return "hung";
        }
        return error.lines().reduce("", (_, last) -> last).startsWith("AssertionError") ? "wrong" : "error";
    }

    private static State decide(List<ReadTest> known, List<Candidate> candidates, List<Run> runs) {
        List<ReadTest> counting = counting(known);
        Optional<Candidate> best = candidates.stream()
                .reduce((one, other) -> score(other, counting, runs) >= score(one, counting, runs) ? other : one);
        if (best.isEmpty()) {
            return new State("", "", "", known, runs, List.of(), false, 0, counting.size(), "");
        }
        List<ReadTest> failed = counting.stream().filter(test -> !outcome(best.get(), test, runs).equals("passed")).toList();
        int passed = counting.size() - failed.size();
        List<ReadTest> doubted = !failed.isEmpty()
                && failed.stream().allMatch(test -> mayBeWrong(test, best.get(), candidates, counting, runs)) ? failed : List.of();
        String error = failed.stream()
                .map(test -> (test.test().isEmpty() ? "" : test.test() + "\n") + run(best.get(), test, runs).map(Run::error).orElse(""))
                .collect(Collectors.joining("\n\n"));
        return new State(best.get().code(), failed.stream().map(ReadTest::test).collect(Collectors.joining("\n")), error, known, runs,
                doubted.stream().map(ReadTest::canonical).toList(), failed.isEmpty(), passed, counting.size(), "");
    }

    /**
     * Whether a test that failed is doubted rather than the program: it was read from the image and not looked at again, the
     * program gave another value rather than an error, and either one reading alone says so while nothing else speaks against the
     * program, or several programs that do everything else right agree against it.
     */
    private static boolean mayBeWrong(ReadTest test, Candidate best, List<Candidate> candidates, List<ReadTest> counting, List<Run> runs) {
        if (!test.canBeDoubted() || !outcome(best, test, runs).equals("wrong")) {
            return false;
        }
        boolean othersPass = counting.stream().anyMatch(other -> outcome(best, other, runs).equals("passed"));
        List<Candidate> good = candidates.stream()
                .filter(candidate -> counting.size() > 1
                        && counting.stream().allMatch(other -> other.equals(test) || outcome(candidate, other, runs).equals("passed")))
                .toList();
        return test.weight() == 1 && (othersPass || counting.size() == 1)
                || good.size() >= 2 && good.stream().allMatch(candidate -> outcome(candidate, test, runs).equals("wrong"));
    }

    private static int score(Candidate candidate, List<ReadTest> counting, List<Run> runs) {
        return counting.stream().filter(test -> outcome(candidate, test, runs).equals("passed")).mapToInt(ReadTest::weight).sum();
    }

    private static String outcome(Candidate candidate, ReadTest test, List<Run> runs) {
        return run(candidate, test, runs).map(Run::outcome).orElse("error");
    }

    private static Optional<Run> run(Candidate candidate, ReadTest test, List<Run> runs) {
        return runs.stream().filter(run -> run.program().equals(candidate.hash()) && run.test().equals(test.canonical())).findFirst();
    }

    private static StepOutput made(State state) {
        String json = Json.write(state);
        if (state.program().isEmpty()) {
            return new StepOutput("No valid Python program was written.", "none", json);
        }
        String tested = state.known().stream().noneMatch(ReadTest::counts)
                ? (state.accepted()
                        ? "No test could be had; the program loads without an error."
                        : "The program does not load:\n" + state.error())
                : "Tried in a sandbox: " + state.passed() + " of " + state.counted() + " tests passed."
                        + (state.error().isEmpty() ? "" : " Failed:\n" + state.error());
        String value = state.accepted() ? "pass" : !state.doubted().isEmpty() ? "doubt" : state.reply().isEmpty() ? "fail" : "none";
        return new StepOutput(CodeRunner.fenced(state.program()) + "\n" + tested, value, json);
    }
}
