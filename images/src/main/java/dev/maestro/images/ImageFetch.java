package dev.maestro.images;

import dev.maestro.core.CallContext;
import dev.maestro.http.HttpCall;
import dev.maestro.http.HttpEnd;
import dev.maestro.http.HttpExchanges;
import dev.maestro.http.HttpLimits;
import dev.maestro.http.HttpReader;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the bytes of an image from an https address that somebody else chose. It resolves the host itself, requires
 * that every one of its addresses is allowed, and connects to the very address that was checked, so a name whose
 * address changes in between leads nowhere. It follows redirects by hand and checks them likewise. {@link
 * ImageIngestion} decides whether the bytes are an image. Thread-safe.
 */
public final class ImageFetch {
    private final HttpExchanges http;
    private final AddressPolicy policy;
    private final HostResolver resolver;
    private final Limits limits;

    /**
     * @param total        for everything, redirects included
     * @param connect      to resolve and connect, each
     * @param maxBytes     of the image
     * @param maxRedirects after the first address
     */
    public record Limits(Duration total, Duration connect, int maxBytes, int maxRedirects) {
        /** 20 MB in 20 s is a slow connection; a person waits for this before anything happens. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), 20_000_000, 3);
    }

    public ImageFetch(HttpExchanges http) {
        this(http, AddressPolicy.PUBLIC, HostResolver.SYSTEM, Limits.DEFAULT);
    }

    public ImageFetch(HttpExchanges http, AddressPolicy policy, HostResolver resolver, Limits limits) {
        this.http = http;
        this.policy = policy;
        this.resolver = resolver;
        this.limits = limits;
    }

    /** @throws ImageRefusedException when the address may not be fetched, or nothing is to be had there */
    public byte[] fetch(String url, CallContext context) {
        long end = System.nanoTime() + limits.total().toNanos();
        URI uri = parsed(url);
        for (int redirects = 0; redirects <= limits.maxRedirects(); redirects++) {
            check(uri);
            InetAddress address = address(uri, end);
            long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (leftMs <= 0) {
                throw late(uri);
            }
            Body body = new Body();
            HttpEnd ended = http.run(
                    new HttpCall("GET", uri, Optional.of(address), Map.of("Accept", "image/*", "User-Agent", "maestro"), new byte[0],
                            new HttpLimits(Math.min(leftMs, limits.connect().toMillis()), leftMs, leftMs, limits.maxBytes())),
                    body, context);
            if (ended instanceof HttpEnd.Failed failed) {
                throw refusal(uri, failed);
            }
            if (body.status == 200) {
                return body.bytes.toByteArray();
            }
            uri = next(uri, body);
        }
        throw new ImageRefusedException(ImageErrors.IMAGE_TOO_MANY_REDIRECTS,
                "\"" + shown(url) + "\" redirects more than " + limits.maxRedirects()
                        + " times. Give the last address.");
    }

    private static URI parsed(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new ImageRefusedException(ImageErrors.IMAGE_URL_NOT_ALLOWED,
                    "\"" + shown(url) + "\" is not an address (" + e.getReason() + ").", e);
        }
    }

    private static void check(URI uri) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > 65_535) {
            throw new ImageRefusedException(ImageErrors.IMAGE_URL_NOT_ALLOWED, "\"" + shown(uri.toString())
                    + "\" is not fetched: an address must begin with https:// and a host, without user name. Send the image's bytes instead.");
        }
    }

    private InetAddress address(URI uri, long end) {
        String host = uri.getHost();
        List<InetAddress> addresses = resolved(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri, end);
        for (InetAddress address : addresses) {
            if (!policy.allows(address)) {
                // the address itself is not told: it would map somebody's inner network
                throw new ImageRefusedException(ImageErrors.IMAGE_ADDRESS_NOT_ALLOWED, "the host \"" + host
                        + "\" has an address that is not public. Images are fetched from the internet only: send the image's bytes instead.");
            }
        }
        return addresses.getFirst();
    }

    /** Resolving has no time limit of its own in Java. */
    private List<InetAddress> resolved(String host, URI uri, long end) {
        CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
        Thread.ofVirtual().name("resolve").start(() -> {
            try {
                addresses.complete(resolver.resolve(host));
            } catch (UnknownHostException | RuntimeException e) {
                addresses.completeExceptionally(e);
            }
        });
        try {
            return addresses.get(Math.min(end - System.nanoTime(), limits.connect().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw late(uri);
        } catch (ExecutionException e) {
            throw new ImageRefusedException(ImageErrors.IMAGE_UNREACHABLE, "the host \"" + host + "\" does not resolve.", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw late(uri);
        }
    }

    private URI next(URI from, Body body) {
        boolean redirect = switch (body.status) {
            case 301, 302, 303, 307, 308 -> body.headers.containsKey("location");
            default -> false;
        };
        if (!redirect) {
            throw new ImageRefusedException(ImageErrors.IMAGE_FETCH_REFUSED,
                    "\"" + shown(from.toString()) + "\" answers with status " + body.status
                            + ", 200 is needed. Check the address in a browser without login.");
        }
        String location = body.headers.get("location");
        try {
            return from.resolve(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new ImageRefusedException(ImageErrors.IMAGE_URL_NOT_ALLOWED,
                    "\"" + shown(from.toString()) + "\" redirects to something that is not an address.", e);
        }
    }

    private ImageRefusedException refusal(URI uri, HttpEnd.Failed failed) {
        return switch (failed.problem()) {
            case NO_CONNECTION, CUT, NOT_HTTP ->
                new ImageRefusedException(ImageErrors.IMAGE_UNREACHABLE, "\"" + shown(uri.toString()) + "\": " + failed.message() + ".");
            case TIMED_OUT, CANCELLED ->
                new ImageRefusedException(ImageErrors.IMAGE_TIMED_OUT, "\"" + shown(uri.toString()) + "\": " + failed.message() + ".");
            case TOO_LARGE -> new ImageRefusedException(ImageErrors.IMAGE_TOO_MANY_BYTES,
                    "the image at \"" + shown(uri.toString()) + "\" is too large: " + failed.message() + ".");
        };
    }

    private ImageRefusedException late(URI uri) {
        return new ImageRefusedException(ImageErrors.IMAGE_TIMED_OUT,
                "\"" + shown(uri.toString()) + "\" was not fetched within " + limits.total().toMillis() + " ms.");
    }

    /** An address without what may be a secret, query and user name, and not too long. */
    public static String shown(String url) {
        int query = url.indexOf('?');
        String text = (query < 0 ? url : url.substring(0, query) + "?…").replaceFirst("://\\S*@", "://…@");
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static final class Body implements HttpReader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int status;
        private Map<String, String> headers = Map.of();

        @Override
        public void head(int code, Map<String, String> names) {
            status = code;
            headers = names;
        }

        @Override
        public boolean body(byte[] part) {
            bytes.writeBytes(part);
            return status != 200;
        }
    }
}
