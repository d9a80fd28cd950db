package dev.maestro.app.wiring;

import dev.maestro.core.CallContext;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.HeldPolicy;
import java.util.Optional;

/** A checkpoint that can leave: whoever decides with it is waited for, and nobody begins after that. Thread-safe. */
final class CheckpointLease implements AutoCloseable {
    private final ServedCheckpoints.Target target;
    private final HeldPolicy held;
    private final Policy policy;
    private int deciding;
    private boolean left;

    CheckpointLease(ServedCheckpoints.Target target, HeldPolicy held) {
        this.target = target;
        this.held = held;
        this.policy = new Leased(held.policy());
    }

    ServedCheckpoints.Target target() {
        return target;
    }

    Policy policy() {
        return policy;
    }

    private synchronized boolean begin() {
        deciding += left ? 0 : 1;
        return !left;
    }

    private synchronized void end() {
        deciding--;
        notifyAll();
    }

    /** Waits for decisions under way, and frees the memory. */
    @Override
    public void close() {
        synchronized (this) {
            if (left) {
                return;
            }
            left = true;
            boolean interrupted = false;
            while (deciding > 0) {
                try {
                    wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        held.close();
    }

    /** The policy itself, counted. */
    private final class Leased implements Policy {
        private final Policy inner;

        Leased(Policy inner) {
            this.inner = inner;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public String version() {
            return inner.version();
        }

        @Override
        public boolean seesImages() {
            return inner.seesImages();
        }

        @Override
        public boolean isHeldByFew() {
            return inner.isHeldByFew();
        }

        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            if (!begin()) {
                return new Failure(PolicyErrors.POLICY_UNREACHABLE, "the checkpoint " + inner.version() + " has just left this worker",
                        Optional.empty());
            }
            try {
                return inner.next(transcript, context);
            } finally {
                end();
            }
        }
    }
}
