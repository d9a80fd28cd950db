package dev.maestro.orchestra.play;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.world.OrchestraErrors;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.SimulatedReply;
import dev.maestro.orchestra.world.TaskPanel;
import java.util.ArrayList;
import java.util.List;

/** Plays tasks: calls until the policy answers, three at most; who wants a fourth has answered with the last value. */
public final class Play {
    public static final int MOST_CALLS = 3;

    private Play() {}

    /** @throws MaestroException {@code MOVE_INVALID} when a call names a slot that the panel does not have */
    public static PlayedTask of(OrchestraTask task, OrchestraPolicy policy) {
        List<HeardReply> history = new ArrayList<>();
        while (true) {
            switch (policy.next(task, List.copyOf(history))) {
                case Move.Answer(String value) -> {
                    return PlayedTask.of(task, history, value);
                }
                case Move.Call _ when history.size() >= MOST_CALLS -> {
                    return PlayedTask.of(task, history, history.getLast().value());
                }
                case Move.Call call -> history.add(heard(task, call));
            }
        }
    }

    /** Makes a call. */
    public static HeardReply heard(OrchestraTask task, Move.Call call) {
        TaskPanel panel = task.panel();
        if (call.expert() < 0 || call.expert() >= panel.experts().size() || call.skill() < 0 || call.skill() >= panel.skills().size()) {
            throw new MaestroException(OrchestraErrors.MOVE_INVALID, "expert " + call.expert() + " with skill " + call.skill() + " of task "
                    + task.id() + "; it has " + panel.experts().size() + " experts and " + panel.skills().size()
                    + " skills, counted from 0.");
        }
        SimulatedReply reply = task.reply(call.expert(), call.skill(), call.input());
        return new HeardReply(call, reply.value(), reply.sure());
    }
}
