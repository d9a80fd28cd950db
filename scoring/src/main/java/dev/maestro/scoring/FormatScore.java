package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.terms.NameResolver;
import java.util.List;
import java.util.Optional;

/** The reference system's format reward: what is wrong with a trajectory's form; nothing else is looked at there. */
final class FormatScore {
    private final NameResolver names;

    FormatScore(NameResolver names) {
        this.names = names;
    }

    /** The first thing that is wrong; empty when the form is right. */
    Optional<String> fault(String trajectory) {
        List<TaggedBlocks.Block> blocks = TaggedBlocks.of(trajectory);
        if (blocks.isEmpty()) {
            return Optional.of("no tagged block");
        }
        for (String tag : List.of("answer", "information")) {
            if (PythonText.count(trajectory, "<" + tag + ">") != PythonText.count(trajectory, "</" + tag + ">")) {
                return Optional.of(tag + " tags do not balance");
            }
        }
        long answers = blocks.stream().filter(b -> b.tag().equals("answer")).count();
        if (answers != 1) {
            return Optional.of(answers + " answer blocks");
        }
        List<String> calls = blocks.stream().filter(b -> b.tag().equals("search")).map(b -> NormalForms.trim(b.content())).toList();
        if (calls.isEmpty()) {
            return Optional.of("no call");
        }
        return calls.stream().map(this::callFault).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> callFault(String call) {
        int colon = call.indexOf(':');
        if (colon < 0) {
            return Optional.of("a call without a colon");
        }
        return call.contains("@@") ? pairFault(call.substring(0, colon), call.substring(colon + 1)) : directFault(call, colon);
    }

    private Optional<String> pairFault(String head, String written) {
        int at = head.indexOf("@@");
        if (at < 0) {
            return Optional.of("a colon before @@");
        }
        String model = NormalForms.trim(head.substring(0, at));
        String skill = NormalForms.trim(head.substring(at + 2));
        String input = NormalForms.trim(written);
        if (model.isEmpty() || skill.isEmpty() || input.isEmpty()) {
            return Optional.of("an empty part of a call");
        }
        if (NormalForms.lower(model).contains("model-name") || NormalForms.lower(skill).contains("skill-name")
                || NormalForms.lower(input).contains("your-input")) {
            return Optional.of("a placeholder in a call");
        }
        if (names.expert(model).isEmpty()) {
            return Optional.of("an unknown model");
        }
        return names.skill(skill).isEmpty() ? Optional.of("an unknown skill") : Optional.empty();
    }

    // A model asked directly: its name is not looked up there.
    private static Optional<String> directFault(String call, int colon) {
        String left = NormalForms.lower(NormalForms.trim(call.substring(0, colon)));
        String right = NormalForms.lower(NormalForms.trim(call.substring(colon + 1)));
        String whole = NormalForms.lower(call);
        boolean placeholder = whole.contains("llm-name") || whole.contains("your-query");
        boolean wrong = call.indexOf(':', colon + 1) >= 0 || right.isEmpty() || placeholder || PythonText.contains(right, left);
        return wrong ? Optional.of("a direct call that is badly formed") : Optional.empty();
    }
}
