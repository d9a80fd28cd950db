package dev.maestro.orchestra.text;

/** Which values can be taken as input and as answer. */
public enum OfferedValues {
    /** Those that were heard in this task. */
    HEARD,
    /** All that there are. */
    ANY
}
