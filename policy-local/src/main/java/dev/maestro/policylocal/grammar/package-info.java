/** What a policy may write: the action grammar as an automaton over bytes, and the tokens it allows. */
@NullMarked
package dev.maestro.policylocal.grammar;

import org.jspecify.annotations.NullMarked;
