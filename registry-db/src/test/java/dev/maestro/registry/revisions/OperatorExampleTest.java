package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class OperatorExampleTest {
    @Test
    void the_example_of_the_readme_works(@TempDir Path folder) throws IOException {
        Matcher example = Pattern.compile("```sql\n(-- V0001.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        Files.writeString(folder.resolve("V0001__add_seals.sql"), example.group(1));
        try (Database database = TestDatabase.fresh()) {
            Migrations.Result result = Migrations.migrate(database.dataSource(), Optional.of(folder), RegistryChecks.structural());
            assertThat(result.problems()).isEmpty();
            assertThat(result.current()).isEqualTo(result.newest());
            RegistrySnapshot registry = new RegistryStore(database.dataSource(), RegistryChecks.structural()).at(result.current());
            assertThat(registry.expertsFor("Seal_Text_Skill")).extracting(Expert::name).startsWith("Seal-Reader-2B")
                    .doesNotContain("Step3-VL-10B");
            assertThat(registry.leaves("ocr_problem_solver")).extracting(Skill::name).contains("Seal_Text_Skill");
        }
    }
}
