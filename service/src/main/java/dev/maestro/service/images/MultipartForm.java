package dev.maestro.service.images;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a body that was sent as {@code multipart/form-data}.
 *
 * @param parts in order
 */
public record MultipartForm(List<Part> parts) {
    private static final Pattern BOUNDARY = Pattern
            .compile("(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final Pattern NAME = Pattern.compile("(?i)(?:^|[;\\s])name=(?:\"([^\"]{0,200})\"|([^\\s;\"]{1,200}))");
    private static final Pattern FILE_NAME = Pattern.compile("(?i)(?:^|[;\\s])filename=(?:\"([^\"]{0,500})\"|([^\\s;\"]{1,500}))");
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MOST = 32;

    public MultipartForm {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param name     of the field; may be empty
     * @param fileName as its sender calls it, where it does
     */
    public record Part(String name, Optional<String> fileName, byte[] content) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** Whether the request says that its body is a form. */
    public static boolean isForm(ApiRequest request) {
        return request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** @throws MaestroException {@code BODY_EMPTY} without any body, {@code INVALID_VALUE} for a form that cannot be read */
    public static MultipartForm of(ApiRequest request) {
        byte[] body = request.body();
        if (body.length == 0) {
            throw new MaestroException(ApiErrors.BODY_EMPTY, "the request has no body. Send the file.");
        }
        Matcher matcher = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
        if (!matcher.matches()) {
            throw ApiRequest.invalid("Content-Type", "is a form without a boundary. Name the boundary.");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        byte[] first = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] next = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int begin = find(body, first, 0);
        int behind = begin < 0 ? -1 : begin + first.length;
        while (behind < 0 || behind + 1 >= body.length || body[behind] != '-' || body[behind + 1] != '-') {
            int head = behind < 0 ? -1 : find(body, END_OF_HEAD, behind);
            int last = head < 0 ? -1 : find(body, next, head + END_OF_HEAD.length - 2);
            if (last < 0 || parts.size() == MOST) {
                throw ApiRequest.invalid("body", "is a form that is cut or has more than " + MOST + " parts. Send it whole.");
            }
            int from = head + END_OF_HEAD.length;
            parts.add(part(new String(body, behind, head - behind, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(body, from, Math.max(from, last))));
            behind = last + next.length;
        }
        return new MultipartForm(parts);
    }

    private static Part part(String head, byte[] content) {
        String disposition = head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")).findFirst()
                .orElse("");
        return new Part(value(NAME, disposition).orElse(""), value(FILE_NAME, disposition), content);
    }

    private static Optional<String> value(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)) : Optional.empty();
    }

    /** The one part of this name. @throws MaestroException {@code PARAMETER_MISSING} or {@code INVALID_VALUE} */
    public Part require(String name) {
        List<Part> named = parts.stream().filter(part -> part.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, "the form has no part \"" + ApiJson.shown(name) + "\". Send it.",
                    java.util.Map.of("param", name), null);
        }
        if (named.size() > 1) {
            throw ApiRequest.invalid(name, "was given " + named.size() + " times. Give it once.");
        }
        return named.getFirst();
    }

    private static int find(byte[] in, byte[] what, int from) {
        for (int i = from; i <= in.length - what.length; i++) {
            if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
