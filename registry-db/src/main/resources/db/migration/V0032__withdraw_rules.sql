-- A rule that passed its rehearsal and failed in service: no revision that holds it serves new queries, until its text changes.

create table registry_withdrawn_rules (
    number    bigint      not null generated always as identity,
    source    text        not null,
    drl_hash  text        not null,
    revision  bigint      not null,
    reason    text        not null,
    failed_at timestamptz not null default clock_timestamp(),
    constraint registry_withdrawn_rules_pk primary key (number),
    constraint registry_withdrawn_rules_revision_fk foreign key (revision) references registry_revisions (id)
);
create index registry_withdrawn_rules_text_ix on registry_withdrawn_rules (source, drl_hash);
create trigger registry_withdrawn_rules_append_only before update or delete or truncate on registry_withdrawn_rules
    for each statement execute function refuse_change_of_revisions();

comment on table registry_withdrawn_rules is 'rule sources that failed while they served, by name and hash of their text';

-- Whether a revision holds a rule source that was withdrawn.
create function holds_withdrawn_rules(of_revision bigint) returns boolean language sql stable as $$
    select exists (
        select 1
        from registry_as_of(of_revision) r
        join registry_withdrawn_rules w on w.source = r.content ->> 'name' and w.drl_hash = md5(r.content ->> 'drl')
        where r.table_name = 'rule_sources' and (r.content ->> 'enabled')::boolean)
$$;

-- Records what failed and lets the newest accepted revision serve that does not hold it. Answers the revision that serves then.
create function withdraw_rules(of_revision bigint, sources text[], with_reason text) returns bigint language plpgsql as $$
declare
    standing bigint;
    sound    bigint;
begin
    insert into registry_withdrawn_rules (source, drl_hash, revision, reason)
    select r.content ->> 'name', md5(r.content ->> 'drl'), of_revision, with_reason
    from registry_as_of(of_revision) r
    where r.table_name = 'rule_sources' and r.content ->> 'name' = any (sources)
      and not exists (
          select 1 from registry_withdrawn_rules w
          where w.source = r.content ->> 'name' and w.drl_hash = md5(r.content ->> 'drl'));
    select revision into standing from registry_current;
    if holds_withdrawn_rules(standing) then
        select max(s.id) into sound
        from registry_revision_states s
        where s.id < standing and s.state = 'accepted' and not holds_withdrawn_rules(s.id);
        if sound is not null then
            perform reject_registry(standing, with_reason, '[]');
            update registry_current set revision = sound;
            perform pg_notify('maestro_registry', sound::text);
            return sound;
        end if;
    end if;
    return standing;
end $$;
