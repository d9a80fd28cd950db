package dev.maestro.inference.text;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import org.jspecify.annotations.Nullable;

/** A conversation or a row of tokens that this model cannot be given; another one may do. */
public final class PromptRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong with the prompt, the rule, the fix; without the code */
    public PromptRefusedException(ErrorCode code, String reason) {
        super(code, reason);
    }

    public PromptRefusedException(ErrorCode code, String reason, @Nullable Throwable cause) {
        super(code, reason, cause);
    }
}
