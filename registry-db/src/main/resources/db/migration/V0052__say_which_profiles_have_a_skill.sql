-- A skill need not be in every profile: the reference system knows some names without having built what they
-- stand for. In a profile that does not have a skill, calling it fails as a skill that cannot be built.

alter table skills
    add column profiles text[] not null default '{default,reference}',
    add constraint skills_profiles_ck check (profiles <@ array['default', 'reference'] and cardinality(profiles) > 0);
