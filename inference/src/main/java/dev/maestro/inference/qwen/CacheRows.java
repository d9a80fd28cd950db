package dev.maestro.inference.qwen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who has which rows of the pool of keys and values. A holder has one stretch of them; where the free rows are
 * scattered, holders are moved together. Not thread-safe.
 */
final class CacheRows {
    /** Rows that somebody has. */
    static final class Stretch {
        private int start;
        private final int size;

        private Stretch(int start, int size) {
            this.start = start;
            this.size = size;
        }

        int start() {
            return start;
        }

        int size() {
            return size;
        }
    }

    /** Copies the rows that matter of a stretch to another place. */
    interface Mover {
        void move(Stretch stretch, int to);
    }

    private final int capacity;
    /** By start. */
    private final List<Stretch> taken = new ArrayList<>();

    CacheRows(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    int free() {
        return capacity - taken.stream().mapToInt(Stretch::size).sum();
    }

    /** @return empty when there are not as many free rows */
    Optional<Stretch> take(int size, Mover mover) {
        if (size > free()) {
            return Optional.empty();
        }
        return Optional.of(firstGap(size).orElseGet(() -> {
            closeGaps(mover);
            return firstGap(size).orElseThrow();
        }));
    }

    private Optional<Stretch> firstGap(int size) {
        int at = 0;
        int i = 0;
        while (i < taken.size() && taken.get(i).start - at < size) {
            at = taken.get(i).start + taken.get(i).size;
            i++;
        }
        if (capacity - at < size && i == taken.size()) {
            return Optional.empty();
        }
        Stretch stretch = new Stretch(at, size);
        taken.add(i, stretch);
        return Optional.of(stretch);
    }

    private void closeGaps(Mover mover) {
        int at = 0;
        for (Stretch stretch : taken.stream().sorted(Comparator.comparingInt(Stretch::start)).toList()) {
            if (stretch.start > at) {
                mover.move(stretch, at);
                stretch.start = at;
            }
            at += stretch.size;
        }
    }

    void give(Stretch stretch) {
        taken.remove(stretch);
    }
}
