package dev.maestro.service.images;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file in a body: the body itself, or the one part of a form that was sent as {@code multipart/form-data}. */
final class MultipartFile {
    private static final Pattern BOUNDARY = Pattern
            .compile("(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private MultipartFile() {}

    /** @throws MaestroException {@code BODY_EMPTY} without any, {@code INVALID_VALUE} for a form that is cut or has several parts */
    static byte[] in(ApiRequest request) {
        String type = request.header("Content-Type").orElse("");
        if (request.body().length == 0) {
            throw new MaestroException(ApiErrors.BODY_EMPTY, "the request has no body. Send the image's bytes.");
        }
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return request.body();
        }
        Matcher matcher = BOUNDARY.matcher(type);
        if (!matcher.matches()) {
            throw ApiRequest.invalid("Content-Type", "is a form without a boundary. Send the image's bytes as the body.");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = request.body();
        int begin = find(body, delimiter, 0);
        int head = begin < 0 ? -1 : find(body, END_OF_HEAD, begin);
        int last = head < 0 ? -1 : find(body, end, head + END_OF_HEAD.length - 2);
        if (last < 0) {
            throw ApiRequest.invalid("body", "is a form that is cut. Send it whole, or the image's bytes as the body.");
        }
        int behind = last + end.length;
        if (behind + 1 >= body.length || body[behind] != '-' || body[behind + 1] != '-') {
            throw ApiRequest.invalid("body", "is a form with several parts; one file is taken. Send each image by itself.");
        }
        int from = head + END_OF_HEAD.length;
        return Arrays.copyOfRange(body, from, Math.max(from, last));
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
