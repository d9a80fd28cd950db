-- Names that a tenant gives to models, for clients whose model cannot be chosen. The limits are as requests write them.
create table model_aliases (
    tenant     text        not null,
    name       text        not null,
    model      text        not null,
    limits     jsonb       not null default '{}',
    created_at timestamptz not null default now(),
    constraint model_aliases_pk primary key (tenant, name),
    constraint model_aliases_tenant_fk foreign key (tenant) references tenants (name),
    constraint model_aliases_name_ck check (name ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$')
);
