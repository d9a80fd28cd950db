package dev.maestro.skills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.skills.prompts.PlanCheck;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SeededRegistryTest {
    @Test
    void every_enabled_skill_of_a_fresh_registry_has_a_plan_that_can_run_or_leaves_that_have() throws Exception {
        try (Database database = TestDatabase.fresh()) {
            RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            RegistrySnapshot snapshot = store.at(store.newest());
            assertThat(PlanCheck.check(snapshot)).isEmpty();
            assertThat(snapshot.skills()).filteredOn(Skill::enabled).hasSizeGreaterThan(20)
                    .allSatisfy(s -> assertThat(s.plan().isPresent() || snapshot.leaves(s.name()).stream().anyMatch(Skill::enabled))
                            .as(s.name()).isTrue());
            assertThat(snapshot.skills()).filteredOn(s -> s.plan().isPresent()).extracting(Skill::name).containsAll(Seeds.plans().keySet());
        }
    }

    @Test
    void a_plan_with_a_mistake_is_found_with_its_row() throws Exception {
        try (Database database = TestDatabase.fresh();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update skills set plan = jsonb_set(plan, '{steps,0,prompt}', '\"zoom.tusk\"') where name = 'Perception_Problem_Solver'");
            statement.execute("update skills set plan = '{\"steps\": 7}' where name = 'Chart_Problem_Solver'");
            RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            assertThat(PlanCheck.check(store.at(store.newest())))
                    .anySatisfy(p -> assertThat(p.toString()).contains("Perception_Problem_Solver").contains("zoom.tusk")
                            .contains("nearest: \"zoom.task\""))
                    .anySatisfy(p -> assertThat(p.toString()).contains("Chart_Problem_Solver").contains("PLAN_UNREADABLE"));
        }
    }
}
