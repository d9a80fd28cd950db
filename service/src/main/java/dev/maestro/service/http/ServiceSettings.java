package dev.maestro.service.http;

import java.time.Duration;
import java.util.Set;

/**
 * How the service listens.
 *
 * @param host     address it listens at
 * @param port     0: any free one
 * @param open     whether everybody on this machine is let in without a key
 * @param hosts    further names accepted in {@code Host}
 * @param maxBody  bytes of the largest request body
 * @param maxWait  longest wait of a call that waits for an answer
 * @param textOnly whether a question without any image is taken
 */
public record ServiceSettings(String host, int port, boolean open, Set<String> hosts, long maxBody, Duration maxWait, boolean textOnly) {
    public static final ServiceSettings DEFAULT = new ServiceSettings("127.0.0.1", 8321, false, Set.of(), 64_000_000,
            Duration.ofSeconds(570),
            false);

    public ServiceSettings {
        hosts = Set.copyOf(hosts);
    }

    public ServiceSettings at(int otherPort) {
        return new ServiceSettings(host, otherPort, open, hosts, maxBody, maxWait, textOnly);
    }
}
