package dev.maestro.workflows.testing;

import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.worker.DefectInterceptor;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;

/** Temporal's test server as the real one is set up: our search attributes, our payloads, defects told from outages. */
public final class TemporalStage {
    private TemporalStage() {}

    /** Its clock goes ahead while everybody waits. */
    public static TestWorkflowEnvironment skippingTime() {
        return TestWorkflowEnvironment.newInstance(options().build());
    }

    /** Its clock is that on the wall: the test server loses count of who holds it when many children start at once. */
    public static TestWorkflowEnvironment inRealTime() {
        return TestWorkflowEnvironment.newInstance(options().setUseTimeskipping(false).build());
    }

    /** Closes it beside the next test: ending is a second of waiting for polls to come back, and nothing depends on it. */
    public static void close(TestWorkflowEnvironment environment) {
        Thread.ofVirtual().name("closing-temporal").start(environment::close);
    }

    private static TestEnvironmentOptions.Builder options() {
        return TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder().setWorkerInterceptors(new DefectInterceptor()).build())
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder().setDataConverter(new HistoryDataConverter()).build())
                .registerSearchAttribute(SearchAttributeKeys.STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(SearchAttributeKeys.EXPERT.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .registerSearchAttribute(SearchAttributeKeys.SKILL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .registerSearchAttribute(SearchAttributeKeys.REVISION.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .registerSearchAttribute(SearchAttributeKeys.PROFILE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(SearchAttributeKeys.EVALUATION.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
}
