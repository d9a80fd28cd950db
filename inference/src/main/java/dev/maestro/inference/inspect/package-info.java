/** What a checkpoint folder holds, needs and cannot do, said without loading it. */
@NullMarked
package dev.maestro.inference.inspect;

import org.jspecify.annotations.NullMarked;
