package dev.maestro.app.temporal;

import dev.maestro.app.program.Problem;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * How a Temporal server lets us in.
 *
 * @param tls    empty: without encryption
 * @param apiKey sent with each request; empty: none
 */
public record TemporalAccess(Optional<Tls> tls, Optional<String> apiKey) {
    /** Of a server that lets everybody in, as our own does. */
    public static final TemporalAccess OPEN = new TemporalAccess(Optional.empty(), Optional.empty());

    /**
     * @param authority   certificates that the server's is checked against (PEM); empty: those of the machine
     * @param certificate our own (PEM), with {@code key} (PKCS #8, PEM); empty: none is shown
     * @param name        that the server's certificate must have, where it is not the host's
     */
    public record Tls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key, Optional<String> name) {}

    /**
     * The options of a client of the server at {@code address}.
     *
     * @throws Problem {@code TEMPORAL_TLS_UNUSABLE} when a certificate or key cannot be read
     */
    public WorkflowServiceStubsOptions options(String address) {
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder().setTarget(address);
        tls.ifPresent(settings -> {
            options.setSslContext(context(settings));
            settings.name().ifPresent(name -> options.setChannelInitializer(channel -> channel.overrideAuthority(name)));
        });
        apiKey.ifPresent(key -> options.addApiKey(() -> key));
        return options.build();
    }

    private static SslContext context(Tls tls) {
        try {
            SslContextBuilder builder = GrpcSslContexts.forClient();
            tls.authority().ifPresent(file -> builder.trustManager(file.toFile()));
            if (tls.certificate().isPresent() && tls.key().isPresent()) {
                builder.keyManager(tls.certificate().get().toFile(), tls.key().get().toFile());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw Problem.input(TemporalErrors.TEMPORAL_TLS_UNUSABLE, "the certificates of temporal.tls cannot be used: " + e.getMessage()
                    + ". They are PEM files, the key is PKCS #8 without a password.");
        }
    }
}
