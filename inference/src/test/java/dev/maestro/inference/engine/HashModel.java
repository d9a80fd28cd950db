package dev.maestro.inference.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * A model whose scores are a hash of everything it has read: tokens, positions, image features, in order.
 * Whoever mixes two sequences up, reads a token twice or leaves one out gets another text. It counts its
 * memory, refuses what does not fit, and complains about a second thread or a closed sequence.
 */
public final class HashModel implements DecoderModel {
    static final int VOCABULARY = 300;
    static final int BYTES_PER_TOKEN = 1_000;

    private final int maxPositions;
    private final long deviceBytes;
    private final Set<HashSequence> open = new HashSet<>();
    private final Set<HashFeatures> features = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private Thread owner;
    private long used;
    private long most;
    private int encoded;
    private int read;
    private boolean closed;
    private volatile IntPredicate broken = _ -> false;
    private volatile boolean notANumber;
    private volatile boolean nativeFailure;
    private volatile BooleanSupplier outOfMemory = () -> false;
    private volatile Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    private volatile CountDownLatch entered = new CountDownLatch(0);

    HashModel(int maxPositions, long deviceBytes) {
        this.maxPositions = maxPositions;
        this.deviceBytes = deviceBytes;
    }

    public static HashModel large() {
        return new HashModel(100_000, Long.MAX_VALUE);
    }

    /** Scores are not numbers after a token for which this holds. */
    public void notANumberAfter(IntPredicate token) {
        broken = token;
        notANumber = true;
    }

    /** Native calls fail that read a token for which this holds. */
    void failsAt(IntPredicate token) {
        broken = token;
        nativeFailure = true;
    }

    /** Asked at each call that takes memory, also for the time of the call alone; true: there is none. */
    void runsOutOfMemory(BooleanSupplier now) {
        outOfMemory = now;
    }

    boolean limited() {
        return deviceBytes < Long.MAX_VALUE;
    }

    private void needMemory() {
        if (outOfMemory.getAsBoolean()) {
            throw new OutOfModelMemoryException("the device is full for now");
        }
    }

    /** From now on each decoding step needs a permit; returned is what is open when one waits. */
    public Semaphore hold() {
        gate = new Semaphore(0);
        entered = new CountDownLatch(1);
        return gate;
    }

    /** Whoever waits at the gate goes on, and nobody waits there again. */
    public void letGo() {
        gate.release(1_000_000_000);
    }

    public void awaitDecoding() throws InterruptedException {
        entered.await();
    }

    synchronized long used() {
        return used;
    }

    synchronized long most() {
        return most;
    }

    public synchronized int read() {
        return read;
    }

    public synchronized int encoded() {
        return encoded;
    }

    /** E.g. {@code prefill 64}, {@code decode 3}. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized boolean isClosedAndEmpty() {
        return closed && open.isEmpty() && features.isEmpty() && used == 0;
    }

    /** The text of one sequence, computed in the plainest way there is. */
    static int[] greedy(TokenPrompt prompt, int tokens) {
        HashModel model = large();
        TokenPrompt whole = prompt;
        int[] text = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            try (Sequence sequence = model.open(whole.length());
                    Logits logits = model.prefill(sequence, whole.span(0, whole.length(), image -> model.encode(image.patches().get())))) {
                text[i] = logits.argmax()[0];
            }
            whole = whole.extendedBy(text[i]);
        }
        return text;
    }

    private void enter(String call) {
        synchronized (this) {
            if (owner == null) {
                owner = Thread.currentThread();
            }
            if (owner != Thread.currentThread() || closed) {
                throw new AssertionError(call + " by " + Thread.currentThread() + (closed ? " after close" : ", owner is " + owner));
            }
            calls.add(call);
        }
    }

    private synchronized void take(long bytes) {
        if (used + bytes > deviceBytes) {
            throw new OutOfModelMemoryException("the device has " + deviceBytes);
        }
        used += bytes;
        most = Math.max(most, used);
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int maxPositions() {
        return maxPositions;
    }

    @Override
    public long bytesPerToken() {
        return BYTES_PER_TOKEN;
    }

    @Override
    public ImageFeatures encode(PixelPatches image) {
        enter("encode");
        needMemory();
        HashFeatures made = new HashFeatures(Arrays.hashCode(image.values()), image.patches());
        take(made.bytes());
        encoded++;
        features.add(made);
        return made;
    }

    @Override
    public Sequence open(int capacity) {
        enter("open " + capacity);
        needMemory();
        return new HashSequence(capacity);
    }

    @Override
    public Sequence fork(Sequence source, int tokens, int capacity) {
        enter("fork " + tokens);
        needMemory();
        HashSequence from = (HashSequence) source;
        from.check(0);
        HashSequence made = new HashSequence(capacity);
        System.arraycopy(from.states, 0, made.states, 0, tokens);
        System.arraycopy(from.positions, 0, made.positions, 0, tokens);
        made.length = tokens;
        return made;
    }

    @Override
    public Logits prefill(Sequence sequence, PromptSpan span) {
        enter("prefill " + span.tokens().length);
        needMemory();
        read += span.tokens().length;
        HashSequence own = (HashSequence) sequence;
        own.check(span.tokens().length);
        for (int i = 0; i < span.tokens().length; i++) {
            long feature = 0;
            for (PromptSpan.PlacedImage image : span.images()) {
                if (i >= image.firstToken() && i < image.firstToken() + image.count()) {
                    HashFeatures seen = (HashFeatures) image.features();
                    if (!features.contains(seen)) {
                        throw new AssertionError("closed features");
                    }
                    feature = mix(seen.hash + 31L * (image.firstFeature() + i - image.firstToken()));
                }
            }
            own.append(span.tokens()[i], span.positions()[0][i], span.positions()[1][i], span.positions()[2][i], feature);
        }
        return new HashLogits(List.of(own));
    }

    @Override
    public Logits prefillAll(Sequence sequence, PromptSpan span) {
        throw new UnsupportedOperationException("the engine has no need of it");
    }

    @Override
    public Logits decode(List<Sequence> sequences, int[] tokens) {
        enter("decode " + tokens.length);
        needMemory();
        entered.countDown();
        gate.acquireUninterruptibly();
        List<HashSequence> own = sequences.stream().map(HashSequence.class::cast).toList();
        if (new HashSet<>(own).size() != own.size()) {
            throw new AssertionError("one sequence twice");
        }
        for (int i = 0; i < tokens.length; i++) {
            own.get(i).check(1);
            int next = own.get(i).next();
            own.get(i).append(tokens[i], next, next, next, 0);
        }
        return new HashLogits(own);
    }

    @Override
    public void close() {
        enter("close");
        closed = true;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    private final class HashSequence implements Sequence {
        private final long[] states;
        private final int[] positions;
        private final int capacity;
        private int length;
        private int last;
        private boolean ended;

        HashSequence(int capacity) {
            take((long) capacity * BYTES_PER_TOKEN);
            this.capacity = capacity;
            states = new long[capacity];
            positions = new int[capacity];
            open.add(this);
        }

        void check(int more) {
            if (ended || length + more > capacity) {
                throw new AssertionError(ended ? "closed sequence" : length + " + " + more + " tokens, capacity " + capacity);
            }
        }

        void append(int token, int time, int height, int width, long feature) {
            if (nativeFailure && broken.test(token)) {
                throw new IllegalStateException("native call failed");
            }
            long before = length == 0 ? 1 : states[length - 1];
            states[length] = mix(before * 31 + mix(token + 1_000L * time + 1_000_003L * height + 998_244_353L * width) + feature);
            positions[length] = Math.max(time, Math.max(height, width));
            length++;
            last = token;
        }

        int next() {
            int most = -1;
            for (int i = 0; i < length; i++) {
                most = Math.max(most, positions[i]);
            }
            return most + 1;
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
            check(0);
            ended = true;
            open.remove(this);
            take(-(long) capacity * BYTES_PER_TOKEN);
        }
    }

    private final class HashFeatures implements ImageFeatures {
        private final long hash;
        private final int tokens;

        HashFeatures(long hash, int tokens) {
            this.hash = hash;
            this.tokens = tokens;
        }

        @Override
        public int tokens() {
            return tokens;
        }

        @Override
        public long bytes() {
            return tokens * 100L;
        }

        @Override
        public void close() {
            features.remove(this);
            take(-bytes());
        }
    }

    private final class HashLogits implements Logits {
        private final List<float[]> rows;

        HashLogits(List<HashSequence> sequences) {
            rows = sequences.stream().map(s -> scores(s.states[s.length - 1], s.last)).toList();
        }

        private float[] scores(long state, int last) {
            float[] scores = new float[VOCABULARY];
            for (int i = 0; i < VOCABULARY; i++) {
                scores[i] = notANumber && broken.test(last) ? Float.NaN : (mix(state + i * 0x9E3779B97F4A7C15L) >>> 40) * 0x1.0p-24f * 6;
            }
            return scores;
        }

        @Override
        public int rows() {
            return rows.size();
        }

        @Override
        public float[] row(int row) {
            return rows.get(row).clone();
        }

        @Override
        public int[] argmax() {
            return rows.stream().mapToInt(scores -> {
                int best = 0;
                for (int i = 1; i < scores.length; i++) {
                    best = scores[i] > scores[best] ? i : best;
                }
                return best;
            }).toArray();
        }

        @Override
        public float[] logProbabilities(int[] tokens) {
            float[] result = new float[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                double total = 0;
                for (float score : rows.get(i)) {
                    total += Math.exp(score);
                }
                result[i] = (float) (rows.get(i)[tokens[i]] - Math.log(total));
            }
            return result;
        }

        @Override
        public void close() {
            // on the heap
        }
    }
}
