package dev.maestro.core.query;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Which effect of a plan's run: unique within it and the same on every replay. Written {@code step}, {@code step.2} (second
 * image), {@code step#3} (third round of a repeat) or {@code step.2#3}.
 *
 * @param step  id of the step in the plan, without {@code .} and {@code #}
 * @param image index of the image it is for, from 0; {@link #ALL_IMAGES}: all of them
 * @param round of the repeat it belongs to, from 1; 0 outside of any
 */
public record CallId(String step, int image, int round) implements Comparable<CallId> {
    public static final int ALL_IMAGES = -1;

    public CallId {
        if (step.isEmpty() || step.indexOf('.') >= 0 || step.indexOf('#') >= 0 || image < ALL_IMAGES || round < 0) {
            throw new IllegalArgumentException("not a call id: step \"" + step + "\" (no . and #), image " + image + ", round " + round);
        }
    }

    /** Of a step that runs once for all images. */
    public static CallId of(String step) {
        return new CallId(step, ALL_IMAGES, 0);
    }

    /** @throws IllegalArgumentException when the text is not what {@link #toString} writes */
    @JsonCreator
    public static CallId parse(String written) {
        int hash = written.indexOf('#');
        int dot = written.indexOf('.');
        String step = written.substring(0, dot >= 0 ? dot : hash >= 0 ? hash : written.length());
        try {
            int image = dot < 0 ? ALL_IMAGES : Integer.parseInt(written.substring(dot + 1, hash < 0 ? written.length() : hash)) - 1;
            int round = hash < 0 ? 0 : Integer.parseInt(written.substring(hash + 1));
            CallId read = new CallId(step, image, round);
            if (read.toString().equals(written)) {
                return read;
            }
            throw notOne(written, null);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw notOne(written, e);
        }
    }

    private static IllegalArgumentException notOne(String written, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "not a call id: \"" + written + "\"; expected step, step.IMAGE, step#ROUND or step.IMAGE#ROUND", cause);
    }

    public boolean isForOneImage() {
        return image != ALL_IMAGES;
    }

    /** The same effect in another round. */
    public CallId inRound(int other) {
        return new CallId(step, image, other);
    }

    /** By how it is written. */
    @Override
    public int compareTo(CallId other) {
        return toString().compareTo(other.toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return step + (image < 0 ? "" : "." + (image + 1)) + (round == 0 ? "" : "#" + round);
    }
}
