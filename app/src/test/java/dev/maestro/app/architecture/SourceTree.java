package dev.maestro.app.architecture;

import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project as its files lie: root, modules, and the names of all types that its sources declare, tests included. Immutable. */
record SourceTree(Path root, List<String> modules, Set<String> types) {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|enum|interface) ([A-Z]\\w*)");

    SourceTree {
        modules = List.copyOf(modules);
        types = Set.copyOf(types);
    }

    static SourceTree read() throws IOException {
        Path root = ProjectFiles.root();
        List<String> modules = MODULE.matcher(Files.readString(root.resolve("pom.xml"))).results().map(found -> found.group(1)).toList();
        Set<String> types = new TreeSet<>();
        for (String module : modules) {
            Path sources = root.resolve(module).resolve("src");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Matcher declared = DECLARED.matcher(Files.readString(file));
                    while (declared.find()) {
                        types.add(declared.group(1));
                    }
                }
            }
        }
        return new SourceTree(root, modules, types);
    }

    /** The root's pages, those of {@code docs}, and one for each module that has one. */
    List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(root); Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            Stream<Path> ofModules = modules.stream().map(this::page).filter(Files::exists);
            return Stream.of(top, docs, ofModules).flatMap(paths -> paths).filter(path -> path.toString().endsWith(".md")).sorted()
                    .toList();
        }
    }

    Path page(String module) {
        return root.resolve(module).resolve("README.md");
    }

    String name(Path page) {
        return root.relativize(page).toString();
    }
}
