package dev.maestro.app.admission;

import dev.maestro.registry.revisions.RegistryDiff;
import java.util.List;
import java.util.Optional;

/**
 * What an admission found and did.
 *
 * @param what       the file or the name
 * @param before     the revision that served
 * @param revision   the revision that serves because of it; empty when nothing was changed
 * @param dryRun     whether activation was left out on request
 * @param passed     whether every check passed
 * @param difference what it changes, row by row
 * @param findings   every check, in order
 * @param measures   what the probes measured
 * @param notes      what a person should know besides
 */
public record AdmissionReport(
        String what, long before, Optional<Long> revision, boolean dryRun, boolean passed, RegistryDiff difference,
        List<Finding> findings, List<Measure> measures, List<String> notes) {
    public AdmissionReport {
        findings = List.copyOf(findings);
        measures = List.copyOf(measures);
        notes = List.copyOf(notes);
    }

    /**
     * @param subject expert, skill or probe
     * @param check   {@code row}, {@code health}, {@code contract}, {@code probes} or {@code revision}
     * @param message what was found; of a failed one also the fix
     */
    public record Finding(String subject, String check, boolean passed, String message) {}

    /**
     * @param target        skill whose plan ran, or the expert itself for plain questions
     * @param p50Ms         median time to an answer, of those that came
     * @param p95Ms         time within which 95 of 100 came
     * @param microsPerCall mean price of one probe
     */
    public record Measure(String expert, String target, int asked, int right, long p50Ms, long p95Ms, long microsPerCall) {}
}
