package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The operator's files as they lie in a folder and those under it: which are migrations, which are passed over, and
 * which have a name or a text that cannot be run.
 *
 * @param folder     may not exist: then it holds nothing
 * @param migrations paths of the files that end in {@code .sql}, in any case of its letters
 * @param others     names of the files that do not, without hidden ones
 */
record OperatorFolder(Path folder, List<Path> migrations, List<String> others) {
    /** As Flyway reads names; {@code V1.2__x.sql} and {@code V1_2__x.sql} are numbers too. */
    private static final Pattern NAME = Pattern.compile("V(\\d+(?:[._]\\d+)*)__.+\\.(?i:sql)");

    OperatorFolder {
        migrations = List.copyOf(migrations);
        others = List.copyOf(others);
    }

    /** @throws MaestroException {@code MIGRATIONS_FOLDER_UNREADABLE} */
    static OperatorFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new OperatorFolder(folder, List.of(), List.of());
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            return new OperatorFolder(folder, files.stream().filter(OperatorFolder::isSql).toList(),
                    files.stream().filter(file -> !isSql(file)).map(OperatorFolder::name).filter(name -> !name.startsWith(".")).toList());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new MaestroException(RevisionErrors.MIGRATIONS_FOLDER_UNREADABLE, "cannot read " + folder + ": " + e.getMessage() + ".",
                    e);
        }
    }

    static boolean isSql(Path file) {
        return name(file).toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The endings that occur, e.g. {@code .sql} and {@code .SQL}; at least one. */
    String[] suffixes() {
        return Stream.concat(Stream.of(".sql"), migrations.stream().map(file -> name(file).substring(name(file).length() - 4))).distinct()
                .toArray(String[]::new);
    }

    /** @throws MigrationRefusedException when a name is no migration's, two files have one number, or one is not written in UTF-8 */
    void requireFiles() {
        Map<String, String> numbers = new HashMap<>();
        for (Path file : migrations) {
            text(file);
            Matcher form = NAME.matcher(name(file));
            if (!form.matches()) {
                throw new MigrationRefusedException(name(file),
                        "it was not run, because its name is not of the form V<number>__<what_it_does>.sql, with a capital V and two underscores."
                                + " Rename it, or move it out of the folder.",
                        null);
            }
            String number = Stream.of(form.group(1).split("[._]")).map(part -> new BigInteger(part).toString())
                    .reduce((a, b) -> a + "." + b).orElseThrow();
            if (number.replaceAll("[.0]", "").isEmpty()) {
                throw new MigrationRefusedException(name(file),
                        "it was not run, because 0 is the number of the database before your first file. Number the files from V0001 on.",
                        null);
            }
            String other = numbers.putIfAbsent(number.replaceFirst("(\\.0)+$", ""), name(file));
            if (other != null) {
                throw new MigrationRefusedException(name(file),
                        "it has the number of " + other + ". Give one of them the next free number.", null);
            }
        }
    }

    /** @throws MigrationRefusedException when a file that has not run yet holds what is no text, or what cannot run in one transaction */
    void requireTexts(List<String> pending) {
        migrations.stream().filter(file -> pending.contains(name(file))).forEach(OperatorFolder::requireText);
    }

    /** @throws MigrationRefusedException as {@link #requireTexts} */
    static void requireText(Path file) {
        String text = text(file);
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new MigrationRefusedException(name(file),
                    "line " + (1 + text.substring(0, nul).chars().filter(c -> c == '\n').count())
                            + ": there is a NUL character, which PostgreSQL's texts cannot hold. Remove it.",
                    null);
        }
        Optional<String> objection = OneTransaction.objection(text);
        if (objection.isPresent()) {
            throw new MigrationRefusedException(name(file), objection.get(), null);
        }
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (CharacterCodingException e) {
            throw new MigrationRefusedException(name(file), "it is not written in UTF-8. Save it so, and run it again.", e);
        } catch (IOException e) {
            throw new MigrationRefusedException(name(file), "it cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
