package dev.maestro.workflows.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;

/** Puts the {@link PoisonGuard} before every activity. */
final class PoisonInterceptor extends WorkerInterceptorBase {
    private final PoisonGuard guard;

    PoisonInterceptor(PoisonGuard guard) {
        this.guard = guard;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private ActivityExecutionContext context;

            @Override
            public void init(ActivityExecutionContext given) {
                this.context = given;
                super.init(given);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                return guard.guarded(context.getInfo(), input.getArguments(), () -> super.execute(input));
            }
        };
    }
}
