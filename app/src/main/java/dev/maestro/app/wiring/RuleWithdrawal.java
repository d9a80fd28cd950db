package dev.maestro.app.wiring;

import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.rules.RuleFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an operator's rules that failed in service out of service, for new queries. */
record RuleWithdrawal(RegistryStore registry, RuleFault fault) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleWithdrawal.class);

    @Override
    public void run() {
        String reason = (fault.rule().isEmpty() ? "a rule" : "rule \"" + fault.rule() + "\"") + " failed (" + fault.times()
                + " times in a worker): "
                + fault.reason();
        try {
            long serving = registry.withdrawRules(fault.revision(), fault.sources(), reason);
            LOG.warn("event=rules_withdrawn revision={} sources={} serving={} reason={}", fault.revision(), fault.sources(), serving,
                    reason);
        } catch (RuntimeException e) {
            LOG.error("event=rules_not_withdrawn revision={} sources={}", fault.revision(), fault.sources(), e);
        }
    }
}
