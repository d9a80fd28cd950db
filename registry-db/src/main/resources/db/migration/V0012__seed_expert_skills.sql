-- Who does what, and how gladly (smaller is earlier). Model servers without a row may do anything that
-- takes an answer, at preference 1000; embedded experts only what stands here, after all model servers. A
-- leaf without a row takes its router's.

insert into expert_skills (expert, skill, preference) values
    ('GLM-4.6V-Flash', 'Geometric_Problem_Solver', 10),
    ('Step3-VL-10B', 'Geometric_Problem_Solver', 20),
    ('qwen3-VL-8B-Instruct', 'Geometric_Problem_Solver', 30),

    ('Chart-R1', 'Chart_Problem_Solver', 10),
    ('GLM-4.6V-Flash', 'Chart_Problem_Solver', 20),
    ('qwen3-VL-8B-Instruct', 'Chart_Problem_Solver', 30),
    ('Embedded-Chart-Reader', 'Chart_Problem_Solver', 2000),

    ('Intern-S1-mini', 'Science_Problem_Solver', 10),
    ('medgemma-1.5-4b-it', 'Science_Problem_Solver', 15),
    ('GLM-4.6V-Flash', 'Science_Problem_Solver', 20),

    ('qwen3-VL-8B-Instruct', 'Counting_Problem_Solver', 10),
    ('GLM-4.6V-Flash', 'Counting_Problem_Solver', 20),
    ('Embedded-Shape-Counter', 'Counting_Problem_Solver', 2000),

    ('GLM-4.6V-Flash', 'Perception_Problem_Solver', 10),
    ('qwen3-VL-8B-Instruct', 'Perception_Problem_Solver', 20),
    ('Embedded-Shape-Counter', 'Perception_Problem_Solver', 2000),

    ('Qwen3.5-9B', 'Code_Problem_Solver', 10),
    ('GLM-4.6V-Flash', 'Code_Problem_Solver', 20),

    ('GLM-4.6V-Flash', 'Embodied_Scene_QA_Skill', 10),
    ('qwen3-VL-8B-Instruct', 'Embodied_Scene_QA_Skill', 20),

    ('qwen3-VL-8B-Instruct', 'ocr_problem_solver', 10),
    ('GLM-4.6V-Flash', 'ocr_problem_solver', 20),
    ('Embedded-Text-Reader', 'ocr_problem_solver', 2000),
    ('Chart-R1', 'OCRBench_Document_Chart_QA_Skill', 15),
    ('Embedded-Chart-Reader', 'OCRBench_Document_Chart_QA_Skill', 2010),

    ('GLM-4.6V-Flash', 'Diagram_Reasoning_Skill', 10),
    ('qwen3-VL-8B-Instruct', 'Diagram_Reasoning_Skill', 20),
    ('Embedded-Shape-Counter', 'Diagram_Reasoning_Skill', 2000),

    ('GLM-4.6V-Flash', 'Compositional_Visual_Reasoning_Skill', 10),
    ('GLM-4.6V-Flash', 'clevr_problem_solver', 10);

-- What an expert cannot do. The text model is given no pictures.
insert into expert_skills (expert, skill, allowed)
select 'Qwen3.5-9B', name, false from skills where level = 1 and (min_images > 0 or name = 'none');
insert into expert_skills (expert, skill, allowed) values
    ('Chart-R1', 'Code_Problem_Solver', false),
    ('medgemma-1.5-4b-it', 'Code_Problem_Solver', false),
    ('medgemma-1.5-4b-it', 'Chart_Problem_Solver', false);
