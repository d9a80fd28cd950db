package dev.maestro.orchestra.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Experts;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.openai.OpenAiExpertClient;
import dev.maestro.http.HttpExchanges;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SimulatedReply;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A simulated expert says the same whether it is a program or a server, and what it says in the benchmark. */
class SimulatedExpertsTest {
    private static final TaskOptions OPTIONS = TaskOptions.STANDARD.withTwoStepShare(0.5);

    @Test
    void programs_and_servers_give_the_replies_of_the_world() {
        try (SimulatedServer server = SimulatedServer.start(OPTIONS); HttpExchanges http = new HttpExchanges()) {
            for (OrchestraTask task : new OrchestraWorld(-4).tasks(OrchestraSplit.OOD, 0, 4, OPTIONS)) {
                Experts experts = new Experts(new OpenAiExpertClient(new ChatClient(http, new Credentials(Map.of()))),
                        List.of(new SimulatedProgram(task)));
                RegistrySnapshot embedded = PanelRegistry.embedded(task);
                RegistrySnapshot served = PanelRegistry.served(task, server.endpoint(task));
                for (int expert = 0; expert < 5; expert++) {
                    for (int skill = 0; skill < 4; skill++) {
                        Optional<String> input = skill == 1 ? Optional.of(task.printed()) : Optional.empty();
                        String prompt = task.panel().skills().get(skill).name() + ": " + input.orElse("it");
                        SimulatedReply reply = task.reply(expert, skill, input);
                        String expected = ActionText.reply(reply.value(), reply.sure());
                        assertThat(text(experts, embedded.experts().get(expert), prompt)).isEqualTo(expected);
                        assertThat(text(experts, served.experts().get(expert), prompt)).isEqualTo(expected);
                    }
                }
                assertThat(experts.call(request(embedded.experts().getFirst(), "Nobody: it"), CallContext.NONE))
                        .isInstanceOf(ExpertOutcome.Failure.class);
                assertThat(experts.call(request(served.experts().getFirst(), "Nobody: it"), CallContext.NONE))
                        .isInstanceOf(ExpertOutcome.Failure.class);
            }
        }
    }

    private static String text(Experts experts, Expert expert, String prompt) {
        ExpertOutcome outcome = experts.call(request(expert, prompt), CallContext.NONE);
        assertThat(outcome).isInstanceOf(ExpertOutcome.Answered.class);
        return ((ExpertOutcome.Answered) outcome).reply().text();
    }

    private static ExpertRequest request(Expert expert, String prompt) {
        return new ExpertRequest(expert, ExpertRequest.Task.ANSWER, "", prompt, "it", List.of(), Map.of(), List.of(), 20, "key");
    }
}
