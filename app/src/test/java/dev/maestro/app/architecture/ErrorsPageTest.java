package dev.maestro.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/errors.md} is what the enums of codes say, and codes come from nowhere else: none is written into a message by
 * hand, none is read out of one. Run with {@code -Dmaestro.write.docs=true} to have the page written.
 */
class ErrorsPageTest {
    private static final String WRITE = "maestro.write.docs";
    private static final Path ROOT = ProjectFiles.root();
    private static final Path PAGE = ROOT.resolve("docs/errors.md");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");
    private static final Pattern BY_HAND = Pattern.compile("\"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*: ");
    private static final Pattern READ_OUT = Pattern.compile("\"[^\"\\n]*\\[A-Z[^]\\n]*][*+]\\)?: ");
    private static final Pattern NEXT_SENTENCE = Pattern.compile("\\. (?=[A-Z])");

    private static List<Codes> all;

    /** One enum of codes. */
    private record Codes(String module, String name, List<ErrorCode> codes) {}

    @BeforeAll
    static void find() throws IOException {
        ImportOption noTestJars = location -> !location.contains("-tests.jar");
        List<String> modules = modules();
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(noTestJars)
                .importPackages("dev.maestro").stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
                .map(ErrorsPageTest::codes)
                .sorted(Comparator.comparingInt((Codes codes) -> modules.indexOf(codes.module())).thenComparing(Codes::name))
                .toList();
        assertThat(all).as("the enums of all modules are found").hasSizeGreaterThan(30);
    }

    @Test
    void the_page_lists_every_code_as_the_program_has_it() throws IOException {
        String page = page();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("docs/errors.md; written anew by: mvn -pl app -am test -Dtest=ErrorsPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true").exists().hasContent(page);
    }

    @Test
    void no_code_means_two_things() {
        Map<String, String> meanings = new TreeMap<>();
        each(code -> assertThat(meanings.putIfAbsent(code.name(), code.meaning())).as(code.name()).isIn(null, code.meaning()));
    }

    @Test
    void every_code_says_in_one_or_two_sentences_what_it_means() {
        each(code -> {
            assertThat(code.name()).matches("[A-Z][A-Z0-9]+(_[A-Z0-9]+)*");
            assertThat(code.meaning()).as(code.name()).matches("[A-Z][^|\\n]{30,}\\.").doesNotContain("..", "  ");
            assertThat(NEXT_SENTENCE.split(code.meaning())).as(code.name()).hasSizeBetween(1, 2);
        });
    }

    @Test
    void no_code_is_written_into_a_message_by_hand() {
        assertThat(found(BY_HAND)).as("throw a MaestroException with a constant of an enum instead").isEmpty();
    }

    @Test
    void nobody_reads_a_code_out_of_a_message() {
        assertThat(found(READ_OUT)).as("ask the exception for its code() and reason()").isEmpty();
    }

    private static void each(Consumer<ErrorCode> check) {
        all.forEach(codes -> codes.codes().forEach(check));
    }

    private static Codes codes(JavaClass type) {
        return new Codes(module(type), type.getSimpleName(), List.of((ErrorCode[]) type.reflect().getEnumConstants()));
    }

    /** The folder that has the source of the class. */
    private static String module(JavaClass type) {
        Path source = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        try {
            return modules().stream().filter(module -> Files.exists(ROOT.resolve(module).resolve(source))).findFirst()
                    .orElseThrow(() -> new AssertionError("no module has " + source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> modules() throws IOException {
        return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results().map(found -> found.group(1)).toList();
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Codes of refusals and failures

                This page is written from the code (`ErrorsPageTest` in module `app`); change the enums, not the page. A message reads
                `CODE: what was refused, the value, the limit or rule, the fix`. The codes are stable: none changes its meaning. With
                `--json` the code stands in `reason`, in lines of `check` in `error_code`, in lines of `policy generate` in `error.code`.
                """);
        for (Codes codes : all) {
            page.append("\n## ").append(codes.module()).append(": ").append(codes.name())
                    .append("\n\n| code | meaning | where |\n|---|---|---|\n");
            codes.codes().forEach(code -> page.append("| `").append(code.name()).append("` | ").append(code.meaning()).append(" | `")
                    .append(codes.module()).append("` |\n"));
        }
        return page.toString();
    }

    /** {@code file:line: what was found} in every main source, comments left out. */
    private static List<String> found(Pattern pattern) {
        List<String> places = new ArrayList<>();
        int sourceFiles = 0;
        try {
            for (String module : modules()) {
                Path sources = ROOT.resolve(module).resolve("src/main/java");
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
                        sourceFiles++;
                        List<String> lines = Files.readAllLines(file);
                        for (int i = 0; i < lines.size(); i++) {
                            Matcher matcher = pattern.matcher(lines.get(i));
                            if (!lines.get(i).strip().matches("(\\*|//|/\\*).*") && matcher.find()) {
                                places.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + matcher.group());
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(sourceFiles).as("the sources are found").isGreaterThan(500);
        return places;
    }
}
