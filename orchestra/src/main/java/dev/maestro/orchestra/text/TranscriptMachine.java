package dev.maestro.orchestra.text;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.SimulatedSkill;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one trajectory behind a task's prompt: whoever drives it takes the text that is forced, draws one of the alternatives, and says
 * which. Calls are made on the way. Alternatives of a decision differ in their first token, so that token alone is drawn; what has only
 * one alternative is forced and never offered. Text is parted at borders of tokens, so pieces can be encoded one by one. Not
 * thread-safe.
 */
public final class TranscriptMachine {
    private final OrchestraTask task;
    private final OfferedValues offered;
    private final List<HeardReply> history = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder forced = new StringBuilder();
    private TurnDecision decision = TurnDecision.GO_ON;
    private List<String> alternatives = List.of();
    private int expert;
    private int skill;
    private Optional<PlayedTask> played = Optional.empty();

    /** What is to be written next. */
    public sealed interface Due {
        /** Text that follows what was chosen last, replies included, before anything is decided; never part of a loss. */
        String forced();

        /**
         * A decision is due.
         *
         * @param alternatives at least two, different in their first token
         */
        record Choice(String forced, TurnDecision decision, List<String> alternatives) implements Due {
            public Choice {
                alternatives = List.copyOf(alternatives);
            }
        }

        /** The task is over. */
        record Over(String forced) implements Due {}
    }

    /** At the beginning, behind {@link ActionText#TURN}. */
    public TranscriptMachine(OrchestraTask task, OfferedValues offered) {
        this(task, offered, List.of());
    }

    /**
     * Behind calls that were made already, which are forced text.
     *
     * @param made at most {@link Play#MOST_CALLS}
     * @throws MaestroException {@code MOVE_INVALID}
     */
    public TranscriptMachine(OrchestraTask task, OfferedValues offered, List<Move.Call> made) {
        if (made.size() > Play.MOST_CALLS) {
            throw new MaestroException(OrchestraErrors.MOVE_INVALID,
                    made.size() + " calls cannot have been made before; at most " + Play.MOST_CALLS + " can be made.");
        }
        this.task = task;
        this.offered = offered;
        for (Move.Call call : made) {
            HeardReply heard = Play.heard(task, call);
            write(ActionText.call(task.panel().experts().get(call.expert()).name(), task.panel().skills().get(call.skill()).name(),
                    call.input()));
            hear(heard);
        }
        offer(TurnDecision.GO_ON);
    }

    public OrchestraTask task() {
        return task;
    }

    /** The calls so far, oldest first. */
    public List<HeardReply> history() {
        return List.copyOf(history);
    }

    /** The same until something is chosen. */
    public Due due() {
        return played.isPresent() ? new Due.Over(forced.toString()) : new Due.Choice(forced.toString(), decision, alternatives);
    }

    /**
     * @param alternative index of one that is due
     * @throws MaestroException {@code MOVE_INVALID} when there is none
     */
    public void choose(int alternative) {
        if (played.isPresent() || alternative < 0 || alternative >= alternatives.size()) {
            throw new MaestroException(OrchestraErrors.MOVE_INVALID, "alternative " + alternative + " of task " + task.id() + "; "
                    + (played.isPresent() ? "the task is over." : alternatives.size() + " are due, counted from 0."));
        }
        forced.setLength(0);
        text.append(alternatives.get(alternative));
        follow(alternative);
    }

    /**
     * The alternative that leads to a move, for demonstrations; to the last value where a call is wanted and none is left.
     *
     * @throws MaestroException {@code MOVE_INVALID} when what is due does not lead there
     */
    public int toward(Move move) {
        String wanted = switch (move) {
            case Move.Call(int who, int what, Optional<String> input) -> switch (decision) {
                case GO_ON -> ActionText.SEARCH;
                case EXPERT -> task.panel().experts().get(who).name();
                case SKILL -> task.panel().skills().get(what).name();
                case INPUT -> input.map(ActionText::value).orElse(ActionText.QUESTION);
                case ANSWER -> ActionText.value(history.getLast().value());
            };
            case Move.Answer(String value) -> decision == TurnDecision.GO_ON ? ActionText.ANSWER : ActionText.value(value);
        };
        int found = alternatives.indexOf(wanted);
        if (found < 0) {
            throw new MaestroException(OrchestraErrors.MOVE_INVALID,
                    "\"" + wanted + "\" of task " + task.id() + "; due are " + alternatives + " for " + decision + ".");
        }
        return found;
    }

    /** Everything behind {@link ActionText#TURN} so far. */
    public String text() {
        return text.toString();
    }

    /** What the task came to; empty until it is over. */
    public Optional<PlayedTask> played() {
        return played;
    }

    private void write(String piece) {
        text.append(piece);
        forced.append(piece);
    }

    private void hear(HeardReply heard) {
        history.add(heard);
        write(ActionText.observation(heard.value(), heard.sure()));
    }

    private void offer(TurnDecision next) {
        decision = next;
        alternatives = switch (next) {
            case GO_ON -> history.isEmpty()
                    ? List.of(ActionText.SEARCH)
                    : history.size() >= Play.MOST_CALLS ? List.of(ActionText.ANSWER) : List.of(ActionText.SEARCH, ActionText.ANSWER);
            case EXPERT -> task.panel().experts().stream().map(SimulatedExpert::name).toList();
            case SKILL -> task.panel().skills().stream().map(SimulatedSkill::name).toList();
            case INPUT -> inputs();
            case ANSWER -> values();
        };
        if (alternatives.size() == 1) {
            write(alternatives.getFirst());
            follow(0);
        }
    }

    private List<String> inputs() {
        List<String> inputs = new ArrayList<>(List.of(ActionText.QUESTION));
        inputs.addAll(values());
        return List.copyOf(inputs);
    }

    private List<String> values() {
        Set<String> values = new LinkedHashSet<>();
        switch (offered) {
            case HEARD -> history.forEach(heard -> values.add(ActionText.value(heard.value())));
            case ANY -> OrchestraWorld.VALUES.forEach(value -> values.add(ActionText.value(value)));
        }
        return List.copyOf(values);
    }

    private void follow(int chosen) {
        switch (decision) {
            case GO_ON -> offer(alternatives.get(chosen).equals(ActionText.SEARCH) ? TurnDecision.EXPERT : TurnDecision.ANSWER);
            case EXPERT -> {
                expert = chosen;
                write(ActionText.WITH);
                offer(TurnDecision.SKILL);
            }
            case SKILL -> {
                skill = chosen;
                write(ActionText.ASKS);
                offer(TurnDecision.INPUT);
            }
            case INPUT -> {
                String input = alternatives.get(chosen);
                write(ActionText.SEARCH_END);
                hear(Play.heard(task, new Move.Call(expert, skill,
                        input.equals(ActionText.QUESTION) ? Optional.empty() : Optional.of(input.strip()))));
                offer(TurnDecision.GO_ON);
            }
            case ANSWER -> {
                String value = alternatives.get(chosen).strip();
                write(ActionText.ANSWER_END);
                played = Optional.of(PlayedTask.of(task, history, value));
            }
        }
    }
}
