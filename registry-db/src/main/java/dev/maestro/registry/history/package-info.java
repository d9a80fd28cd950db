/** What happened to each query: append-only audit, the ledger, and artifacts by content. */
@NullMarked
package dev.maestro.registry.history;

import org.jspecify.annotations.NullMarked;
