package dev.maestro.app.stack;

import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.Problem;
import java.util.Optional;

/** Starts workers as processes of their own. */
interface WorkerLauncher {
    /**
     * @param number of the worker, from 1; a worker that is started again keeps it
     * @throws Problem when no process can be had
     */
    Tethered start(int number);

    /** Why the last process of this number that ended with {@code BAD_INPUT} did: the refusal that it printed. */
    Optional<String> lastRefusal(int number);
}
