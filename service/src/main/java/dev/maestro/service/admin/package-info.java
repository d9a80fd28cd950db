/** Tenants, their keys, and the audit, over HTTP. */
@NullMarked
package dev.maestro.service.admin;

import org.jspecify.annotations.NullMarked;
