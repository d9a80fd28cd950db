/** One documented file and the environment, validated at start. */
@NullMarked
package dev.maestro.app.config;

import org.jspecify.annotations.NullMarked;
