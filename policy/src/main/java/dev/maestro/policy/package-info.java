/** Which action comes next: the interface, the protocol (prompt and action grammar), and the baseline and remote policies. */
@NullMarked
package dev.maestro.policy;

import org.jspecify.annotations.NullMarked;
