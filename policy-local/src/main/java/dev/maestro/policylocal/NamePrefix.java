package dev.maestro.policylocal;

import dev.maestro.inference.engine.Constraint;
import dev.maestro.inference.engine.TokenMask;
import dev.maestro.policylocal.grammar.ActionLanguage;

/** A call up to the end of its name. */
record NamePrefix(ActionLanguage language) implements Constraint {
    @Override
    public int start() {
        return language.start();
    }

    @Override
    public TokenMask mask(int state) {
        return language.mask(state);
    }

    @Override
    public int after(int state, int token) {
        return language.after(state, token);
    }

    @Override
    public boolean isComplete(int state) {
        return language.isNamed(state);
    }

    @Override
    public boolean isChoice(int state) {
        return language.isChoice(state);
    }

    @Override
    public int hurried(int state) {
        return state; // names are short
    }

    @Override
    public int tokensInHurry() {
        return 0;
    }
}
