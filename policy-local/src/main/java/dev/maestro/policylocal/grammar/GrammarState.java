package dev.maestro.policylocal.grammar;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a turn stands. Immutable. */
sealed interface GrammarState {
    String SEARCH = "search";
    String ANSWER = "answer";

    /** What may be done in a turn. */
    record Rules(NameTree names, boolean mayCall, boolean mayAnswer) {}

    /** After the next byte; empty when it may not be written. */
    Optional<GrammarState> after(int unit, Rules rules);

    /** Whether the byte also lies on a short way to the end. */
    boolean isShort(int unit, Rules rules);

    enum Zone { BEFORE, THOUGHT, AFTER }

    /** Text outside of actions: before a thought, in it, or behind it. Our tags stand there only where they mean something. */
    record Free(Zone zone, LenientTag tag, Utf8State character) implements GrammarState {
        @Override
        public Optional<GrammarState> after(int unit, Rules rules) {
            if (unit == '>' && tag.isWhole()) {
                return tag.exact() ? entered(tag.closed(), rules) : Optional.empty();
            }
            Utf8State next = character.after(unit);
            return next == Utf8State.REFUSED
                    ? Optional.empty()
                    : Optional.of(new Free(zone, next == Utf8State.WHOLE ? tag.after(unit) : LenientTag.NONE, next));
        }

        private Optional<GrammarState> entered(String whole, Rules rules) {
            if (!tags(rules).contains(whole)) {
                return Optional.empty();
            }
            return Optional.of(switch (whole) {
                case "<think>" -> new Free(Zone.THOUGHT, LenientTag.NONE, Utf8State.WHOLE);
                case "</think>" -> new Free(Zone.AFTER, LenientTag.NONE, Utf8State.WHOLE);
                case "<search>" -> new Name(NameTree.ROOT);
                default -> new Content(ANSWER, Content.Part.NOTHING, LenientTag.NONE, Utf8State.WHOLE);
            });
        }

        /** Tags with a meaning here. */
        private List<String> tags(Rules rules) {
            Stream<String> actions = Stream.concat(
                    rules.mayCall() ? Stream.of("<search>") : Stream.of(), rules.mayAnswer() ? Stream.of("<answer>") : Stream.of());
            return switch (zone) {
                case BEFORE -> Stream.concat(Stream.of("<think>", "</think>"), actions).toList();
                case THOUGHT -> List.of("</think>");
                case AFTER -> actions.toList();
            };
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            List<String> wanted = zone == Zone.BEFORE ? new Free(Zone.AFTER, tag, character).tags(rules) : tags(rules);
            return character != Utf8State.WHOLE || leads(tag, unit, wanted);
        }
    }

    /** The byte goes on with one of the tags, or begins one where none can be gone on with. */
    private static boolean leads(LenientTag tag, int unit, List<String> wanted) {
        boolean onTheWay = !tag.isNone() && tag.exact() && wanted.stream().anyMatch(w -> w.startsWith(tag.seen()));
        return onTheWay ? wanted.stream().anyMatch(w -> w.startsWith(tag.seen() + (char) unit)) : unit == '<';
    }

    /** In the name of a call. */
    record Name(int node) implements GrammarState {
        @Override
        public Optional<GrammarState> after(int unit, Rules rules) {
            int next = rules.names().after(node, unit);
            return next < 0
                    ? Optional.empty()
                    : Optional.of(rules.names().isEnd(next)
                            ? new Content(SEARCH, Content.Part.NOTHING, LenientTag.NONE, Utf8State.WHOLE)
                            : new Name(next));
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            return true;
        }
    }

    /** In the question of a call or in an answer; it holds none of our tags and is not empty. */
    record Content(String action, Part part, LenientTag tag, Utf8State character) implements GrammarState {
        enum Part { NOTHING, SPACE, TEXT }

        @Override
        public Optional<GrammarState> after(int unit, Rules rules) {
            if (part != Part.TEXT) {
                if (part == Part.NOTHING && unit == ' ') {
                    return Optional.of(new Content(action, Part.SPACE, LenientTag.NONE, Utf8State.WHOLE));
                }
                return written(Utf8State.first(unit), LenientTag.NONE);
            }
            if (unit == '>' && tag.isWhole()) {
                return tag.exact() && tag.closed().equals(closing()) ? Optional.of(new Done(action)) : Optional.empty();
            }
            Utf8State next = character.after(unit);
            return written(next, next == Utf8State.WHOLE ? tag.after(unit) : LenientTag.NONE);
        }

        private Optional<GrammarState> written(Utf8State next, LenientTag nextTag) {
            return next == Utf8State.REFUSED ? Optional.empty() : Optional.of(new Content(action, Part.TEXT, nextTag, next));
        }

        private String closing() {
            return "</" + action + ">";
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            if (part != Part.TEXT) {
                return unit < 0x80 && Character.isLetterOrDigit(unit);
            }
            return character != Utf8State.WHOLE || leads(tag, unit, List.of(closing()));
        }
    }

    /** The action is whole. */
    record Done(String action) implements GrammarState {
        @Override
        public Optional<GrammarState> after(int unit, Rules rules) {
            return Optional.empty();
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            return false;
        }
    }
}
