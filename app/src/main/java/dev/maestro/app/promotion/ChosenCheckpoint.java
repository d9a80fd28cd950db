package dev.maestro.app.promotion;

import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.PromotionErrors;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.training.BestCheckpoint;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint that somebody named, with the digest of what lies in its folder now.
 *
 * @param why how it was chosen, for people; empty where it was named itself
 */
public record ChosenCheckpoint(Path folder, String digest, String why) {
    /**
     * Finds what is meant by a run's name (its best checkpoint), a run's name with {@code :STEP}, or a folder.
     *
     * @throws Problem when there is none, or its files are not those that were recorded
     */
    public static ChosenCheckpoint of(TrainingStore store, String named) {
        int colon = named.lastIndexOf(':');
        String run = colon > 0 ? named.substring(0, colon) : named;
        if (store.run(run).isPresent()) {
            return colon > 0 ? atStep(store, run, named.substring(colon + 1)) : best(store, run);
        }
        Optional<Path> folder = folder(named);
        if (folder.isEmpty()) {
            List<String> runs = store.list(200).stream().map(each -> each.run().name()).toList();
            throw Problem.usage(PromotionErrors.PROMOTION_CHECKPOINT_UNKNOWN,
                    "there is neither a training run nor a folder \"" + named.strip() + "\"." + NearestNames.sentence(run, runs));
        }
        return new ChosenCheckpoint(folder.get(), digest(folder.get()), "");
    }

    private static Optional<Path> folder(String named) {
        try {
            return Optional.of(Path.of(named).toAbsolutePath().normalize()).filter(Files::isDirectory);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static ChosenCheckpoint best(TrainingStore store, String run) {
        BestCheckpoint best = BestCheckpoint.of(store, run).orElseThrow(() -> Problem.usage(PromotionErrors.PROMOTION_STEP_UNKNOWN,
                "training run \"" + run + "\" has no checkpoint yet. Look at it with: maestro training show " + run));
        return recorded(best.checkpoint(), best.words());
    }

    private static ChosenCheckpoint atStep(TrainingStore store, String run, String step) {
        List<Checkpoint> all = store.checkpoints(run);
        return recorded(all.stream().filter(each -> String.valueOf(each.step()).equals(step)).findFirst()
                .orElseThrow(() -> Problem.usage(PromotionErrors.PROMOTION_STEP_UNKNOWN, "training run \"" + run
                        + "\" has no checkpoint of step \"" + step.strip() + "\"; it has "
                        + (all.isEmpty() ? "none" : String.join(", ", all.stream().map(each -> "" + each.step()).toList())) + ".")),
                "");
    }

    private static ChosenCheckpoint recorded(Checkpoint checkpoint, String why) {
        Path folder = Path.of(checkpoint.folder());
        requireDigest(folder, checkpoint.digest());
        return new ChosenCheckpoint(folder, checkpoint.digest(), why);
    }

    /** @throws Problem when the folder is not there, or its files are not those of the digest */
    public static void requireDigest(Path folder, String digest) {
        String found = digest(folder);
        if (!found.equals(digest)) {
            throw Problem.input(PromotionErrors.PROMOTED_CHECKPOINT_DIFFERS, folder + " has the digest " + found
                    + ", and the checkpoint was recorded with " + digest
                    + ". Its files were changed or cut short; choose another checkpoint, or name the folder itself.");
        }
    }

    private static String digest(Path folder) {
        try {
            return FolderDigest.of(folder);
        } catch (IOException e) {
            throw Problem.input(PromotionErrors.PROMOTED_CHECKPOINT_MISSING,
                    folder + " cannot be read: " + e.getMessage() + ". Put the checkpoint back there, or choose another one.");
        }
    }
}
