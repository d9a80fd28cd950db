/** The service as OpenAI's clients know one: chat completions, responses, models. */
@NullMarked
package dev.maestro.service.openai;

import org.jspecify.annotations.NullMarked;
