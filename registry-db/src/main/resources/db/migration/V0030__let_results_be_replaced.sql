-- A query that failed for want of a server says nothing about its sample: its result is not scored, and it is asked
-- again. What a later run of the query brings stands in the place of what an earlier one brought, and both stay on record.

alter table sample_results
    add column run      integer not null default 0,
    add column unscored boolean not null default false,
    drop constraint sample_results_one_per_attempt_uq,
    add constraint sample_results_one_per_run_uq primary key (evaluation, index, attempt, run),
    add constraint sample_results_run_ck check (run >= 0),
    add constraint sample_results_unscored_has_no_score_ck check (
        not unscored or reference_score is null and strict_score is null and not is_right);

comment on column sample_results.run is 'the run of the query that this is the result of; of several the newest stands';
comment on column sample_results.unscored is 'whether the query failed for want of a server, so that nothing was scored';

create view standing_sample_results as
select r.*
from sample_results r
where not exists (
    select 1
    from sample_results newer
    where newer.evaluation = r.evaluation and newer.index = r.index and newer.attempt = r.attempt and newer.run > r.run);
