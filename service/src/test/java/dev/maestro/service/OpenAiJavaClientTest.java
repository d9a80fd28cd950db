package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.models.Model;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client, unchanged but for address and key. */
@Tag("database")
class OpenAiJavaClientTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static ServiceFixture service;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
        client = client(Duration.ofSeconds(60));
    }

    private static OpenAIClient client(Duration timeout) {
        return OpenAIOkHttpClient.builder().baseUrl("http://127.0.0.1:" + service.service().port() + "/v1").apiKey(service.user)
                .timeout(timeout)
                .maxRetries(4).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
    }

    @AfterEach
    void slowAgain() {
        service.engine.quick = false;
    }

    private static ChatCompletionCreateParams chat(String image) {
        return ChatCompletionCreateParams.builder().model("maestro").addSystemMessage("Be short.")
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(
                                ChatCompletionContentPartText.builder().text("Which bar? " + NUMBER.incrementAndGet()).build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(image).build()).build())))
                .build();
    }

    private static ResponseCreateParams response() {
        return ResponseCreateParams.builder().model("maestro").background(true)
                .inputOfResponse(List.of(ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                        .role(ResponseInputItem.Message.Role.USER).addInputTextContent("Which bar? " + NUMBER.incrementAndGet())
                        .addContent(ResponseInputImage.builder().detail(ResponseInputImage.Detail.AUTO)
                                .imageUrl(ServiceFixture.IMAGE.value()).build())
                        .build())))
                .build();
    }

    /** Runs until the next query has been started; its id. */
    private static String next(Runnable ask) {
        int before = service.engine.submissions.size();
        CompletableFuture<Void> asked = CompletableFuture.runAsync(ask);
        Eventually.that("it was started", () -> service.engine.submissions.size() > before || asked.isCompletedExceptionally());
        return service.engine.submissions.getLast();
    }

    @Test
    void a_completion_is_read_whole() {
        service.engine.quick = true;
        ChatCompletion completion = client.chat().completions().create(chat(ServiceFixture.IMAGE.value()));
        completion.validate();
        assertThat(completion.choices().getFirst().message().content()).contains("17");
        assertThat(completion.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(125);
    }

    @Test
    void a_stream_is_read_to_its_end() {
        service.engine.quick = true;
        StringBuilder content = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(chat(ServiceFixture.IMAGE.value()))) {
            stream.stream().forEach(chunk -> {
                chunk.validate();
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(content::append));
            });
        }
        assertThat(content).hasToString("17");
    }

    @Test
    void models_and_files_are_listed() {
        List<Model> models = client.models().list().data();
        models.forEach(Model::validate);
        assertThat(models).extracting(Model::id).contains("maestro", "maestro-rules");
        assertThat(client.models().retrieve("maestro").ownedBy()).isEqualTo("maestro");
        FileObject file = client.files().create(FileCreateParams.builder().purpose(FilePurpose.VISION)
                .file(new ByteArrayInputStream(TestImages.png(20, 30).bytes())).build());
        file.validate();
        assertThat(client.files().list().data()).extracting(FileObject::id).contains(file.id());
        service.engine.quick = true;
        assertThat(client.chat().completions().create(chat(file.id())).choices().getFirst().message().content()).contains("17");
    }

    @Test
    void errors_come_as_the_clients_own_kinds() {
        assertThatThrownBy(() -> client.chat().completions().create(chat("http://example.com/a.png")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("IMAGE_URL_NOT_ALLOWED");
        assertThatThrownBy(() -> client.models().retrieve("gpt-4o")).isInstanceOf(NotFoundException.class);
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        String id = next(() -> {
            try {
                client.chat().completions().create(chat(ServiceFixture.IMAGE.value()));
            } catch (RuntimeException e) {
                failed.complete(e);
            }
        });
        service.engine.pin(id);
        service.engine.end(id, QueryStatus.FAILED, Optional.empty(), "TURNS_EXHAUSTED");
        assertThat(failed.join()).isInstanceOf(UnprocessableEntityException.class).hasMessageContaining("TURNS_EXHAUSTED");
    }

    @Test
    void a_client_that_gives_up_too_early_gets_the_answer_of_its_one_query_by_its_retries() {
        CompletableFuture<ChatCompletion> completion = new CompletableFuture<>();
        int before = service.engine.submissions.size();
        OpenAIClient impatient = client(Duration.ofSeconds(1));
        ChatCompletionCreateParams params = chat(ServiceFixture.IMAGE.value());
        String id = next(() -> completion.complete(impatient.chat().completions().create(params)));
        Eventually.that("it came again", () -> service.sql.one("select asked_at > accepted_at from submissions where query_id = ?",
                row -> row.getBoolean(1), id).orElseThrow());
        service.engine.answer(id, "17");
        assertThat(completion.join().choices().getFirst().message().content()).contains("17");
        impatient.close();
        assertThat(completion.join().id()).isEqualTo("chatcmpl-" + id);
        assertThat(service.engine.submissions).hasSize(before + 1);
    }

    @Test
    void a_response_in_the_background_is_asked_for_and_cancelled() {
        Response begun = client.responses().create(response());
        assertThat(begun.status()).contains(ResponseStatus.QUEUED);
        service.engine.answer(begun.id().substring("resp_".length()), "17");
        Response done = client.responses().retrieve(begun.id());
        done.validate();
        assertThat(done.status()).contains(ResponseStatus.COMPLETED);
        assertThat(done.output().getFirst().message().orElseThrow().content().getFirst().asOutputText().text()).isEqualTo("17");
        Response second = client.responses().create(response());
        assertThat(client.responses().cancel(second.id()).status()).contains(ResponseStatus.CANCELLED);
        assertThat(client.responses().inputItems().list(second.id()).data()).hasSize(1);
        client.responses().delete(second.id());
        assertThatThrownBy(() -> client.responses().retrieve(second.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_stream_of_a_response_goes_on_behind_a_number() {
        service.engine.quick = true;
        String id = client.responses().create(response()).id();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .retrieveStreaming(ResponseRetrieveParams.builder().responseId(id).startingAfter(4).build())) {
            List<ResponseStreamEvent> events = stream.stream().toList();
            events.forEach(ResponseStreamEvent::validate);
            assertThat(events).hasSize(5);
            assertThat(events.getFirst().asOutputTextDelta().delta()).isEqualTo("17");
            assertThat(events.getLast().asCompleted().sequenceNumber()).isEqualTo(9);
        }
    }
}
