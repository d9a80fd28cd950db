package dev.maestro.app.temporal;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Registers the attributes by which the Temporal UI can filter queries. The workflows set them. */
final class SearchAttributes {
    static final Map<String, IndexedValueType> ALL = new TreeMap<>(Map.of(
            "MaestroStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            "MaestroExpert", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
            "MaestroSkill", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
            "MaestroRevision", IndexedValueType.INDEXED_VALUE_TYPE_INT,
            "MaestroProfile", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            "MaestroEvaluation", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));

    private SearchAttributes() {}

    /** The attribute as {@code server start-dev} takes it, e.g. {@code MaestroStatus=Keyword}. */
    static String flag(Map.Entry<String, IndexedValueType> attribute) {
        String type = switch (attribute.getValue()) {
            case INDEXED_VALUE_TYPE_KEYWORD -> "Keyword";
            case INDEXED_VALUE_TYPE_KEYWORD_LIST -> "KeywordList";
            case INDEXED_VALUE_TYPE_INT -> "Int";
            default -> throw new IllegalStateException("no flag for " + attribute.getValue());
        };
        return attribute.getKey() + "=" + type;
    }

    /** Adds those that the namespace lacks; true when there were any. */
    static boolean register(OperatorServiceStubs operator, String namespace) {
        Map<String, IndexedValueType> missing = new LinkedHashMap<>(ALL);
        missing.keySet().removeAll(operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
                .getCustomAttributesMap().keySet());
        if (missing.isEmpty()) {
            return false;
        }
        operator.blockingStub().addSearchAttributes(
                AddSearchAttributesRequest.newBuilder().setNamespace(namespace).putAllSearchAttributes(missing).build());
        return true;
    }
}
