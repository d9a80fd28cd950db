package dev.maestro.registry.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Under whom PostgreSQL runs, which refuses to run as root. Everybody but root: as ourselves. Root: in a
 * user namespace, where nobody sees that it is root; where the kernel or the container forbids those, as
 * the user "nobody", who then owns the folder.
 *
 * @param prefix what goes before a command
 * @param userId who must own the folder; -1: it stays as it is
 */
record UnprivilegedUser(List<String> prefix, int userId) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final Set<PosixFilePermission> READ = Set.of(PosixFilePermission.OTHERS_READ);
    private static final Set<PosixFilePermission> READ_AND_ENTER = Set.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_EXECUTE);

    static final UnprivilegedUser OURSELVES = new UnprivilegedUser(List.of(), -1);
    static final UnprivilegedUser NAMESPACE = new UnprivilegedUser(List.of("unshare", "-U"), ROOT);
    static final UnprivilegedUser NOBODY_USER = new UnprivilegedUser(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

    /** What works here. */
    static UnprivilegedUser here() {
        if (!"root".equals(System.getProperty("user.name")) || !System.getProperty("os.name").startsWith("Linux")) {
            return OURSELVES;
        }
        return Stream.of(NAMESPACE, NOBODY_USER).filter(UnprivilegedUser::works).findFirst().orElse(NAMESPACE);
    }

    private boolean works() {
        try {
            return new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives the folder and all in it to the user, when it is not theirs. */
    void own(Path folder) throws IOException {
        if (userId < 0 || Integer.valueOf(userId).equals(Files.getAttribute(folder, "unix:uid"))) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.toList();
        }
        // The folder itself last: only then is the work done.
        for (Path file : all.reversed()) {
            Files.setAttribute(file, "unix:uid", userId);
        }
    }

    /**
     * Lets the user come through to the programs and read them, where it is another than ourselves: a private umask has closed them.
     * They are public ones; what lies beside them stays closed.
     */
    void mayRun(Path programs) throws IOException {
        if (userId <= ROOT) {
            return;
        }
        try (Stream<Path> files = Files.walk(programs)) {
            for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
                allow(file, Files.isDirectory(file) || Files.isExecutable(file) ? READ_AND_ENTER : READ);
            }
        }
        Path parent = programs.toAbsolutePath().getParent();
        if (parent != null) {
            allow(parent, Set.of(PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    private static void allow(Path file, Set<PosixFilePermission> rights) throws IOException {
        Set<PosixFilePermission> standing = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        if (standing.addAll(rights)) {
            Files.setPosixFilePermissions(file, standing);
        }
    }
}
