package dev.maestro.images;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface HostResolver {
    /** Resolves names as this machine does. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** @return at least one */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
