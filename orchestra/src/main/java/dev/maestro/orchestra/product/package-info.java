/** The benchmark's world through the product: its panels as registries, its experts as programs and servers, its players as policies. */
@NullMarked
package dev.maestro.orchestra.product;

import org.jspecify.annotations.NullMarked;
