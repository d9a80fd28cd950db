package dev.maestro.app.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The modules of the build and what each needs of the others, as the poms say it. Dependencies of tests and of Maven profiles
 * are left out. Immutable.
 *
 * @param modules names of the modules' folders, in the order of the build
 * @param arrows every dependency of one module on another; no pair is listed twice
 */
record ModuleGraph(List<String> modules, List<Arrow> arrows) {

    /**
     * One module needs another.
     *
     * @param onlyWhenRunning whether the code of {@code from} is compiled without {@code to} and finds it when it runs
     */
    record Arrow(String from, String to, boolean onlyWhenRunning) {}

    ModuleGraph {
        modules = List.copyOf(modules);
        arrows = List.copyOf(arrows);
    }

    /**
     * Reads the poms.
     *
     * @param root folder of the project's main pom
     * @throws IOException when a pom cannot be read or is no XML
     */
    static ModuleGraph read(Path root) throws IOException {
        List<String> folders = children(children(pom(root.resolve("pom.xml")), "modules").getFirst(), "module").stream()
                .map(module -> module.getTextContent().strip()).toList();
        Map<String, String> folderOf = new LinkedHashMap<>();
        Map<String, Element> poms = new LinkedHashMap<>();
        for (String folder : folders) {
            Element pom = pom(root.resolve(folder).resolve("pom.xml"));
            folderOf.put(text(pom, "artifactId"), folder);
            poms.put(folder, pom);
        }
        List<Arrow> arrows = new ArrayList<>();
        poms.forEach((folder, pom) -> arrows.addAll(arrows(folder, pom, folderOf)));
        return new ModuleGraph(folders, arrows);
    }

    /** A module's height: 0 when it needs no other, else one more than the highest that it needs. */
    Map<String, Integer> heights() {
        Map<String, Integer> heights = new HashMap<>();
        modules.forEach(module -> height(module, heights, new LinkedHashSet<>()));
        return heights;
    }

    /**
     * The arrows without those that others imply. An arrow is implied when a longer way leads from its beginning to its end; for
     * an arrow of compilation every step of that way must be one of compilation.
     */
    List<Arrow> needed() {
        return arrows.stream().filter(arrow -> arrows.stream()
                .filter(first -> first.from().equals(arrow.from()) && !first.to().equals(arrow.to()))
                .filter(first -> arrow.onlyWhenRunning() || !first.onlyWhenRunning())
                .noneMatch(first -> reached(first.to(), step -> arrow.onlyWhenRunning() || !step.onlyWhenRunning()).contains(arrow.to())))
                .toList();
    }

    /** What a program carries that starts in the module, itself included. */
    Set<String> carriedBy(String module) {
        return reached(module, _ -> true);
    }

    private Set<String> reached(String module, Predicate<Arrow> steps) {
        Set<String> reached = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(module));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (reached.add(next)) {
                arrows.stream().filter(arrow -> arrow.from().equals(next)).filter(steps).map(Arrow::to).forEach(open::add);
            }
        }
        return reached;
    }

    private int height(String module, Map<String, Integer> known, Set<String> above) {
        if (!above.add(module)) {
            throw new IllegalStateException("the modules need each other in a circle: " + above);
        }
        if (!known.containsKey(module)) {
            int height = arrows.stream().filter(arrow -> arrow.from().equals(module))
                    .mapToInt(arrow -> 1 + height(arrow.to(), known, above)).max().orElse(0);
            known.put(module, height);
        }
        above.remove(module);
        return known.get(module);
    }

    /** An artifact that is needed as a jar and as a jar of fixtures is needed once. */
    private static List<Arrow> arrows(String folder, Element pom, Map<String, String> folderOf) {
        Map<String, Arrow> arrows = new LinkedHashMap<>();
        children(pom, "dependencies").stream().flatMap(all -> children(all, "dependency").stream())
                .filter(each -> folderOf.containsKey(text(each, "artifactId")))
                .filter(each -> Set.of("", "compile", "runtime").contains(text(each, "scope")))
                .map(each -> new Arrow(folder, folderOf.get(text(each, "artifactId")), text(each, "scope").equals("runtime")))
                .sorted(Comparator.comparing(Arrow::onlyWhenRunning))
                .forEach(arrow -> arrows.putIfAbsent(arrow.to(), arrow));
        return List.copyOf(arrows.values());
    }

    private static Element pom(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(in);
            return document.getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream().map(child -> child.getTextContent().strip()).findFirst().orElse("");
    }
}
