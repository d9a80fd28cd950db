-- What a build before 0.1.0 left: the record of the files it ran, and of its tables two, with a row each.

create schema if not exists maestro;

create table maestro.flyway_schema_history (
    installed_rank integer       not null,
    version        varchar(50),
    description    varchar(200)  not null,
    type           varchar(20)   not null,
    script         varchar(1000) not null,
    checksum       integer,
    installed_by   varchar(100)  not null,
    installed_on   timestamp     not null default now(),
    execution_time integer       not null,
    success        boolean       not null,
    constraint flyway_schema_history_pk primary key (installed_rank)
);
insert into maestro.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) values
    (0, null, '<< Flyway Schema Creation >>', 'SCHEMA', '"maestro"', null, 'maestro', 0, true),
    (1, '0001', 'create registry', 'SQL', 'V0001__create_registry.sql', 1149027217, 'maestro', 20, true),
    (2, '0002', 'create registry revisions', 'SQL', 'V0002__create_registry_revisions.sql', 331041280, 'maestro', 20, true),
    (3, '0003', 'create history', 'SQL', 'V0003__create_history.sql', -1004945725, 'maestro', 20, true),
    (4, '0004', 'let a retry change the limits', 'SQL', 'V0004__let_a_retry_change_the_limits.sql', -528370206, 'maestro', 20, true),
    (5, '0010', 'seed experts', 'SQL', 'V0010__seed_experts.sql', -676584565, 'maestro', 20, true),
    (6, '0011', 'seed skills', 'SQL', 'V0011__seed_skills.sql', -1001495537, 'maestro', 20, true),
    (7, '0012', 'seed expert skills', 'SQL', 'V0012__seed_expert_skills.sql', -122005081, 'maestro', 20, true),
    (8, '0020', 'seed names', 'SQL', 'V0020__seed_names.sql', 769605863, 'maestro', 20, true),
    (9, '0021', 'seed routing terms', 'SQL', 'V0021__seed_routing_terms.sql', -337441448, 'maestro', 20, true),
    (10, '0022', 'seed policy terms', 'SQL', 'V0022__seed_policy_terms.sql', -474519312, 'maestro', 20, true),
    (11, '0023', 'open embodied router', 'SQL', 'V0023__open_embodied_router.sql', -438329297, 'maestro', 20, true),
    (12, '0030', 'seed plans', 'SQL', 'V0030__seed_plans.sql', -1566942667, 'maestro', 20, true),
    (13, '0031', 'seed prompts', 'SQL', 'V0031__seed_prompts.sql', -2003069135, 'maestro', 20, true),
    (14, '0040', 'seed policy prompts', 'SQL', 'V0040__seed_policy_prompts.sql', -1156235658, 'maestro', 20, true),
    (15, '0041', 'seed picture terms', 'SQL', 'V0041__seed_picture_terms.sql', 1667998450, 'maestro', 20, true),
    (16, '0050', 'seed code plan', 'SQL', 'V0050__seed_code_plan.sql', -846074641, 'maestro', 20, true),
    (17, '0051', 'seed code prompts', 'SQL', 'V0051__seed_code_prompts.sql', -658321370, 'maestro', 20, true),
    (18, '0052', 'say which profiles have a skill', 'SQL', 'V0052__say_which_profiles_have_a_skill.sql', -1357310400, 'maestro', 20, true),
    (19, '0053', 'add reference plans', 'SQL', 'V0053__add_reference_plans.sql', -541599642, 'maestro', 20, true),
    (20, '0054', 'read more kinds of charts', 'SQL', 'V0054__read_more_kinds_of_charts.sql', 1938347434, 'maestro', 20, true),
    (21, '0055', 'add reasoning skills', 'SQL', 'V0055__add_reasoning_skills.sql', -1698764169, 'maestro', 20, true),
    (22, '0056', 'end the question without a line break', 'SQL', 'V0056__end_the_question_without_a_line_break.sql', -53420204, 'maestro', 20, true),
    (23, '0060', 'create routing examples', 'SQL', 'V0060__create_routing_examples.sql', 1188067212, 'maestro', 20, true),
    (24, '0061', 'seed routing examples', 'SQL', 'V0061__seed_routing_examples.sql', 1568904991, 'maestro', 20, true),
    (25, '0063', 'add routing examples', 'SQL', 'V0063__add_routing_examples.sql', 1810867159, 'maestro', 20, true),
    (26, '0070', 'create evaluations', 'SQL', 'V0070__create_evaluations.sql', -558511626, 'maestro', 20, true),
    (27, '0071', 'tell a text truth from a list', 'SQL', 'V0071__tell_a_text_truth_from_a_list.sql', -1918402909, 'maestro', 20, true),
    (28, '0080', 'keep what a policy wrote', 'SQL', 'V0080__keep_what_a_policy_wrote.sql', 1220136310, 'maestro', 20, true);

create table maestro.prompts (
    profile  text not null default 'default',
    name     text not null,
    template text not null
);
insert into maestro.prompts (name, template) values ('shared.question', 'Question: {{question}}');

create table maestro.queries (
    id       text not null,
    question text not null
);
insert into maestro.queries (id, question) values ('q1', 'how many?');
