package dev.maestro.app.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what lies under MAESTRO_HOME to its owner: folders 0700, files 0600, programs 0700. The launcher's umask makes new files so;
 * this mends those of earlier builds and of programs started without it. Links are left alone and not followed. Where files have no
 * such permissions (Windows), nothing is done.
 */
public final class PrivateHome {
    /** What we make there. Where the home is a person's own folder as well, nothing else in it is touched. */
    private static final Set<String> OURS = Set.of("cache", "logs", "maestro.properties", "migrations", "native", "natives", "run",
            "temporal",
            "training");
    private static final String DATABASE = "postgres";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    /** Root may run PostgreSQL as another user, who must come through to its programs; they are public ones. */
    private static final Set<PosixFilePermission> THROUGH = EnumSet.of(PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path home;
    private final boolean asRoot;
    private final List<Path> open = new ArrayList<>();

    private PrivateHome(Path home) {
        this.home = home.toAbsolutePath().normalize();
        this.asRoot = "root".equals(System.getProperty("user.name"));
    }

    /** Files and folders that others than their owner can read, write or enter; empty also where there is no such folder. */
    public static List<Path> open(Path home) {
        PrivateHome looked = new PrivateHome(home);
        looked.walk(false);
        return List.copyOf(looked.open);
    }

    /**
     * Takes everybody's rights but the owner's away.
     *
     * @return what stays open, because it belongs to somebody else
     */
    static List<Path> mend(Path home) {
        new PrivateHome(home).walk(true);
        return open(home);
    }

    private void walk(boolean mend) {
        if (!Files.isDirectory(home) || !home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (!ours(folder)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    look(folder, mend);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && ours(file)) {
                        look(file, mend);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // Gone meanwhile, or closed to us and so to others.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException _) {
            // What could be looked at was.
        }
    }

    private void look(Path file, boolean mend) {
        try {
            Set<PosixFilePermission> standing = Files.getPosixFilePermissions(file);
            EnumSet<PosixFilePermission> tooMuch = EnumSet.copyOf(OTHERS);
            tooMuch.retainAll(standing);
            if (asRoot && file.equals(home)) {
                tooMuch.removeAll(THROUGH);
            }
            if (tooMuch.isEmpty()) {
                return;
            }
            if (mend) {
                EnumSet<PosixFilePermission> left = EnumSet.copyOf(standing);
                left.removeAll(tooMuch);
                Files.setPosixFilePermissions(file, left);
            } else {
                open.add(file);
            }
        } catch (IOException _) {
            // Another's file, or gone: what stays open is found by the look that follows.
        }
    }

    private boolean ours(Path file) {
        if (file.equals(home)) {
            return true;
        }
        String name = home.relativize(file).getName(0).toString();
        boolean database = name.startsWith(DATABASE);
        if (database && !name.equals(DATABASE) && asRoot) {
            return false;
        }
        return database || !personal() || OURS.contains(name);
    }

    private boolean personal() {
        return home.getParent() == null || home.equals(Path.of(System.getProperty("user.home", "/")).toAbsolutePath().normalize());
    }
}
