package dev.maestro.policy.grammar;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a turn stands. Immutable. */
sealed interface Place {
    String SEARCH = "search";
    String ANSWER = "answer";

    /** What may be done in a turn. */
    record Rules(Names names, boolean mayCall, boolean mayAnswer) {}

    /** After the next byte; empty when it may not be written. */
    Optional<Place> after(int unit, Rules rules);

    /** Whether the byte also lies on a short way to the end. */
    boolean isShort(int unit, Rules rules);

    enum Zone { BEFORE, THOUGHT, AFTER }

    /** Text outside of actions: before a thought, in it, or behind it. Our tags stand there only where they mean something. */
    record Free(Zone zone, Tag tag, Utf8 character) implements Place {
        @Override
        public Optional<Place> after(int unit, Rules rules) {
            if (unit == '>' && tag.isWhole()) {
                return tag.exact() ? entered(tag.closed(), rules) : Optional.empty();
            }
            Utf8 next = character.after(unit);
            return next == Utf8.REFUSED ? Optional.empty() : Optional.of(new Free(zone, next == Utf8.WHOLE ? tag.after(unit) : Tag.NONE, next));
        }

        private Optional<Place> entered(String whole, Rules rules) {
            if (!tags(rules).contains(whole)) {
                return Optional.empty();
            }
            return Optional.of(switch (whole) {
                case "<think>" -> new Free(Zone.THOUGHT, Tag.NONE, Utf8.WHOLE);
                case "</think>" -> new Free(Zone.AFTER, Tag.NONE, Utf8.WHOLE);
                case "<search>" -> new Name(Names.ROOT);
                default -> new Content(ANSWER, Content.Part.NOTHING, Tag.NONE, Utf8.WHOLE);
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
            return character != Utf8.WHOLE || leads(tag, unit, wanted);
        }
    }

    /** The byte goes on with one of the tags, or begins one where none can be gone on with. */
    private static boolean leads(Tag tag, int unit, List<String> wanted) {
        boolean onTheWay = !tag.isNone() && tag.exact() && wanted.stream().anyMatch(w -> w.startsWith(tag.seen()));
        return onTheWay ? wanted.stream().anyMatch(w -> w.startsWith(tag.seen() + (char) unit)) : unit == '<';
    }

    /** In the name of a call. */
    record Name(int node) implements Place {
        @Override
        public Optional<Place> after(int unit, Rules rules) {
            int next = rules.names().after(node, unit);
            return next < 0
                    ? Optional.empty()
                    : Optional.of(rules.names().isEnd(next) ? new Content(SEARCH, Content.Part.NOTHING, Tag.NONE, Utf8.WHOLE) : new Name(next));
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            return true;
        }
    }

    /** In the question of a call or in an answer; it holds none of our tags and is not empty. */
    record Content(String action, Part part, Tag tag, Utf8 character) implements Place {
        enum Part { NOTHING, SPACE, TEXT }

        @Override
        public Optional<Place> after(int unit, Rules rules) {
            if (part != Part.TEXT) {
                if (part == Part.NOTHING && unit == ' ') {
                    return Optional.of(new Content(action, Part.SPACE, Tag.NONE, Utf8.WHOLE));
                }
                return written(Utf8.first(unit), Tag.NONE);
            }
            if (unit == '>' && tag.isWhole()) {
                return tag.exact() && tag.closed().equals(closing()) ? Optional.of(new Done(action)) : Optional.empty();
            }
            Utf8 next = character.after(unit);
            return written(next, next == Utf8.WHOLE ? tag.after(unit) : Tag.NONE);
        }

        private Optional<Place> written(Utf8 next, Tag nextTag) {
            return next == Utf8.REFUSED ? Optional.empty() : Optional.of(new Content(action, Part.TEXT, nextTag, next));
        }

        private String closing() {
            return "</" + action + ">";
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            if (part != Part.TEXT) {
                return unit < 0x80 && Character.isLetterOrDigit(unit);
            }
            return character != Utf8.WHOLE || leads(tag, unit, List.of(closing()));
        }
    }

    /** The action is whole. */
    record Done(String action) implements Place {
        @Override
        public Optional<Place> after(int unit, Rules rules) {
            return Optional.empty();
        }

        @Override
        public boolean isShort(int unit, Rules rules) {
            return false;
        }
    }
}
