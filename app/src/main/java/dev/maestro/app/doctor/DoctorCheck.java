package dev.maestro.app.doctor;

/** One thing a user may lack. */
public interface DoctorCheck {
    Finding look();

    /**
     * @param name   what was looked at, short
     * @param seen   what was found
     * @param remedy how to mend it; empty when it is well
     */
    record Finding(String name, State state, String seen, String remedy) {
        static Finding ok(String name, String seen) {
            return new Finding(name, State.OK, seen, "");
        }

        static Finding warn(String name, String seen, String remedy) {
            return new Finding(name, State.WARN, seen, remedy);
        }

        static Finding missing(String name, String seen, String remedy) {
            return new Finding(name, State.MISSING, seen, remedy);
        }
    }

    enum State {
        OK,
        /** Works, with something less. */
        WARN,
        /** Something will not work until it is mended. */
        MISSING
    }
}
