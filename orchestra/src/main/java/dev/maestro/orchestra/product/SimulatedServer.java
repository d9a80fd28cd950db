package dev.maestro.orchestra.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All experts of all tasks as one OpenAI-compatible server on 127.0.0.1. It holds no state: the task stands in the path, the expert is the
 * model, skill and input are the last message. Thread-safe.
 */
public final class SimulatedServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/(-?\\d{1,19})/([a-z]+)/(\\d{1,18})/v1/chat/completions");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TaskOptions options;

    private SimulatedServer(HttpServer server, TaskOptions options) {
        this.server = server;
        this.options = options;
    }

    /**
     * On a free port.
     *
     * @param options of the tasks, as where they are asked from
     * @throws UncheckedIOException when no port can be had
     */
    public static SimulatedServer start(TaskOptions options) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            SimulatedServer simulated = new SimulatedServer(server, options);
            server.setExecutor(simulated.threads);
            server.createContext("/", simulated::answer);
            server.start();
            return simulated;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the experts of a task are asked, before {@code /chat/completions}. */
    public URI endpoint(OrchestraTask task) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + task.id() + "/v1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody());
            Optional<String> reply = task(exchange.getRequestURI().getPath())
                    .flatMap(task -> SimulatedCall.reply(task, request.path("model").asText(), said(request)));
            ObjectNode body = Json.MAPPER.createObjectNode();
            if (reply.isPresent()) {
                body.put("object", "chat.completion").putArray("choices").addObject().put("index", 0).put("finish_reason", "stop")
                        .putObject("message").put("role", "assistant").put("content", reply.get());
            } else {
                body.putObject("error").put("message", "no such task, expert or skill");
            }
            byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.isPresent() ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Optional<OrchestraTask> task(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            OrchestraWorld world = new OrchestraWorld(Long.parseLong(parts.group(1)));
            return Optional.of(world.task(WireForm.parse(OrchestraSplit.class, parts.group(2)), Long.parseLong(parts.group(3)), options));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The last message's text, also of one in parts. */
    private static String said(JsonNode request) {
        JsonNode messages = request.path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
