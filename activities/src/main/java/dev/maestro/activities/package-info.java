/** Activities act: each records what it did, once, under a key computed before the effect. */
@NullMarked
package dev.maestro.activities;

import org.jspecify.annotations.NullMarked;
