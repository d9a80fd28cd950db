package dev.maestro.orchestra.play;

/** A call that was made, and what a policy is told about it: not whether the value is right. */
public record HeardReply(Move.Call call, String value, boolean sure) {}
