package dev.maestro.experts.openai;

import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Experts;
import dev.maestro.experts.testing.ExpertClientContract;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.http.HttpExchanges;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.TestImages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract over HTTP, through the router. */
class OpenAiExpertClientContractTest extends ExpertClientContract {
    private final FakeExpert fake = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();
    private final Experts experts = new Experts(new OpenAiExpertClient(new ChatClient(http, new Credentials(Map.of()))), List.of());

    @AfterEach
    void stop() {
        http.close();
        fake.close();
    }

    @Override
    protected ExpertClient client() {
        return experts;
    }

    @Override
    protected Expert expert() {
        return fake.expert("vision");
    }

    @Override
    protected ExpertRequest validRequest() {
        return ExpertRequests.of(expert(), "How many sheep?", TestImages.png(8, 8));
    }
}
