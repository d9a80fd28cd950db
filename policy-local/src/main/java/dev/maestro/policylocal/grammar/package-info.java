/** What a policy may write: the action grammar as an automaton over bytes, and the tokens it allows. */
@NullMarked
package dev.maestro.policy.grammar;

import org.jspecify.annotations.NullMarked;
