-- What a request leaves behind besides its queries, for clients that ask in OpenAI's manner: which queries belong together, when the
-- same was last asked, what was asked in which words, and the names of files.

-- Several queries of one request form a group, which is named by the first of them. Whoever asks the same again finds it.
alter table submissions
    add column group_id      text,
    add column choice        integer     not null default 0,
    add column asked_at      timestamptz,
    add column on_disconnect text        not null default 'continue',
    add constraint submissions_on_disconnect_ck check (on_disconnect in ('continue', 'cancel'));
create index submissions_asked_again_ix on submissions (tenant, route, request_hash, asked_at desc) where asked_at is not null;
create index submissions_of_group_ix on submissions (group_id, choice) where group_id is not null;

-- The question as it was asked, without what was said before; the body with hashes in place of images.
create table client_requests (
    query_id  text    not null,
    tenant    text    not null,
    model     text    not null,
    question  text    not null,
    body      jsonb   not null,
    previous  text,
    user_hash text,
    hidden_at timestamptz,
    constraint client_requests_pk primary key (query_id),
    constraint client_requests_query_fk foreign key (query_id) references queries (id),
    constraint client_requests_tenant_fk foreign key (tenant) references tenants (name)
);

-- A file's id is a name for the hash of its content within the tenant: the same content has the same id.
create table files (
    id         text        not null,
    tenant     text        not null,
    hash       text        not null,
    name       text        not null,
    purpose    text        not null,
    media_type text        not null,
    bytes      bigint      not null,
    created_at timestamptz not null,
    deleted_at timestamptz,
    constraint files_pk primary key (tenant, id),
    constraint files_tenant_fk foreign key (tenant) references tenants (name),
    constraint files_artifact_fk foreign key (hash) references artifacts (hash),
    constraint files_purpose_ck check (purpose in ('vision', 'user_data', 'evals'))
);
create index files_newest_ix on files (tenant, created_at desc, id desc) where deleted_at is null;
