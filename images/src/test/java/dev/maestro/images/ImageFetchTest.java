package dev.maestro.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.maestro.core.CallContext;
import dev.maestro.http.HttpExchanges;
import dev.maestro.testing.TestImages;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an https server on this machine, whose name the test resolves and whose address the test allows. */
class ImageFetchTest {
    private static final byte[] PNG = TestImages.png(16, 16).bytes();
    private static final ImageFetch.Limits LIMITS = new ImageFetch.Limits(Duration.ofSeconds(20), Duration.ofSeconds(10), 100_000, 3);

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static HttpExchanges http;
    private static final AtomicInteger RESOLVED = new AtomicInteger();
    private static final AtomicInteger SERVED = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                "test",
                "-keyalg", "EC", "-dname", "CN=images.test", "-ext", "san=dns:images.test,dns:other.test", "-validity", "2", "-storetype",
                "PKCS12",
                "-keystore", store.toString(), "-storepass", "changeit").redirectErrorStream(true).start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/image.png", 200, Map.of(), PNG);
        answer("/none", 404, Map.of(), new byte[0]);
        answer("/huge", 200, Map.of(), new byte[200_000]);
        answer("/once", 302, Map.of("Location", "/image.png"), new byte[0]);
        answer("/thrice", 302, Map.of("Location", "/twice"), new byte[0]);
        answer("/twice", 307, Map.of("Location", "https://other.test:" + server.getAddress().getPort() + "/once"), new byte[0]);
        answer("/four", 301, Map.of("Location", "/thrice"), new byte[0]);
        answer("/inside", 302, Map.of("Location", "https://inside.test:" + server.getAddress().getPort() + "/image.png"), new byte[0]);
        answer("/plain", 302, Map.of("Location", "http://images.test/image.png"), new byte[0]);
        answer("/file", 302, Map.of("Location", "file:///etc/passwd"), new byte[0]);
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                exchange.getRequestBody().readAllBytes();
                new java.util.concurrent.CountDownLatch(1).await(3, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        http = new HttpExchanges(Optional.of(new PfxOptions().setPath(store.toString()).setPassword("changeit")));
    }

    @AfterAll
    static void stop() {
        http.close();
        server.stop(0);
    }

    private static void answer(String path, int status, Map<String, String> headers, byte[] body) {
        server.createContext(path, exchange -> {
            SERVED.incrementAndGet();
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            } catch (IOException _) {
                // the client has hung up
            }
        });
    }

    /** images.test and other.test are allowed, inside.test is private, mixed.test has one address of each kind. */
    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        RESOLVED.incrementAndGet();
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        return switch (host) {
            case "images.test", "other.test", "wrong-name.test" -> List.of(loopback);
            case "inside.test" -> List.of(InetAddress.getByName("10.0.0.1"));
            case "mixed.test" -> List.of(loopback, InetAddress.getByName("169.254.169.254"));
            default -> throw new UnknownHostException(host);
        };
    }

    private final ImageFetch fetch = new ImageFetch(http, address -> address.isLoopbackAddress(), ImageFetchTest::resolve, LIMITS);

    @Test
    void an_image_is_fetched_from_the_address_that_was_checked() throws Exception {
        int before = RESOLVED.get();
        assertThat(fetch.fetch(url("images.test", "/image.png"), CallContext.NONE)).isEqualTo(PNG);
        assertThat(RESOLVED.get() - before).as("resolved once, so the name cannot change its mind").isEqualTo(1);
    }

    @Test
    void three_redirects_are_followed_and_each_is_checked() throws Exception {
        assertThat(fetch.fetch(url("images.test", "/thrice"), CallContext.NONE)).isEqualTo(PNG);
        assertRefused(ImageErrors.IMAGE_TOO_MANY_REDIRECTS, url("images.test", "/four"));
        assertRefused(ImageErrors.IMAGE_ADDRESS_NOT_ALLOWED, url("images.test", "/inside"));
        assertRefused(ImageErrors.IMAGE_URL_NOT_ALLOWED, url("images.test", "/plain"));
        assertRefused(ImageErrors.IMAGE_URL_NOT_ALLOWED, url("images.test", "/file"));
    }

    @Test
    void a_host_with_one_private_address_is_refused_before_anything_is_sent() {
        int before = SERVED.get();
        assertRefused(ImageErrors.IMAGE_ADDRESS_NOT_ALLOWED, url("inside.test", "/image.png"));
        assertRefused(ImageErrors.IMAGE_ADDRESS_NOT_ALLOWED, url("mixed.test", "/image.png"));
        assertThat(SERVED.get()).isEqualTo(before);
    }

    @Test
    void this_machine_is_refused_by_default_however_it_is_written() {
        ImageFetch open = new ImageFetch(http);
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "169.254.169.254")) {
            assertThatThrownBy(() -> open.fetch(url(host, "/image.png"), CallContext.NONE)).as(host)
                    .isInstanceOfSatisfying(ImageRefusedException.class,
                            e -> assertThat(e.code()).isIn(ImageErrors.IMAGE_ADDRESS_NOT_ALLOWED, ImageErrors.IMAGE_URL_NOT_ALLOWED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://images.test/image.png", "file:///etc/passwd", "ftp://images.test/x", "https:///x",
        "https://user:key@images.test/x",
        "data:image/png;base64,AAAA", "not an address", "", "https://images.test:99999/x", "//images.test/x",
        "jar:https://images.test/x!/y"})
    void other_addresses_than_https_are_refused(String url) {
        assertRefused(ImageErrors.IMAGE_URL_NOT_ALLOWED, url);
    }

    @Test
    void a_certificate_of_another_host_is_not_trusted() {
        assertRefused(ImageErrors.IMAGE_UNREACHABLE, url("wrong-name.test", "/image.png"));
    }

    @Test
    void what_the_server_does_wrong_is_named() {
        assertRefused(ImageErrors.IMAGE_UNREACHABLE, url("unknown.test", "/image.png"));
        assertRefused(ImageErrors.IMAGE_FETCH_REFUSED, url("images.test", "/none"));
        assertRefused(ImageErrors.IMAGE_TOO_MANY_BYTES, url("images.test", "/huge"));
        ImageFetch impatient = new ImageFetch(http, address -> address.isLoopbackAddress(), ImageFetchTest::resolve,
                new ImageFetch.Limits(Duration.ofMillis(500), Duration.ofMillis(500), 100_000, 3));
        assertThatThrownBy(() -> impatient.fetch(url("images.test", "/slow"), CallContext.NONE))
                .isInstanceOfSatisfying(ImageRefusedException.class, e -> assertThat(e.code()).isEqualTo(ImageErrors.IMAGE_TIMED_OUT));
    }

    @Test
    void a_refusal_does_not_tell_the_key_in_the_query() {
        assertThatThrownBy(() -> fetch.fetch(url("images.test", "/none") + "?signature=secret", CallContext.NONE))
                .hasMessageContaining("status 404").hasMessageNotContaining("secret");
    }

    private static String url(String host, String path) {
        return "https://" + host + ":" + server.getAddress().getPort() + path;
    }

    private void assertRefused(ImageErrors code, String url) {
        assertThatThrownBy(() -> fetch.fetch(url, CallContext.NONE)).as(url)
                .isInstanceOfSatisfying(ImageRefusedException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
