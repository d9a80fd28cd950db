package dev.maestro.activities.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Python in the sandbox: says whether texts are Python, and what programs do. Thread-safe. */
public final class Python {
    /** Looking at a text takes milliseconds; a machine under load gets some patience. */
    private static final long CHECK_MS = 5_000;

    private final Sandbox sandbox;

    public Python(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * A text as Python reads it.
     *
     * @param canonical  the same for texts that differ in spaces, quotes and comments alone; empty when it is no Python
     * @param telling    for a single assertion of an equation: the same, but saying what came instead; else empty
     * @param assertions whether it consists of assertions alone
     * @param defines    functions and classes that it defines
     * @param calls      functions that it calls by name
     */
    public record Syntax(boolean valid, String canonical, String telling, boolean assertions, List<String> defines, List<String> calls) {
        static final Syntax NONE = new Syntax(false, "", "", false, List.of(), List.of());

        public Syntax {
            defines = List.copyOf(defines);
            calls = List.copyOf(calls);
        }
    }

    /** The sandbox did not run what it was given; says nothing about the program. */
    public static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean lasting;

        UnavailableException(String message, boolean lasting) {
            super(message);
            this.lasting = lasting;
        }

        /** Whether trying again on this machine makes no sense. */
        public boolean lasting() {
            return lasting;
        }
    }

    /**
     * One run for all texts; a text that breaks the parser counts as no Python and costs one more run.
     *
     * @throws UnavailableException when there is no sandbox
     */
    public List<Syntax> check(List<String> texts, BooleanSupplier cancelled) {
        List<Syntax> found = new ArrayList<>();
        while (found.size() < texts.size()) {
            int before = found.size();
            SandboxOutcome outcome = required(
                    sandbox.run(new Sandbox.Job("check", texts.subList(before, texts.size()), CHECK_MS), cancelled));
            lines(outcome).stream().limit(texts.size() - before).map(Python::syntax).forEach(found::add);
            if (found.size() < texts.size()) {
                found.add(Syntax.NONE);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Runs a program.
     *
     * @param asMain whether it is the main program: what stands under {@code if __name__ == "__main__"} runs then
     * @throws UnavailableException when there is no sandbox, or nobody waits for the end any more
     */
    public SandboxOutcome run(String source, boolean asMain, long wallMs, BooleanSupplier cancelled) {
        return required(sandbox.run(new Sandbox.Job(asMain ? "__main__" : "solution", List.of(source), wallMs), cancelled));
    }

    private static SandboxOutcome required(SandboxOutcome outcome) {
        return switch (outcome) {
            case SandboxOutcome.Unavailable(String message, boolean lasting) -> throw new UnavailableException(message, lasting);
            case SandboxOutcome.Cancelled() ->
                throw new UnavailableException(SandboxErrors.SANDBOX_CANCELLED + ": nobody waits for the run any more", false);
            case SandboxOutcome.Exited _,SandboxOutcome.TimedOut _,SandboxOutcome.OutOfMemory _,SandboxOutcome.OutputFlood _ -> outcome;
        };
    }

    private static List<String> lines(SandboxOutcome outcome) {
        String out = switch (outcome) {
            case SandboxOutcome.Exited(_, _, var printed, _) -> printed.out();
            case SandboxOutcome.TimedOut(var printed, _) -> printed.out();
            case SandboxOutcome.OutOfMemory(var printed, _) -> printed.out();
            case SandboxOutcome.OutputFlood(var printed, _) -> printed.out().substring(0, printed.out().lastIndexOf('\n') + 1);
            case SandboxOutcome.Cancelled(),SandboxOutcome.Unavailable(_, _) -> "";
        };
        return out.lines().filter(line -> line.endsWith("}")).toList();
    }

    private static Syntax syntax(String line) {
        JsonNode node = Json.tree(line);
        List<String> defines = new ArrayList<>();
        node.path("defines").forEach(name -> defines.add(name.asText()));
        List<String> calls = new ArrayList<>();
        node.path("calls").forEach(name -> calls.add(name.asText()));
        return new Syntax(node.path("valid").asBoolean(), node.path("canonical").asText(""), node.path("telling").asText(""),
                node.path("assertions").asBoolean(), defines, calls);
    }
}
