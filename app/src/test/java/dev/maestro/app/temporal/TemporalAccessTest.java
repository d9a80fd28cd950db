package dev.maestro.app.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal server that wants TLS and a key. */
class TemporalAccessTest {
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void serve() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "t", "-keyalg",
                "EC", "-dname", "CN=temporal.test", "-ext", "san=dns:temporal.test", "-storetype", "PKCS12", "-storepass",
                new String(PASSWORD), "-keystore", store.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem("certificate.pem", "CERTIFICATE", keys.getCertificate("t").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("t", PASSWORD).getEncoded());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .useTransportSecurity(folder.resolve("certificate.pem").toFile(), folder.resolve("key.pem").toFile())
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
                            ServerCallHandler<Q, R> next) {
                        shown.add(String.valueOf(headers.get(AUTHORIZATION)));
                        return Contexts.interceptCall(Context.current(), call, headers, next);
                    }
                })
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> reply) {
                        reply.onNext(GetSystemInfoResponse.getDefaultInstance());
                        reply.onCompleted();
                    }

                    @Override
                    public void describeNamespace(DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> reply) {
                        reply.onNext(DescribeNamespaceResponse.getDefaultInstance());
                        reply.onCompleted();
                    }
                })
                .build().start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private void pem(String file, String kind, byte[] content) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content)
                + "\n-----END " + kind + "-----\n");
    }

    private void call(TemporalAccess access) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(access.options("127.0.0.1:" + server.getPort()));
        try {
            stubs.blockingStub().withDeadlineAfter(10, TimeUnit.SECONDS).describeNamespace(DescribeNamespaceRequest.getDefaultInstance());
        } finally {
            stubs.shutdownNow();
        }
    }

    private TemporalAccess.Tls tls(Optional<String> name) {
        return new TemporalAccess.Tls(Optional.of(folder.resolve("certificate.pem")), Optional.empty(), Optional.empty(), name);
    }

    @Test
    void a_server_with_a_certificate_of_its_own_is_called_by_tls_and_shown_the_key() {
        call(new TemporalAccess(Optional.of(tls(Optional.of("temporal.test"))), Optional.of("s3cret")));
        assertThat(shown).isNotEmpty().containsOnly("Bearer s3cret");
    }

    @Test
    void a_certificate_of_another_name_or_no_tls_at_all_leads_nowhere() {
        assertThatThrownBy(() -> call(new TemporalAccess(Optional.of(tls(Optional.empty())), Optional.empty())))
                .isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> call(TemporalAccess.OPEN)).isInstanceOf(StatusRuntimeException.class);
        assertThat(shown).isEmpty();
    }

    @Test
    void a_certificate_that_cannot_be_read_is_refused_by_name() {
        TemporalAccess.Tls none = new TemporalAccess.Tls(Optional.of(folder.resolve("none.pem")), Optional.empty(), Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> new TemporalAccess(Optional.of(none), Optional.empty()).options("127.0.0.1:1"))
                .isInstanceOf(Problem.class).hasMessageContaining("TEMPORAL_TLS_UNUSABLE").hasMessageContaining("none.pem");
    }

    @Test
    void settings_of_access_belong_to_a_server_of_ones_own_and_go_together() {
        assertThatThrownBy(() -> ConfigurationReader.read(Map.of("MAESTRO_TEMPORAL_TLS", "true"), folder))
                .hasMessageContaining("our own server has neither");
        assertThatThrownBy(() -> ConfigurationReader.read(
                Map.of("MAESTRO_TEMPORAL_ADDRESS", "t:7233", "MAESTRO_TEMPORAL_TLS_NAME", "x", "MAESTRO_TEMPORAL_TLS_CERTIFICATE", "c.pem"),
                folder)).hasMessageContaining("temporal.tls").hasMessageContaining("together with temporal.tls.certificate");
        Map<String, String> environment = Map.of("MAESTRO_TEMPORAL_ADDRESS", "t:7233", "MAESTRO_TEMPORAL_TLS", "true",
                "MAESTRO_TEMPORAL_API_KEY", "env:KEY", "KEY", "s3cret");
        assertThat(ConfigurationReader.read(environment, folder).temporal().access(environment)).satisfies(access -> {
            assertThat(access.tls()).isPresent();
            assertThat(access.apiKey()).contains("s3cret");
        });
    }
}
