-- Every change that came over HTTP, and whom the service did not let in: who, from where, what, and how it ended.
create table audit_log (
    number     bigint      not null generated always as identity,
    at         timestamptz not null default now(),
    tenant     text        not null,
    api_key    text        not null,
    key_name   text        not null,
    role       text        not null,
    address    text        not null,
    action     text        not null,
    target     text        not null,
    request_id text        not null,
    status     integer     not null,
    code       text        not null,
    constraint audit_log_pk primary key (number)
);
create index audit_log_of_tenant_ix on audit_log (tenant, number desc);

create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_change_of_history();
