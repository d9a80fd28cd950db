package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is made in a transaction that is rolled back, on top of the sound seeds. */
@Tag("database")
class RegistryChecksTest {
    private static Database database;
    private static Sql sql;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static List<Problem> after(String... statements) {
        return sql.with(connection -> {
            connection.setAutoCommit(false);
            try {
                for (String statement : statements) {
                    Sql.run(connection, statement);
                }
                return RegistryChecks.structural().check(RevisionTables.load(connection, RevisionTables.newest(connection)));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            insert into skill_aliases (alias, skill) values ('chart_problem_solver', 'ocr_problem_solver')                | skill_aliases | default/chart_problem_solver | ambiguous
            insert into skill_aliases (alias, skill) values ('zebra', 'Chart_Problem_Solvr')                              | skill_aliases | default/zebra                | nearest: "Chart_Problem_Solver"
            insert into expert_aliases (alias, expert) values ('chart-r1', 'GLM-4.6V-Flash') on conflict (profile, alias) do update set expert = excluded.expert, match = 'exact' | expert_aliases | default/chart-r1 | ambiguous
            insert into name_rules (priority, all_of, skill) values (9999, '{zebra}', 'nothing')                          | name_rules    | default/9999                 | does not exist
            update skills set plan = null where name = 'Perception_Problem_Solver'                                        | skills        | Perception_Problem_Solver    | neither a plan nor an enabled leaf
            update skills set plan = null where name = 'OCRBench_Scene_Text_QA_Skill'                                     | skills        | OCRBench_Scene_Text_QA_Skill | has no plan
            update skills set plan = '{"steps":[]}' where name = 'Perception_Problem_Solver'                              | skills        | Perception_Problem_Solver    | without steps
            update skills set default_route = false where name = 'OCRBench_Scene_Text_QA_Skill'                           | skills        | ocr_problem_solver           | exactly one
            update skills set enabled = false where name = 'OCRBench_Scene_Text_QA_Skill'                                 | skills        | ocr_problem_solver           | exactly one
            update skills set plan = '{"steps":[{"id":"a","prompt":"no.such.prompt"}]}' where name = 'Perception_Problem_Solver' | skills | Perception_Problem_Solver    | no.such.prompt
            update skills set plan = '{"steps":[{"id":"a","prompt":"no.such.{a}.prompt"}]}' where name = 'Perception_Problem_Solver' | skills | Perception_Problem_Solver | no.such.{a}
            update skills set plan = '{"steps":[{"id":"a","capability":"smell"}]}' where name = 'Perception_Problem_Solver' | skills      | Perception_Problem_Solver    | capability "smell"
            update skills set plan = '{"steps":[{"id":"a"}]}' where name = 'ocr_problem_solver'                           | skills        | ocr_problem_solver           | both a plan and leaves
            update experts set enabled = false                                                                            | skills        | Chart_Problem_Solver         | no enabled expert may do it
            insert into routing_terms (router, leaf, term) values ('ocr_problem_solver', 'Grid_Structure_Parsing_Skill', 'zebra') | routing_terms | default/ocr_problem_solver/Grid_Structure_Parsing_Skill/zebra/ | not a leaf of router
            insert into routing_examples (router, leaf, example) values ('ocr_problem_solver', 'Grid_Structure_Parsing_Skill', 'Is it a zebra?') | routing_examples | default/ocr_problem_solver/Is it a zebra? | not a leaf of router
            insert into routing_terms (router, leaf, term) values ('policy', 'Grid_Structure_Parsing_Skill', 'zebra')     | routing_terms | default/policy/Grid_Structure_Parsing_Skill/zebra/ | is a leaf
            insert into routing_terms (router, leaf, term, weight, bonus_group) values ('ocr_problem_solver', 'OCRBench_Scene_Text_QA_Skill', 'zebra', 2, 'z'), ('ocr_problem_solver', 'OCRBench_Scene_Text_QA_Skill', 'zebu', 3, 'z') | routing_terms | default/ocr_problem_solver/OCRBench_Scene_Text_QA_Skill/zebu/z | same
            insert into image_bonuses (router, leaf, min_images, weight) values ('ocr_problem_solver', 'Grid_Structure_Parsing_Skill', 2, 1) | image_bonuses | default/ocr_problem_solver/Grid_Structure_Parsing_Skill/2 | not a leaf
            insert into expert_skills (expert, skill) values ('GLM-OCR', 'ocr_problem_solver')                            | expert_skills | GLM-OCR/ocr_problem_solver   | is a service
            insert into probes (name, target, question, accepted) values ('p', 'Chart-R2', 'x', '{y}')                    | probes        | p                            | neither an expert nor a skill
            insert into experts (name, endpoint, model, description) values ('CHART-R1', 'http://x/v1', 'm', 'd')         | experts       | Chart-R1                     | upper and lower case
            """)
    void a_mistake_is_named_with_row_and_reason(String statement, String table, String row, String reason) {
        assertThat(after(statement)).anySatisfy(problem -> {
            assertThat(problem.table()).isEqualTo(table);
            assertThat(problem.row()).isIn(row, row.toUpperCase(java.util.Locale.ROOT));
            assertThat(problem.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update skills set enabled = false where name = 'Perception_Problem_Solver'
            update experts set enabled = false where name = 'Chart-R1'
            insert into skill_aliases (profile, alias, skill) values ('reference', 'zebra', 'a skill that cannot be built')
            insert into name_rules (profile, priority, all_of, skill) values ('reference', 9999, '{zebra}', 'ocr')
            update skills set plan = '{"steps":[{"id":"a","capability":"smell","optional":true}]}' where name = 'Perception_Problem_Solver'
            delete from experts where kind = 'embedded'
            """)
    void a_sound_change_passes(String statement) {
        assertThat(after(statement)).isEmpty();
    }

    @Test
    void a_placeholder_in_a_prompt_name_is_satisfied_by_any_prompt_of_that_form() {
        String plan = "update skills set plan = '{\"steps\":[{\"id\":\"t\"},{\"id\":\"a\",\"prompt\":\"zoo.{t}.rules\"}]}' where name = 'Perception_Problem_Solver'";
        assertThat(after(plan)).isNotEmpty();
        assertThat(after(plan, "insert into prompts (name, template) values ('zoo.bar.rules', 'x')")).isEmpty();
    }
}
