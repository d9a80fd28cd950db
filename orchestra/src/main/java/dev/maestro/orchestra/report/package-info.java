/** What a policy is worth in the benchmark, figure by figure, with intervals. */
@NullMarked
package dev.maestro.orchestra.report;

import org.jspecify.annotations.NullMarked;
