package dev.maestro.policy.baseline;

/**
 * An expert and a skill that could be called.
 *
 * @param score the skill's score, less a hundredth for each expert listed before this one
 * @param why   what spoke for the skill, one sentence
 */
record CandidateCall(String expert, String skill, double score, String why) {}
