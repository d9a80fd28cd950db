package dev.maestro.training.pictures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * How well a policy picks.
 *
 * @param tasks     that anybody is right about
 * @param right     share of them on which the expert that was picked is right
 * @param nobody    tasks that nobody is right about, which count nowhere else
 * @param compared  tasks, the first of those, that the other figures are of
 * @param bound     the highest share of these that one and the same expert is right on: no policy that sees words alone does better but by
 *                  chance, for words know nothing of the picture
 * @param constant  that expert
 * @param shuffled  share that is right when each task shows another one's picture
 * @param blank     share that is right when every picture is white and square
 */
record DrawingFigures(int tasks, double right, int nobody, int compared, double bound, DrawingExpert constant, double shuffled,
        double blank) {
    /**
     * Asks the expert that was picked, and others only where that one is wrong.
     *
     * @param compare how many tasks are compared with what words alone allow, for which everybody is asked
     * @param picks   whom a policy asks about each of some tasks
     */
    static DrawingFigures of(List<DrawingTask> tasks, int compare, Function<List<DrawingTask>, List<DrawingExpert>> picks) {
        List<DrawingExpert> picked = picks.apply(tasks);
        List<DrawingTask> answerable = new ArrayList<>();
        int right = 0;
        for (int i = 0; i < tasks.size(); i++) {
            LearnedDrawing picture = tasks.get(i).picture();
            boolean hit = picture.isRight(picked.get(i));
            if (hit || picture.isAnswerable()) {
                answerable.add(tasks.get(i));
                right += hit ? 1 : 0;
            }
        }
        List<DrawingTask> some = answerable.subList(0, Math.min(compare, answerable.size()));
        List<DrawingTask> moved = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            moved.add(some.get(i).showing(some.get((i + 1) % some.size()).picture().seen()));
        }
        List<DrawingTask> white = some.stream().map(task -> task.showing(task.picture().seen().blank())).toList();
        DrawingExpert constant = Arrays.stream(DrawingExpert.values()).max(Comparator.comparingDouble(each -> share(some, each)))
                .orElseThrow();
        return new DrawingFigures(answerable.size(), (double) right / Math.max(1, answerable.size()), tasks.size() - answerable.size(),
                some.size(), share(some, constant), constant, share(some, picks.apply(moved)), share(some, picks.apply(white)));
    }

    private static double share(List<DrawingTask> tasks, DrawingExpert expert) {
        return tasks.stream().mapToInt(task -> task.picture().isRight(expert) ? 1 : 0).average().orElse(0);
    }

    private static double share(List<DrawingTask> tasks, List<DrawingExpert> picked) {
        int right = 0;
        for (int i = 0; i < tasks.size(); i++) {
            right += tasks.get(i).picture().isRight(picked.get(i)) ? 1 : 0;
        }
        return (double) right / Math.max(1, tasks.size());
    }
}
