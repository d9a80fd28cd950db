-- Evaluations: a data set asked under one set of conditions, every sample a query of its own. Append-only
-- like the history: a sample is taken in once, its result is recorded once.

create table evaluations (
    name              text        not null,
    data              text        not null,
    data_hash         text        not null,
    profile           text        not null,
    policy            text        not null,
    registry_revision bigint      not null,
    experts           text[]      not null,
    attempts          integer     not null,
    temperature       double precision not null,
    seed              bigint      not null,
    scorer            text        not null,
    max_turns         integer     not null,
    max_tokens        bigint      not null,
    max_micros        bigint      not null,
    max_wall_ms       bigint      not null,
    most_samples      bigint      not null,
    concurrency       integer     not null,
    replay_of         text,
    replay_live       boolean     not null,
    created_at        timestamptz not null,
    constraint evaluations_pk primary key (name),
    constraint evaluations_name_is_short_and_plain_ck check (name ~ '^[A-Za-z0-9_-]{1,40}$'),
    constraint evaluations_attempts_ck check (attempts between 1 and 64),
    constraint evaluations_concurrency_ck check (concurrency between 1 and 500),
    constraint evaluations_replay_fk foreign key (replay_of) references evaluations (name)
);
create index evaluations_newest_ix on evaluations (created_at desc, name desc);

-- The reference system's default comparison takes one text as truth and no list, so a sample says which it had.
create table evaluation_samples (
    evaluation   text   not null,
    index        bigint not null,
    sample_id    text   not null,
    data_source  text   not null,
    question     text   not null,
    images       text[] not null,
    ground_truth text[] not null,
    text_truth   boolean not null default false,
    constraint evaluation_samples_one_per_index_uq primary key (evaluation, index),
    constraint evaluation_samples_evaluation_fk foreign key (evaluation) references evaluations (name)
);

create table evaluation_bad_rows (
    evaluation text   not null,
    index      bigint not null,
    place      text   not null,
    reason     text   not null,
    constraint evaluation_bad_rows_one_per_index_uq primary key (evaluation, index),
    constraint evaluation_bad_rows_evaluation_fk foreign key (evaluation) references evaluations (name)
);

-- Stands when everything was taken in.
create table evaluation_intakes (
    evaluation  text        not null,
    samples     bigint      not null,
    bad_rows    bigint      not null,
    finished_at timestamptz not null default now(),
    constraint evaluation_intakes_one_per_evaluation_uq primary key (evaluation),
    constraint evaluation_intakes_evaluation_fk foreign key (evaluation) references evaluations (name)
);

create table evaluation_events (
    number      bigint      not null generated always as identity,
    evaluation  text        not null,
    kind        text        not null,
    detail      text        not null,
    happened_at timestamptz not null,
    constraint evaluation_events_pk primary key (number),
    constraint evaluation_events_kind_ck check (kind in ('started', 'paused', 'resumed', 'cancelled', 'finished', 'failed')),
    constraint evaluation_events_evaluation_fk foreign key (evaluation) references evaluations (name)
);
create index evaluation_events_in_order_ix on evaluation_events (evaluation, number);

create table sample_results (
    evaluation           text        not null,
    index                bigint      not null,
    attempt              integer     not null,
    query_id             text        not null,
    status               text        not null,
    answer               text,
    reason               text        not null,
    message              text        not null,
    reference_score      json,
    strict_score         json,
    is_right             boolean     not null,
    calls                json        not null,
    turns                integer     not null,
    steps                integer     not null,
    policy_input_tokens  bigint      not null,
    policy_output_tokens bigint      not null,
    expert_input_tokens  bigint      not null,
    expert_output_tokens bigint      not null,
    cost_micros          bigint      not null,
    latency_ms           bigint      not null,
    queue_ms             bigint      not null,
    policy_ms            bigint      not null,
    expert_ms            bigint      not null,
    registry_revision    bigint      not null,
    policy_version       text        not null,
    accepted_at          timestamptz not null,
    ended_at             timestamptz not null,
    constraint sample_results_one_per_attempt_uq primary key (evaluation, index, attempt),
    constraint sample_results_sample_fk foreign key (evaluation, index) references evaluation_samples (evaluation, index),
    constraint sample_results_status_ck check (status in ('answered', 'failed', 'cancelled')),
    constraint sample_results_amounts_are_not_negative_ck check (
        policy_input_tokens >= 0 and policy_output_tokens >= 0 and expert_input_tokens >= 0 and expert_output_tokens >= 0
        and cost_micros >= 0 and latency_ms >= 0 and queue_ms >= 0)
);

-- Under what conditions a query is asked, where they differ from those of a plain question.
create table query_conditions (
    query_id          text             not null,
    evaluation        text             not null,
    registry_revision bigint           not null,
    experts           text[]           not null,
    temperature       double precision not null,
    seed              bigint           not null,
    replay_of         text,
    replay_live       boolean          not null,
    constraint query_conditions_one_per_query_uq primary key (query_id),
    constraint query_conditions_evaluation_fk foreign key (evaluation) references evaluations (name)
);

-- Steps of a replay that the replayed query has no reply for.
create table replay_divergences (
    key             text        not null,
    query_id        text        not null,
    turn            integer     not null,
    call            text        not null,
    leaf            text        not null,
    expert          text        not null,
    why             text        not null,
    estimate_tokens bigint      not null,
    estimate_micros bigint      not null,
    asked_live      boolean     not null,
    diverged_at     timestamptz not null,
    constraint replay_divergences_one_per_key_uq primary key (key)
);
create index replay_divergences_of_query_ix on replay_divergences (query_id, turn);

do $$
declare
    audited text;
begin
    foreach audited in array array[
        'evaluations', 'evaluation_samples', 'evaluation_bad_rows', 'evaluation_intakes', 'evaluation_events', 'sample_results',
        'query_conditions', 'replay_divergences']
    loop
        execute format(
            'create trigger %I before update or delete or truncate on %I for each statement execute function refuse_change_of_history()',
            audited || '_append_only', audited);
    end loop;
end $$;
