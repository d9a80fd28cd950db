/** A person's word about the use of an expert or a skill, over HTTP. */
@NullMarked
package dev.maestro.service.approvals;

import org.jspecify.annotations.NullMarked;
