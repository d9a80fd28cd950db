package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page shows the very files that the end-to-end test runs. */
class OperatorsPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"V0001__add_receipts.sql", "V0002__retire_receipts.sql"})
    void the_page_shows_the_example_as_it_is_run(String name) throws IOException {
        Path docs = ProjectFiles.root().resolve("docs");
        String example = Files.readString(docs.resolve("examples").resolve(name));
        assertThat(example).isNotBlank();
        assertThat(docs.resolve("operators.md")).content().contains("```sql\n" + example + "```\n");
    }
}
