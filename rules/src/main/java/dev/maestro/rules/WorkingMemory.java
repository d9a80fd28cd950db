package dev.maestro.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kie.api.KieBase;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.ClassObjectFilter;
import org.kie.api.runtime.KieSession;

/**
 * The working memory of one judgement: it takes facts in and gives out what the rules inserted. It belongs to one
 * thread and is closed when the verdict is made.
 */
final class WorkingMemory implements AutoCloseable {
    /** Ours fire a dozen; an operator's rule that feeds itself must end. */
    private static final int FIRINGS = 10_000;

    /** Names kept for the trace; what comes after them only an endless rule does. */
    private static final int TRACED = 100;

    private final KieSession session;
    private final List<String> fired = new ArrayList<>();

    WorkingMemory(KieBase base) {
        this.session = base.newKieSession();
        session.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void afterMatchFired(AfterMatchFiredEvent event) {
                if (fired.size() < TRACED) {
                    fired.add(event.getMatch().getRule().getName());
                }
            }
        });
    }

    /** @throws RuleStopped when rules keep firing without end, or work too long */
    void run(Collection<?> facts) {
        int firings = RuleClock.limited(() -> {
            facts.forEach(session::insert);
            return session.fireAllRules(FIRINGS);
        });
        if (firings >= FIRINGS) {
            throw new RuleStopped("rules fired " + FIRINGS + " times for one call, last \"" + fired.getLast() + "\"");
        }
    }

    /** What was said of a kind, in no order. */
    <T> List<T> said(Class<T> kind) {
        List<T> said = new ArrayList<>();
        session.getObjects(new ClassObjectFilter(kind)).forEach(fact -> said.add(kind.cast(fact)));
        return said;
    }

    List<String> fired() {
        return fired;
    }

    @Override
    public void close() {
        session.dispose();
    }
}
