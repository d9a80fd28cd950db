package dev.maestro.activities.code;

import dev.maestro.activities.record.StepOutput;
import dev.maestro.activities.sandbox.Python;
import dev.maestro.activities.sandbox.Python.Syntax;
import dev.maestro.activities.sandbox.SandboxOutcome;
import dev.maestro.core.Json;
import dev.maestro.skills.Plan;
import dev.maestro.skills.prompts.PromptInput;
import dev.maestro.skills.replies.CodeCandidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The run_code step: finds tests and programs in recorded replies, and runs them in the sandbox. */
public final class CodeRunner {
    /** The reference system's limit of a program. */
    private static final int TIMEOUT_MS = 10_000;
    private static final int ERROR_CHARS = 2_000;

    private final Python python;

    public CodeRunner(Python python) {
        this.python = python;
    }

    /** @throws Python.UnavailableException when there is no sandbox: nothing is known of the program then */
    public StepOutput run(Plan.Step step, PromptInput given, WrittenSoFar written, BooleanSupplier cancelled) {
        boolean reference = step.parameters().getOrDefault("rules", "ours").equals("reference");
        int timeoutMs = step.intParameter("timeout_ms", TIMEOUT_MS);
        return switch (step.parameters().getOrDefault("mode", "run")) {
            case "read_tests" -> reference ? referenceTest(written, cancelled) : tests(written, given, cancelled);
            case "try" ->
                reference ? referenceTry(written, timeoutMs, cancelled) : new CodeTrial(python, timeoutMs, cancelled).judge(written);
            default -> printed(written, timeoutMs, cancelled);
        };
    }

    /** Every valid test of the replies and of the question, with the number of readings that agree on it. */
    private StepOutput tests(WrittenSoFar written, PromptInput given, BooleanSupplier cancelled) {
        List<String> candidates = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        CodeCandidates.examples(given.question()).forEach(test -> {
            candidates.add(test);
            sources.add(ReadTest.QUESTION);
        });
        written.replies().forEach(reply -> CodeCandidates.tests(reply.text()).forEach(test -> {
            candidates.add(test);
            sources.add(reply.step());
        }));
        List<Syntax> syntax = python.check(candidates, cancelled);
        List<String> asked = CodeCandidates.asked(given.question());
        List<ReadTest> known = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Syntax each = syntax.get(i);
            if (each.valid() && each.assertions()
                    && (asked.isEmpty() ? !each.calls().isEmpty() : each.calls().stream().anyMatch(asked::contains))) {
                ReadTest.add(known, candidates.get(i), each, sources.get(i));
            }
        }
        String list = known.stream().map(ReadTest::test).collect(Collectors.joining("\n"));
        return new StepOutput(known.isEmpty() ? "No test could be read." : list, known.isEmpty() ? "none" : "tests",
                Json.write(Map.of("tests", list, "known", known, "replies", written.replies().size())));
    }

    private StepOutput referenceTest(WrittenSoFar written, BooleanSupplier cancelled) {
        List<String> candidates = written.newest().map(reply -> CodeCandidates.referenceTests(reply.text())).orElse(List.of());
        List<Syntax> syntax = python.check(candidates, cancelled);
        for (int i = 0; i < candidates.size(); i++) {
            if (syntax.get(i).valid()) {
                return new StepOutput(candidates.get(i), "tests", Json.write(Map.of("tests", candidates.get(i))));
            }
        }
        return new StepOutput("No test could be read.", "none", "{}");
    }

    private StepOutput referenceTry(WrittenSoFar written, int timeoutMs, BooleanSupplier cancelled) {
        String reply = written.newest().map(WrittenSoFar.Reply::text).orElse("");
        Optional<String> program = CodeCandidates.referenceProgram(reply)
                .filter(code -> python.check(List.of(code), cancelled).getFirst().valid());
        if (program.isEmpty()) {
            return new StepOutput(reply, "none", Json.write(Map.of("error", "The reply held no valid Python block.")));
        }
        String code = program.get();
        Optional<String> test = written.testsRead().map(row -> Json.tree(row.result()).path("tests").asText(""))
                .filter(text -> !text.isEmpty());
        String error = test.isEmpty()
                ? ""
                : referenceError(python.run(code + "\n\n" + test.get() + "\n", true, timeoutMs, cancelled), timeoutMs);
        return new StepOutput(fenced(code), error.isEmpty() ? "pass" : "fail",
                Json.write(Map.of("program", code, "tests", test.orElse(""), "error", error)));
    }

    /** Empty when the interpreter's exit code was 0, whether or not the test was reached. */
    private static String referenceError(SandboxOutcome outcome, int timeoutMs) {
        return switch (outcome) {
            case SandboxOutcome.Exited(int code, _, var printed, _) ->
                code == 0 ? "" : firstOf(printed.err().strip(), printed.out().strip(), "Unknown error");
            case SandboxOutcome.TimedOut _ -> "Timed out after " + timeoutMs / 1_000 + " seconds";
            case SandboxOutcome.OutOfMemory _ -> "MemoryError";
            case SandboxOutcome.OutputFlood _ -> "Too much output";
            case SandboxOutcome.Cancelled(),SandboxOutcome.Unavailable(_, _) -> "Not run";
        };
    }

    /** A program whose output is the result. */
    private StepOutput printed(WrittenSoFar written, int timeoutMs, BooleanSupplier cancelled) {
        List<String> candidates = written.newest().map(reply -> CodeCandidates.programs(reply.text())).orElse(List.of());
        List<Syntax> syntax = python.check(candidates, cancelled);
        for (int i = 0; i < candidates.size(); i++) {
            if (syntax.get(i).valid()) {
                SandboxOutcome outcome = python.run(candidates.get(i), true, timeoutMs, cancelled);
                boolean ok = outcome instanceof SandboxOutcome.Exited(int code, _, _, _) && code == 0;
                String text = ok ? ((SandboxOutcome.Exited) outcome).printed().out().strip() : error(outcome);
                return new StepOutput(text.isEmpty() ? "(it printed nothing)" : text, ok ? "ok" : "failed",
                        Json.write(Map.of("program", candidates.get(i), "error", ok ? "" : text)));
            }
        }
        return new StepOutput("The reply held no valid Python program.", "none", "{}");
    }

    /** Why a run did not finish, for whoever must mend the program; the end of an error says most. */
    static String error(SandboxOutcome outcome) {
        return switch (outcome) {
            case SandboxOutcome.Exited(int code, _, var printed, _) when code == 0 -> "The program ended itself before the test was over.";
            case SandboxOutcome.Exited(int code, _, var printed, _) -> firstOf(tail(printed.err().strip()), tail(printed.out().strip()),
                    code >= 128
                            ? "The program was ended by signal " + (code - 128) + "."
                            : "The program ended with exit code " + code + ".");
            case SandboxOutcome.TimedOut(_, long wallMs) -> "The program did not end within its time limit.";
            case SandboxOutcome.OutOfMemory _ -> "The program wanted more memory than it may have.";
            case SandboxOutcome.OutputFlood _ -> "The program printed without end.";
            case SandboxOutcome.Cancelled(),SandboxOutcome.Unavailable(_, _) -> "The program was not run.";
        };
    }

    static String fenced(String code) {
        return "```python\n" + code + "\n```";
    }

    private static String tail(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= ERROR_CHARS ? text : "…" + text.substring(text.offsetByCodePoints(text.length(), -ERROR_CHARS));
    }

    private static String firstOf(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
