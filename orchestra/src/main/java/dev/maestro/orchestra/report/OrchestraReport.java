package dev.maestro.orchestra.report;

import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The benchmark of one policy: for each split the same tasks at each price weight.
 *
 * @param policy        its name
 * @param seed          of the world
 * @param tasksPerCell  tasks of one split at one price weight
 * @param cells         in the order asked for
 */
public record OrchestraReport(String policy, long seed, int tasksPerCell, List<Cell> cells) {
    public OrchestraReport {
        cells = List.copyOf(cells);
    }

    /** One split at one price weight. */
    public record Cell(OrchestraSplit split, PriceWeight price, OrchestraFigures figures) {}

    /**
     * Plays and measures.
     *
     * @param player  plays tasks, in order
     * @param options price weights apart, which are set in turn
     */
    public static OrchestraReport measure(String policy, Function<List<OrchestraTask>, List<PlayedTask>> player, OrchestraWorld world,
            List<OrchestraSplit> splits, List<PriceWeight> prices, int tasksPerCell, TaskOptions options) {
        List<Cell> cells = new ArrayList<>();
        for (OrchestraSplit split : splits) {
            for (PriceWeight price : prices) {
                List<PlayedTask> played = player.apply(world.tasks(split, 0, tasksPerCell, options.withPrice(price)));
                cells.add(new Cell(split, price, OrchestraFigures.of(played)));
            }
        }
        return new OrchestraReport(policy, world.seed(), tasksPerCell, cells);
    }
}
