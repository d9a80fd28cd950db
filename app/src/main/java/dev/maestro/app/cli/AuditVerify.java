package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.access.AuditLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro audit verify}: whether the audit is what was written. */
@Command(name = "verify",
        description = {"Works out the audit's chain of hashes anew: a row that was changed, taken out or put in breaks it.",
            "Note the hash that it prints; given back with --head, it also shows whether the end was cut off."})
final class AuditVerify implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--head", paramLabel = "HASH", description = "A hash that was printed before, which must still be in the chain.")
    private Optional<String> head = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    AuditVerify(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            AuditLog.Chain chain = services.audit().verify();
            boolean lost = head.isPresent() && !services.audit().holds(head.get());
            boolean holds = chain.broken().isEmpty() && !lost;
            if (json.wanted()) {
                Map<String, Object> said = new LinkedHashMap<>();
                said.put("holds", holds);
                said.put("links", chain.links());
                said.put("head", chain.head());
                chain.broken().ifPresent(place -> said.put("broken", place));
                head.ifPresent(_ -> said.put("head_found", !lost));
                json.print(session.terminal(), said);
            } else {
                session.terminal().out().println(words(chain, lost));
            }
            return holds ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
        }
    }

    private static String words(AuditLog.Chain chain, boolean lost) {
        if (chain.broken().isPresent()) {
            return "The audit is broken at row " + chain.broken().get() + ": it was changed, or one before it was taken out. Rows 1 to "
                    + chain.links() + " hold.";
        }
        return (lost
                ? "The rows that there are hold, and the noted hash is none of theirs: the end was cut off, or all was written anew. "
                : "The audit holds. ") + "Rows: " + chain.links() + ". Head: " + (chain.head().isEmpty() ? "none" : chain.head());
    }
}
