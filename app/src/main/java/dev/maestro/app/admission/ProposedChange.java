package dev.maestro.app.admission;

import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.revisions.ChangeRehearsal;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryStore;
import javax.sql.DataSource;

/** A change of the registry that can be looked at before it is made. */
public interface ProposedChange {
    /** Its name in the report. */
    String what();

    /** What the registry would be; changes nothing. */
    ChangeRehearsal rehearse();

    /** Makes it serve, checked once more; the revision that serves then. */
    long activate();

    /** @param check what a revision must pass before it serves */
    static ProposedChange of(AdmissionRequest.Change change, DataSource dataSource, RegistryStore registry, RevisionCheck check) {
        return switch (change) {
            case AdmissionRequest.Change.File(var file, var folder) -> new ProposedChange() {
                @Override
                public String what() {
                    return file.getFileName().toString();
                }

                @Override
                public ChangeRehearsal rehearse() {
                    return Migrations.rehearse(dataSource, folder, file, check);
                }

                @Override
                public long activate() {
                    return Migrations.adopt(dataSource, folder, file, check).current();
                }
            };
            case AdmissionRequest.Change.Name(var name) -> new ProposedChange() {
                @Override
                public String what() {
                    return name;
                }

                @Override
                public ChangeRehearsal rehearse() {
                    return registry.rehearseEnabling(name);
                }

                @Override
                public long activate() {
                    return registry.enable(name, System.getProperty("user.name", "someone"));
                }
            };
        };
    }
}
