package dev.maestro.inference.qwen;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.OutOfModelMemoryException;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.TorchProgram;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keys and values of all sequences: for each layer one tensor [key-value heads, rows, head width] of keys and
 * one of values, in which a sequence has a stretch of rows. One tensor for all lets a decode step write the new
 * rows of every sequence at once, and bounds the memory beforehand.
 */
final class KeyValues {
    private final TorchProgram program;
    private final TensorScope scope;
    private final IValue keys;
    private final IValue values;
    private final CacheRows rows;

    /** @param like a tensor of the type and on the device of keys and values */
    KeyValues(TorchProgram program, TensorScope scope, TextConfig text, int capacity, PtNDArray like) {
        this.program = program;
        this.scope = scope;
        this.rows = new CacheRows(capacity);
        this.keys = room(text, capacity, like);
        this.values = room(text, capacity, like);
    }

    private IValue room(TextConfig text, int capacity, PtNDArray like) {
        try (TensorScope call = scope.inner()) {
            return scope.keep(program.call("room", call.integer(text.layers()), call.integer(text.keyValueHeads()), call.integer(capacity),
                    call.integer(text.headSize()), call.value(like)));
        }
    }

    IValue keys() {
        return keys;
    }

    IValue values() {
        return values;
    }

    int capacity() {
        return rows.capacity();
    }

    Held take(int capacity) {
        Optional<CacheRows.Stretch> stretch = rows.take(capacity, (moved, to) -> copy(moved.start(), to, moved.size()));
        return new Held(
                stretch.orElseThrow(() -> new OutOfModelMemoryException(
                        "a sequence of " + capacity + " tokens was asked for, " + rows.free() + " of "
                                + rows.capacity()
                                + " are free. Wait for other sequences to end, ask for fewer, or load the model with more cache tokens.")),
                capacity);
    }

    private void copy(int source, int target, int count) {
        try (TensorScope call = scope.inner()) {
            call.keep(program.call("copy", keys, values, call.integer(source), call.integer(target), call.integer(count)));
        }
    }

    /** The rows of one sequence, with the positions that its next token would have. */
    final class Held implements DecoderModel.Sequence {
        private final CacheRows.Stretch stretch;
        private final int capacity;
        private int length;
        private int[] nextAfter = new int[16];
        private boolean closed;

        private Held(CacheRows.Stretch stretch, int capacity) {
            this.stretch = stretch;
            this.capacity = capacity;
        }

        boolean isOf(KeyValues owner) {
            return owner == KeyValues.this && !closed;
        }

        int start() {
            return stretch.start();
        }

        /** Rotary position of the next token of text. */
        int nextPosition() {
            return length == 0 ? 0 : nextAfter[length - 1];
        }

        /** Tokens were written behind the others. */
        void append(int[][] positions, int from, int count) {
            int next = nextPosition();
            for (int i = from; i < from + count; i++) {
                next = Math.max(next, 1 + Math.max(positions[0][i], Math.max(positions[1][i], positions[2][i])));
                push(next);
            }
        }

        void append() {
            push(nextPosition() + 1);
        }

        private void push(int next) {
            if (length == nextAfter.length) {
                nextAfter = Arrays.copyOf(nextAfter, Math.min(capacity, 2 * length));
            }
            nextAfter[length++] = next;
        }

        /** Takes over the first tokens of another. */
        void copyFrom(Held source, int tokens) {
            if (tokens > 0) {
                copy(source.start(), start(), tokens);
            }
            nextAfter = Arrays.copyOf(source.nextAfter, Math.max(16, tokens));
            length = tokens;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                rows.give(stretch);
            }
        }
    }
}
