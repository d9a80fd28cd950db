-- Training: runs, the steps they took, every trajectory they learned from, the checkpoints they wrote, and which
-- of those was promoted to serve. Append-only like the history: a step is recorded once, with all of its groups.

create table training_runs (
    name       text        not null,
    settings   json        not null,
    created_at timestamptz not null,
    constraint training_runs_pk primary key (name),
    constraint training_runs_name_is_short_and_plain_ck check (name ~ '^[A-Za-z0-9_-]{1,40}$')
);
create index training_runs_newest_ix on training_runs (created_at desc, name);

create table training_events (
    number      bigint      not null generated always as identity,
    run         text        not null,
    kind        text        not null,
    detail      text        not null,
    happened_at timestamptz not null,
    constraint training_events_pk primary key (number),
    constraint training_events_kind_ck check (kind in ('started', 'paused', 'resumed', 'stopped', 'collapsed', 'finished', 'failed')),
    constraint training_events_run_fk foreign key (run) references training_runs (name)
);
create index training_events_in_order_ix on training_events (run, number);

create table training_steps (
    run         text        not null,
    step        bigint      not null,
    stage       text        not null,
    metrics     json        not null,
    recorded_at timestamptz not null,
    constraint training_steps_pk primary key (run, step),
    constraint training_steps_count_from_one_ck check (step >= 1),
    constraint training_steps_run_fk foreign key (run) references training_runs (name)
);

create table training_groups (
    run          text    not null,
    step         bigint  not null,
    number       integer not null,
    task         text    not null,
    trajectories json    not null,
    constraint training_groups_one_per_place_pk primary key (run, step, number),
    constraint training_groups_step_fk foreign key (run, step) references training_steps (run, step)
);

create table training_checkpoints (
    run         text        not null,
    step        bigint      not null,
    digest      text        not null,
    folder      text        not null,
    bytes       bigint      not null,
    recorded_at timestamptz not null,
    constraint training_checkpoints_pk primary key (run, step),
    constraint training_checkpoints_digest_ck check (digest ~ '^[0-9a-f]{64}$'),
    constraint training_checkpoints_run_fk foreign key (run) references training_runs (name)
);

create table policy_promotions (
    number      bigint      not null generated always as identity,
    rolled_back boolean     not null,
    folder      text        not null,
    digest      text        not null,
    evidence    json,
    anyway      boolean     not null,
    promoted_by text        not null,
    happened_at timestamptz not null,
    constraint policy_promotions_pk primary key (number),
    constraint policy_promotions_need_evidence_ck check (anyway or rolled_back or evidence is not null)
);

do $$
declare
    audited text;
begin
    foreach audited in array array['training_runs', 'training_events', 'training_steps', 'training_groups', 'training_checkpoints', 'policy_promotions']
    loop
        execute format(
            'create trigger %I before update or delete or truncate on %I for each statement execute function refuse_change_of_history()',
            audited || '_append_only', audited);
    end loop;
end $$;
