-- What a worker was doing when its process died. Work at which workers died again and again is quarantined: it fails instead of
-- being tried once more, until somebody retries the query.

create table worker_deaths (
    number   bigint      not null generated always as identity,
    work     text        not null,
    query_id text        not null,
    weight   integer     not null,
    found_at timestamptz not null default clock_timestamp(),
    constraint worker_deaths_pk primary key (number),
    constraint worker_deaths_weight_ck check (weight > 0),
    constraint worker_deaths_query_fk foreign key (query_id) references queries (id)
);
create index worker_deaths_of_query_ix on worker_deaths (query_id);

comment on table worker_deaths is 'what was under way when a worker died, once per death; a retry of the query by hand takes its rows away';
comment on column worker_deaths.work is 'workflow, activity, and a hash of its arguments';
comment on column worker_deaths.weight is '2 for a crash that left a report, 1 for an end that left none and may have been somebody''s kill';

create function forget_worker_deaths() returns trigger language plpgsql as $$
begin
    delete from worker_deaths where query_id = new.query_id;
    return null;
end $$;
create trigger query_retries_forget_deaths after insert on query_retries for each row execute function forget_worker_deaths();
create trigger query_outcomes_answered_forget_deaths after insert on query_outcomes for each row when (new.status = 'answered')
    execute function forget_worker_deaths();
