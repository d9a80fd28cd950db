/** Model servers that speak the OpenAI chat-completion protocol: vLLM, hosted APIs, local servers. */
@NullMarked
package dev.maestro.experts.openai;

import org.jspecify.annotations.NullMarked;
