package dev.maestro.activities.step;

import dev.maestro.activities.record.CallFences;
import dev.maestro.core.CallContext;

/**
 * An attempt at a step.
 *
 * @param context tells whether the step is still wanted
 * @param fence   lets the attempt ask, if nobody else does
 */
record StepAttempt(CallContext context, CallFences.Fence fence) {}
