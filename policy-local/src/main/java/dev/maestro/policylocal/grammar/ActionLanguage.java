package dev.maestro.policylocal.grammar;

import dev.maestro.inference.engine.Constraint;
import dev.maestro.inference.engine.TokenMask;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.policylocal.grammar.GrammarState.Content;
import dev.maestro.policylocal.grammar.GrammarState.Done;
import dev.maestro.policylocal.grammar.GrammarState.Free;
import dev.maestro.policylocal.grammar.GrammarState.Name;
import dev.maestro.policylocal.grammar.GrammarState.Rules;
import dev.maestro.policylocal.grammar.GrammarState.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The turns a policy may write: a thought, free text, then one action, either a call of an offered pair
 * with a question, or an answer; it ends with the action's closing tag. Whatever belongs to it is read by
 * every profile's protocol as a valid action, and no other text is let through. It works on bytes, so a
 * token may begin in a name and end behind it. Places are numbered as they are met, and the tokens that
 * are allowed in one are found once. Thread-safe.
 */
public final class ActionLanguage implements Constraint {
    private static final int UNKNOWN = -2;
    private static final int NOWHERE = -1;
    /** A character's rest, the end of a thought, an opening tag, a space or sign, a closing tag: bytes in a hurry beside the name. */
    private static final int AROUND_THE_NAME = 3 + "</think>".length() + "<search>".length() + 1 + "</search>".length();

    private final Vocabulary vocabulary;
    private final TokenTrie trie;
    private final Rules rules;
    private final List<At> states = new ArrayList<>();
    private final Map<At, Integer> numbers = new HashMap<>();
    private final List<int[]> steps = new ArrayList<>();
    private final List<@Nullable TokenMask> masks = new ArrayList<>();

    private record At(GrammarState place, boolean hurried) {}

    /**
     * @param pairs     that may be called; without any, only an answer can be given
     * @param mayCall   false at the last turn
     * @param mayAnswer false where a protocol demands a call
     */
    public ActionLanguage(Vocabulary vocabulary, TokenTrie trie, List<OfferedPair> pairs, boolean mayCall, boolean mayAnswer) {
        this.vocabulary = vocabulary;
        this.trie = trie;
        NameTree names = new NameTree(pairs);
        boolean calls = mayCall && !names.isEmpty();
        this.rules = new Rules(names, calls, mayAnswer || !calls);
        number(new At(new Free(Zone.BEFORE, LenientTag.NONE, Utf8State.WHOLE), false));
    }

    private int number(At state) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        int number = states.size();
        states.add(state);
        numbers.put(state, number);
        int[] unknown = new int[256];
        Arrays.fill(unknown, UNKNOWN);
        steps.add(unknown);
        masks.add(null);
        return number;
    }

    private int step(int state, int unit) {
        int known = steps.get(state)[unit];
        if (known != UNKNOWN) {
            return known;
        }
        At at = states.get(state);
        Optional<GrammarState> next = at.hurried() && !at.place().isShort(unit, rules) ? Optional.empty() : at.place().after(unit, rules);
        int number = next.map(place -> number(new At(place, at.hurried()))).orElse(NOWHERE);
        steps.get(state)[unit] = number;
        return number;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public synchronized TokenMask mask(int state) {
        TokenMask known = masks.get(state);
        if (known == null) {
            known = trie.allowed(state, this::step);
            masks.set(state, known);
        }
        return known;
    }

    @Override
    public synchronized int after(int state, int token) {
        int next = state;
        for (byte unit : vocabulary.bytes(token)) {
            next = step(next, unit & 0xff);
            if (next < 0) {
                throw new IllegalArgumentException("token " + token + " is not allowed in state " + state);
            }
        }
        return next;
    }

    /** Where a text leads; empty when it is not the beginning of any turn. */
    public synchronized Optional<Integer> after(int state, byte[] text) {
        int next = state;
        for (byte unit : text) {
            next = step(next, unit & 0xff);
            if (next < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(next);
    }

    @Override
    public synchronized boolean isComplete(int state) {
        return states.get(state).place() instanceof Done;
    }

    /** In a name, or where a token may end a call's opening tag and go on into the name. */
    @Override
    public synchronized boolean isChoice(int state) {
        return isInName(state) || states.get(state).place() instanceof Free(var zone, var tag, _)
                && zone != Zone.THOUGHT && rules.mayCall() && tag.exact() && tag.seen().equals("<search");
    }

    /** Between a call's opening tag and the end of its name. */
    public synchronized boolean isInName(int state) {
        return states.get(state).place() instanceof Name;
    }

    /** Behind the name of a call. */
    public synchronized boolean isNamed(int state) {
        return states.get(state).place() instanceof Content(var action, _, _, _) && action.equals(GrammarState.SEARCH);
    }

    @Override
    public synchronized int hurried(int state) {
        return number(new At(states.get(state).place(), true));
    }

    @Override
    public int tokensInHurry() {
        // A byte is a token at worst.
        return AROUND_THE_NAME + (rules.mayCall() ? rules.names().longest() : 0);
    }

    /** Places met so far. */
    synchronized int size() {
        return states.size();
    }
}
