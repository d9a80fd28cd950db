package dev.maestro.orchestra.report;

import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.TaskPanel;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What tasks came to that were played by one policy.
 *
 * @param accuracy        share of right answers
 * @param reward          mean, see {@link dev.maestro.orchestra.world.PriceWeight#reward}
 * @param cost            mean of a task; a dear call is the unit
 * @param calls           mean of a task
 * @param regret          mean of the oracle's reward less the policy's, on the same tasks
 * @param firstSkill      share of tasks whose first call had the skill that the question needs first
 * @param firstExpert     share of tasks whose first call went to an expert that nobody in the panel surpasses at the kind of picture
 * @param twoStep         share of right answers among tasks with two steps
 * @param againAfterSure  share of replies said to be sure after which the same was asked again; third calls left out
 * @param againAfterDoubt the same of replies said to be not sure
 * @param cheap           share of calls to cheap experts
 * @param experts         calls by name; names are fresh for each task
 * @param slots           calls by the expert's place in the prompt, from 1
 * @param skillSlots      calls by the skill's place in the prompt, from 1
 * @param skills          calls by what the skill does
 */
public record OrchestraFigures(int tasks, MeasuredValue accuracy, MeasuredValue reward, MeasuredValue cost, MeasuredValue calls,
        MeasuredValue regret, MeasuredValue firstSkill, MeasuredValue firstExpert, MeasuredValue twoStep, MeasuredValue againAfterSure,
        MeasuredValue againAfterDoubt, MeasuredValue cheap, MeasuredShares experts, MeasuredShares slots, MeasuredShares skillSlots,
        MeasuredShares skills) {

    public static OrchestraFigures of(List<PlayedTask> played) {
        OrchestraPolicy oracle = Baselines.of(Baselines.ORACLE, 0);
        List<PlayedTask> twoStep = played.stream().filter(each -> each.task().operation().isTwoStep()).toList();
        long calls = played.stream().mapToLong(each -> each.history().size()).sum();
        long cheap = played.stream().flatMap(each -> each.history().stream().map(heard -> each.task().cost(heard.call().expert())))
                .filter(cost -> cost < 1).count();
        return new OrchestraFigures(
                played.size(), share(played, PlayedTask::right), mean(played, PlayedTask::reward), mean(played, PlayedTask::cost),
                mean(played, each -> each.history().size()),
                mean(played, each -> Play.of(each.task(), oracle).reward() - each.reward()),
                share(played, PlayedTask::firstSkillRight), share(played, PlayedTask::firstExpertRight), share(twoStep, PlayedTask::right),
                again(played, true), again(played, false), MeasuredValue.share(cheap, calls),
                shares(played, (panel, call) -> panel.experts().get(call.expert()).name()),
                shares(played, (_, call) -> String.valueOf(call.expert() + 1)),
                shares(played, (_, call) -> String.valueOf(call.skill() + 1)),
                shares(played, (panel, call) -> panel.skills().get(call.skill()).operation().name().toLowerCase(java.util.Locale.ROOT)));
    }

    private static MeasuredValue share(List<PlayedTask> played, Predicate<PlayedTask> what) {
        return MeasuredValue.share(played.stream().filter(what).count(), played.size());
    }

    private static MeasuredValue mean(List<PlayedTask> played, ToDoubleFunction<PlayedTask> what) {
        return MeasuredValue.mean(played.stream().mapToDouble(what).toArray());
    }

    private static MeasuredShares shares(List<PlayedTask> played, BiFunction<TaskPanel, Move.Call, String> who) {
        return MeasuredShares.of(played.stream()
                .map(each -> each.history().stream().map(heard -> who.apply(each.task().panel(), heard.call())).toList()).toList());
    }

    private static MeasuredValue again(List<PlayedTask> played, boolean sure) {
        long replies = 0;
        long again = 0;
        for (PlayedTask each : played) {
            List<HeardReply> history = each.history();
            for (int i = 0; i < history.size() && i < Play.MOST_CALLS - 1; i++) {
                if (history.get(i).sure() == sure) {
                    replies++;
                    again += i + 1 < history.size() && !goesOn(history.get(i), history.get(i + 1)) ? 1 : 0;
                }
            }
        }
        return MeasuredValue.share(again, replies);
    }

    /** Whether a call takes what was heard to another skill: the second step, not the first once more. */
    private static boolean goesOn(HeardReply before, HeardReply next) {
        return next.call().skill() != before.call().skill() && next.call().input().filter(before.value()::equals).isPresent();
    }
}
