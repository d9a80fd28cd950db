-- What a picture looks like speaks for a skill as a word of the question does: the baseline policy adds
-- these terms to the text it matches. "any" is always there, so that some skill is chosen when nothing
-- else speaks.

insert into routing_terms (profile, router, leaf, term, match, weight) values
    ('default', 'policy', 'Chart_Problem_Solver', 'picture:chart', 'substring', 6),
    ('default', 'policy', 'ocr_problem_solver', 'picture:document', 'substring', 6),
    ('default', 'policy', 'ocr_problem_solver', 'picture:page', 'substring', 2),
    ('default', 'policy', 'ocr_problem_solver', 'picture:text', 'substring', 1),
    ('default', 'policy', 'Diagram_Reasoning_Skill', 'picture:diagram', 'substring', 5),
    ('default', 'policy', 'Geometric_Problem_Solver', 'picture:diagram', 'substring', 2),
    ('default', 'policy', 'Perception_Problem_Solver', 'picture:photo', 'substring', 1),
    ('default', 'policy', 'Counting_Problem_Solver', 'picture:photo', 'substring', 1),
    ('default', 'policy', 'Perception_Problem_Solver', 'picture:any', 'substring', 1);
