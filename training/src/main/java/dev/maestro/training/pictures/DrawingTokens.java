package dev.maestro.training.pictures;

import dev.maestro.inference.text.Tokenizer;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Texts about pictures as ids, by the tokenizer of their checkpoints. For one thread. */
final class DrawingTokens implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final int picture;
    private final Map<DrawingExpert, Integer> firsts = new EnumMap<>(DrawingExpert.class);

    private DrawingTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.picture = tokenizer.encode(DrawingText.PICTURE)[0];
        for (DrawingExpert expert : DrawingExpert.values()) {
            firsts.put(expert, tokenizer.encode(expert.written())[0]);
        }
    }

    /** @param folder of a checkpoint, with a tokenizer.json */
    static DrawingTokens of(Path folder) {
        return new DrawingTokens(Tokenizer.of(folder));
    }

    /** Up to where the policy begins, with as many placeholders as the picture has tokens. */
    int[] prompt(DrawingTask task) {
        int[] written = tokenizer.encode(DrawingText.prompt(task.panel(), task.question()));
        int more = task.picture().seen().tokens() - 1;
        int at = 0;
        while (written[at] != picture) {
            at++;
        }
        int[] ids = new int[written.length + more];
        System.arraycopy(written, 0, ids, 0, at);
        Arrays.fill(ids, at, at + more + 1, picture);
        System.arraycopy(written, at + 1, ids, at + more + 1, written.length - at - 1);
        return ids;
    }

    /** What the policy writes before it names an expert. */
    int[] opening() {
        return tokenizer.encode(ActionText.SEARCH);
    }

    /** By which experts are told apart. */
    int first(DrawingExpert expert) {
        return firsts.get(expert);
    }

    /** What follows that: the rest of the call, the reply, the answer. */
    int[] rest(DrawingTask task, DrawingExpert expert) {
        int[] all = tokenizer.encode(DrawingText.called(expert) + DrawingText.observation(task.picture().reply(expert))
                + DrawingText.answer());
        return Arrays.copyOfRange(all, 1, all.length);
    }

    /** How calls and answers are written; who is called, and what is replied, is read and not learned. */
    SftBatch.Response demonstration(DrawingTask task, DrawingExpert expert) {
        int[] opening = opening();
        int[] rest = rest(task, expert);
        int[] ids = new int[opening.length + 1 + rest.length];
        System.arraycopy(opening, 0, ids, 0, opening.length);
        ids[opening.length] = first(expert);
        System.arraycopy(rest, 0, ids, opening.length + 1, rest.length);
        int replied = tokenizer.encode(ActionText.INFORMATION)[0];
        int over = tokenizer.encode(ActionText.INFORMATION_END)[0];
        List<Target> targets = new ArrayList<>();
        boolean own = true;
        for (int i = 0; i < ids.length; i++) {
            own &= ids[i] != replied;
            if (own && i != opening.length) {
                targets.add(Target.token(i, ids[i]));
            }
            own |= ids[i] == over;
        }
        return new SftBatch.Response(ids, targets);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
