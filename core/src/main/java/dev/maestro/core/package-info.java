/** Records and identities that every module shares: JSON, content hashes, images, the caller of a running call. Knows no other module. */
@NullMarked
package dev.maestro.core;

import org.jspecify.annotations.NullMarked;
