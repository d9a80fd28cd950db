package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverview.Pin;
import java.util.Collection;
import java.util.List;

/** What was answered, as chat completions tell it. */
final class ChatBodies {
    private ChatBodies() {}

    static String id(String queryId) {
        return "chatcmpl-" + queryId;
    }

    /** @param queries that were answered, one for each choice */
    static ObjectNode completion(List<QueryOverview> queries, String model, AnswerCut cut) {
        QueryOverview first = queries.getFirst();
        ObjectNode body = Json.MAPPER.createObjectNode().put("id", id(first.id())).put("object", "chat.completion")
                .put("created", first.acceptedAt().getEpochSecond()).put("model", model);
        var choices = body.putArray("choices");
        for (int i = 0; i < queries.size(); i++) {
            AnswerCut.Text text = cut.apply(queries.get(i).answer().orElse(""));
            ObjectNode choice = choices.addObject().put("index", i);
            choice.putObject("message").put("role", "assistant").put("content", text.text()).putNull("refusal").putArray("annotations");
            choice.putNull("logprobs").put("finish_reason", finish(text));
        }
        body.set("usage", usage(queries));
        body.put("system_fingerprint", fingerprint(first));
        body.put("service_tier", "default");
        body.set("maestro", ours(first));
        return body;
    }

    static String finish(AnswerCut.Text text) {
        return text.byLength() ? "length" : "stop";
    }

    static String fingerprint(QueryOverview query) {
        return query.pin().map(Pin::ruleSet).orElse("");
    }

    /** What policy and experts read and wrote, of all of them. */
    static ObjectNode usage(Collection<QueryOverview> queries) {
        long all = queries.stream().mapToLong(QueryOverview::tokens).sum();
        long read = queries.stream().mapToLong(QueryOverview::inputTokens).sum();
        ObjectNode usage = Json.MAPPER.createObjectNode().put("prompt_tokens", read).put("completion_tokens", all - read)
                .put("total_tokens", all);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        return usage;
    }

    /** What only Maestro says. */
    static ObjectNode ours(QueryOverview query) {
        ObjectNode ours = Json.MAPPER.createObjectNode().put("query_id", query.id()).put("status", query.status());
        query.experts().forEach(ours.putArray("experts")::add);
        query.skills().forEach(ours.putArray("skills")::add);
        ours.put("turns", query.turns()).put("steps", query.steps()).put("cost_micros", query.costMicros());
        query.pin().ifPresentOrElse(
                pin -> ours.put("registry_revision", pin.registryRevision()).put("rule_set", pin.ruleSet()),
                () -> ours.putNull("registry_revision").putNull("rule_set"));
        ours.put("profile", query.profile()).put("policy", query.policy());
        ours.put("policy_version", query.pin().map(Pin::policyVersion).orElse(null));
        return ours;
    }
}
