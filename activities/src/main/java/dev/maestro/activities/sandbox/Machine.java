package dev.maestro.activities.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the sandbox needs to know of the machine.
 *
 * @param root      whether the worker runs as root, and so can give a run a user of its own
 * @param folders   folders that programs may read, e.g. {@code /usr/lib}
 * @param files     the same for single files
 * @param links     links at the root by name, e.g. {@code /lib} to {@code usr/lib}
 * @param python    the interpreter
 */
record Machine(boolean root, List<String> folders, List<String> files, Map<String, String> links, String python) {
    /** Where programs are looked for; not the PATH, which may lead into somebody's home. */
    static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> SYSTEM = List.of("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec");
    private static final List<String> TOP = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64");
    private static final List<String> LOCAL = List.of("/usr/local/bin", "/usr/local/lib");

    Machine {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        links = new LinkedHashMap<>(links);
    }

    /** Empty when this is not Linux, or there is no system Python. */
    static Optional<Machine> look() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        return interpreter().map(python -> {
            List<String> folders = new ArrayList<>();
            Map<String, String> links = new LinkedHashMap<>();
            for (String top : TOP) {
                Path path = Path.of(top);
                if (Files.isSymbolicLink(path)) {
                    links.put(top, target(path));
                } else if (Files.isDirectory(path)) {
                    folders.add(top);
                }
            }
            SYSTEM.stream().filter(folder -> Files.isDirectory(Path.of(folder)) && !Files.isSymbolicLink(Path.of(folder)))
                    .forEach(folders::add);
            if (python.startsWith("/usr/local/")) {
                LOCAL.stream().filter(folder -> Files.isDirectory(Path.of(folder))).forEach(folders::add);
            }
            List<String> files = Stream.of("/etc/ld.so.cache").filter(file -> Files.isRegularFile(Path.of(file))).toList();
            return new Machine(effectiveUser() == 0, folders, files, links, python);
        });
    }

    static Optional<Path> tool(String name) {
        return Stream.of(PATH.split(":")).map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    /** Programs that a mechanism needs and that are not here. */
    List<String> missing(Mechanism mechanism) {
        Set<String> needed = new LinkedHashSet<>(List.of("setsid", "setpriv", "prlimit", "mount", "sh"));
        needed.addAll(mechanism.bubblewrap() ? List.of("bwrap") : List.of("unshare", "umount", "pivot_root"));
        return needed.stream().filter(tool -> tool(tool).isEmpty()).toList();
    }

    private static Optional<String> interpreter() {
        return Stream.of("/usr/bin/python3", "/usr/local/bin/python3").filter(path -> Files.isExecutable(Path.of(path))).findFirst();
    }

    private static String target(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/") ? target.substring(1) : target;
        } catch (IOException _) {
            return "usr" + link;
        }
    }

    private static long effectiveUser() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> Long.parseLong(line.split("\\s+")[2]))
                    .findFirst()
                    .orElse(-1L);
        } catch (IOException | NumberFormatException _) {
            return -1;
        }
    }
}
