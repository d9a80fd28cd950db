package dev.maestro.skills;

/**
 * One effect that a plan wants now.
 *
 * @param id    unique within the plan's run and the same on every replay: {@code step}, {@code step.2} (second image), {@code step.2#3} (third round)
 * @param step  the step's definition id within the plan, for repeats {@code outer/inner}
 * @param kind  what it does
 * @param image index of the image it is for, from 0; -1: all
 * @param round round of a repeat, from 1; 0 outside
 */
public record StepCall(String id, String step, Plan.Kind kind, int image, int round) {}
