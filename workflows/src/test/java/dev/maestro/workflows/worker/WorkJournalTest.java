package dev.maestro.workflows.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of a process after its death. */
class WorkJournalTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_under_way_when_its_process_ended_is_found_once_and_what_had_ended_is_not() {
        WorkJournal journal = WorkJournal.begin(folder);
        journal.begin("query-a Judge 1").close();
        journal.begin("query-b Judge 2");
        journal.begin("query-c Zürich 3");
        assertThat(WorkJournal.abandoned(folder)).as("of a process that lives").isEmpty();
        journal.close();
        assertThat(WorkJournal.abandoned(folder)).singleElement().satisfies(left -> {
            assertThat(left.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(left.work()).containsExactlyInAnyOrder("query-b Judge 2", "query-c Zürich 3");
        });
        assertThat(WorkJournal.abandoned(folder)).isEmpty();
    }

    @Test
    void a_process_that_ended_with_nothing_under_way_leaves_nothing() {
        WorkJournal journal = WorkJournal.begin(folder);
        journal.begin("query-a Judge 1").close();
        journal.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void more_than_it_has_room_for_is_done_all_the_same() {
        WorkJournal journal = WorkJournal.begin(folder);
        for (int i = 0; i < 1_100; i++) {
            journal.begin("query-" + i + " Judge");
        }
        journal.begin("query-x " + "a".repeat(300)).close();
        journal.close();
        assertThat(WorkJournal.abandoned(folder)).singleElement().satisfies(left -> assertThat(left.work()).hasSize(1_024));
    }

    @Test
    void a_folder_that_is_not_there_holds_nothing() {
        assertThat(WorkJournal.abandoned(folder.resolve("none"))).isEmpty();
    }
}
