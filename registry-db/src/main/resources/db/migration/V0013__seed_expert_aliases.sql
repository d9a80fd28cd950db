-- How written names of experts become canonical: in the reference profile as the reference system does it, by what
-- a name contains; in the default profile by canonical names and explicit aliases only, whose separators
-- (_, -, space, none) and case do not matter.

insert into expert_aliases (profile, alias, match, priority, expert) values
    ('reference', 'chart-r1', 'contains', 1, 'Chart-R1'),
    ('reference', 'glm-4.6v', 'contains', 2, 'GLM-4.6V-Flash'),
    ('reference', 'qwen3-vl', 'contains', 3, 'qwen3-VL-8B-Instruct'),
    ('reference', 'qwen3.5-9b', 'contains', 4, 'Qwen3.5-9B'),
    ('reference', 'qwen35-9b', 'contains', 5, 'Qwen3.5-9B'),
    ('reference', 'intern-s1-mini', 'contains', 6, 'Intern-S1-mini'),
    ('reference', 'medgemma-1.5-4b', 'contains', 7, 'medgemma-1.5-4b-it'),
    ('reference', 'step3', 'contains', 8, 'Step3-VL-10B');

insert into expert_aliases (profile, alias, match, expert) values
    ('default', 'chart r1 model', 'exact', 'Chart-R1'),
    ('default', 'glm-4.6v', 'exact', 'GLM-4.6V-Flash'),
    ('default', 'glm-flash', 'exact', 'GLM-4.6V-Flash'),
    ('default', 'qwen3-vl', 'exact', 'qwen3-VL-8B-Instruct'),
    ('default', 'qwen3-vl-8b', 'exact', 'qwen3-VL-8B-Instruct'),
    ('default', 'qwen3-vl-instruct', 'exact', 'qwen3-VL-8B-Instruct'),
    ('default', 'qwen3.5', 'exact', 'Qwen3.5-9B'),
    ('default', 'qwen35-9b', 'exact', 'Qwen3.5-9B'),
    ('default', 'intern-s1', 'exact', 'Intern-S1-mini'),
    ('default', 'medgemma', 'exact', 'medgemma-1.5-4b-it'),
    ('default', 'medgemma-1.5', 'exact', 'medgemma-1.5-4b-it'),
    ('default', 'medgemma-1.5-4b', 'exact', 'medgemma-1.5-4b-it'),
    ('default', 'step3', 'exact', 'Step3-VL-10B'),
    ('default', 'step3-vl', 'exact', 'Step3-VL-10B');
