-- The registry: experts, the two levels of skills, and everything the rules, the prompts and the
-- names need. Every committed change to one of these tables becomes a revision (V0002).

create table experts (
    name                          text    not null,
    role                          text    not null default 'expert',
    kind                          text    not null default 'openai',
    endpoint                      text,
    model                         text,
    implementation                text,
    credential                    text,
    capabilities                  text[]  not null default '{answer}',
    description                   text    not null,
    max_images                    integer not null default 8,
    max_pixels                    bigint  not null default 16000000,
    max_concurrency               integer not null default 4,
    max_output_tokens             integer not null default 4096,
    connect_timeout_ms            integer not null default 2000,
    first_byte_timeout_ms         integer not null default 120000,
    total_timeout_ms              integer not null default 300000,
    expected_latency_ms           integer not null default 5000,
    input_micros_per_mtok         bigint  not null default 0,
    output_micros_per_mtok        bigint  not null default 0,
    micros_per_call               bigint  not null default 0,
    temperature                   double precision not null default 0,
    preference                    integer not null default 100,
    in_prompt                     boolean not null default true,
    requires_approval             boolean not null default false,
    enabled                       boolean not null default true,
    constraint experts_pk primary key (name),
    constraint experts_name_is_one_word_ck check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    constraint experts_role_ck check (role in ('expert', 'service')),
    constraint experts_kind_ck check (kind in ('openai', 'embedded')),
    constraint experts_openai_has_endpoint_and_model_ck check (kind <> 'openai' or (endpoint ~ '^https?://' and model is not null)),
    constraint experts_embedded_has_implementation_ck check (kind <> 'embedded' or implementation is not null),
    constraint experts_credential_is_a_reference_ck check (credential is null or credential ~ '^(env|file):.+'),
    constraint experts_limits_are_positive_ck check (
        max_images > 0 and max_pixels > 0 and max_concurrency > 0 and max_output_tokens > 0
        and connect_timeout_ms > 0 and first_byte_timeout_ms > 0 and total_timeout_ms > 0 and expected_latency_ms >= 0),
    constraint experts_prices_are_not_negative_ck check (
        input_micros_per_mtok >= 0 and output_micros_per_mtok >= 0 and micros_per_call >= 0),
    constraint experts_temperature_ck check (temperature between 0 and 2)
);

-- A skill need not be in every profile: the reference system knows some names without having built what they
-- stand for. In a profile that does not have a skill, calling it fails as a skill that cannot be built.
create table skills (
    name              text    not null,
    level             integer not null,
    parent            text,
    route             text,
    route_priority    integer not null default 100,
    default_route     boolean not null default false,
    addressable       boolean not null default true,
    description       text    not null,
    example           text    not null default '',
    in_prompt         boolean not null default true,
    min_images        integer not null default 1,
    profiles          text[]  not null default '{default,reference}',
    plan              jsonb,
    requires_approval boolean not null default false,
    enabled           boolean not null default true,
    constraint skills_pk primary key (name),
    constraint skills_name_is_one_word_ck check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    constraint skills_level_ck check (level in (1, 2)),
    constraint skills_parent_fk foreign key (parent) references skills (name) deferrable initially deferred,
    constraint skills_level_two_has_parent_and_route_ck check (
        (level = 1 and parent is null and route is null) or (level = 2 and parent is not null and route is not null)),
    constraint skills_one_route_per_parent_uq unique (parent, route),
    constraint skills_min_images_ck check (min_images >= 0),
    constraint skills_profiles_ck check (profiles <@ array['default', 'reference'] and cardinality(profiles) > 0)
);
create unique index skills_one_default_route_per_parent_uq on skills (parent) where default_route;

create table expert_aliases (
    profile  text    not null default 'default',
    alias    text    not null,
    match    text    not null default 'exact',
    priority integer not null default 100,
    expert   text    not null,
    constraint expert_aliases_pk primary key (profile, alias),
    constraint expert_aliases_profile_ck check (profile in ('default', 'reference')),
    constraint expert_aliases_match_ck check (match in ('exact', 'contains')),
    constraint expert_aliases_lower_case_ck check (alias = lower(alias) and alias <> ''),
    constraint expert_aliases_expert_fk foreign key (expert) references experts (name) on delete cascade deferrable initially deferred
);

-- A skill alias or name rule of the reference profile may name a skill that cannot be built, so there is no foreign key.
create table skill_aliases (
    profile text not null default 'default',
    alias   text not null,
    skill   text not null,
    constraint skill_aliases_pk primary key (profile, alias),
    constraint skill_aliases_profile_ck check (profile in ('default', 'reference')),
    constraint skill_aliases_lower_case_ck check (alias = lower(alias) and alias <> '')
);

create table name_rules (
    profile  text    not null default 'default',
    priority integer not null,
    all_of   text[]  not null default '{}',
    any_of   text[]  not null default '{}',
    none_of  text[]  not null default '{}',
    skill    text    not null,
    constraint name_rules_pk primary key (profile, priority),
    constraint name_rules_profile_ck check (profile in ('default', 'reference')),
    constraint name_rules_have_a_word_ck check (cardinality(all_of) + cardinality(any_of) > 0)
);

create table routing_terms (
    profile     text    not null default 'default',
    router      text    not null,
    leaf        text    not null,
    term        text    not null,
    match       text    not null default 'word',
    weight      integer not null default 1,
    bonus_group text    not null default '',
    constraint routing_terms_pk primary key (profile, router, leaf, term, bonus_group),
    constraint routing_terms_profile_ck check (profile in ('default', 'reference')),
    constraint routing_terms_match_ck check (match in ('substring', 'word', 'prefix')),
    constraint routing_terms_lower_case_ck check (term = lower(term) and term <> ''),
    constraint routing_terms_leaf_fk foreign key (leaf) references skills (name) on delete cascade deferrable initially deferred
);

create table image_bonuses (
    profile    text    not null default 'default',
    router     text    not null,
    leaf       text    not null,
    min_images integer not null,
    weight     integer not null,
    constraint image_bonuses_pk primary key (profile, router, leaf, min_images),
    constraint image_bonuses_profile_ck check (profile in ('default', 'reference')),
    constraint image_bonuses_leaf_fk foreign key (leaf) references skills (name) on delete cascade deferrable initially deferred
);

-- Questions that belong to a leaf. Where the terms leave it open, a question goes to the leaf whose examples
-- mean the most alike; a new leaf joins with a few rows of its own. An example belongs to one leaf, hence the key.
create table routing_examples (
    profile text not null default 'default',
    router  text not null,
    leaf    text not null,
    example text not null,
    constraint routing_examples_pk primary key (profile, router, example),
    constraint routing_examples_profile_ck check (profile in ('default', 'reference')),
    constraint routing_examples_length_ck check (example ~ '\S' and length(example) <= 300),
    constraint routing_examples_leaf_fk foreign key (leaf) references skills (name) on delete cascade deferrable initially deferred
);

create table prompts (
    profile  text not null default 'default',
    name     text not null,
    template text not null,
    constraint prompts_pk primary key (profile, name),
    constraint prompts_profile_ck check (profile in ('default', 'reference')),
    constraint prompts_not_empty_ck check (template <> '')
);

create table rule_sources (
    name    text    not null,
    stage   text    not null,
    drl     text    not null,
    enabled boolean not null default true,
    constraint rule_sources_pk primary key (name),
    constraint rule_sources_stage_ck check (stage in ('admit', 'dispatch', 'limits'))
);

create table expert_skills (
    expert     text    not null,
    skill      text    not null,
    allowed    boolean not null default true,
    preference integer not null default 100,
    constraint expert_skills_pk primary key (expert, skill),
    constraint expert_skills_expert_fk foreign key (expert) references experts (name) on delete cascade deferrable initially deferred,
    constraint expert_skills_skill_fk foreign key (skill) references skills (name) on delete cascade deferrable initially deferred
);

create table probes (
    name     text   not null,
    target   text   not null,
    question text   not null,
    picture  text   not null default '',
    accepted text[] not null,
    constraint probes_pk primary key (name),
    constraint probes_have_an_answer_ck check (cardinality(accepted) > 0)
);
