package dev.maestro.inference.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A text as its tokens' bytes come in: whole characters, and stop strings wherever tokens part them. */
final class TextAssembly {
    private final List<String> stops;
    private final List<byte[]> stopBytes;
    private byte[] bytes = new byte[256];
    private int length;
    private int told;

    TextAssembly(List<String> stops) {
        this.stops = stops;
        this.stopBytes = stops.stream().map(stop -> stop.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** @return the stop string that the text now ends with; the text is cut behind it */
    Optional<String> append(byte[] more) {
        int before = length;
        bytes = length + more.length > bytes.length ? Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length)) : bytes;
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        Optional<String> met = Optional.empty();
        int end = Integer.MAX_VALUE;
        for (int i = 0; i < stops.size(); i++) {
            int found = endOf(stopBytes.get(i), before);
            if (found >= 0 && found < end) {
                end = found;
                met = Optional.of(stops.get(i));
            }
        }
        if (met.isPresent()) {
            length = end;
        }
        return met;
    }

    /** Where the first occurrence ends that was not there before. */
    private int endOf(byte[] wanted, int before) {
        for (int start = Math.max(0, before - wanted.length + 1); start + wanted.length <= length; start++) {
            if (Arrays.equals(bytes, start, start + wanted.length, wanted, 0, wanted.length)) {
                return start + wanted.length;
            }
        }
        return -1;
    }

    int length() {
        return length;
    }

    /** Characters that became whole since the last time. */
    String fresh() {
        int end = length - unfinished();
        if (end <= told) {
            return "";
        }
        String fresh = new String(bytes, told, end - told, StandardCharsets.UTF_8);
        told = end;
        return fresh;
    }

    /** Bytes at the end that begin a character and do not finish it. */
    private int unfinished() {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int unit = bytes[length - back] & 0xff;
            if (unit >= 0xc0) {
                int needed = unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : 2;
                return needed > back ? back : 0;
            }
            if (unit < 0x80) {
                return 0;
            }
        }
        return 0;
    }

    /** All of it; what is no character is U+FFFD. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
