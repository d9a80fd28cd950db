-- How written names become canonical: in the reference profile as the reference system does it, in the
-- default profile by canonical names and explicit aliases only, whose separators (_, -, space, none)
-- and case do not matter.

-- ---------------------------------------------------------------- reference: experts, by what a name contains

insert into expert_aliases (profile, alias, match, priority, expert) values
    ('reference', 'chart-r1', 'contains', 1, 'Chart-R1'),
    ('reference', 'glm-4.6v', 'contains', 2, 'GLM-4.6V-Flash'),
    ('reference', 'qwen3-vl', 'contains', 3, 'qwen3-VL-8B-Instruct'),
    ('reference', 'qwen3.5-9b', 'contains', 4, 'Qwen3.5-9B'),
    ('reference', 'qwen35-9b', 'contains', 5, 'Qwen3.5-9B'),
    ('reference', 'intern-s1-mini', 'contains', 6, 'Intern-S1-mini'),
    ('reference', 'medgemma-1.5-4b', 'contains', 7, 'medgemma-1.5-4b-it'),
    ('reference', 'step3', 'contains', 8, 'Step3-VL-10B');

-- ---------------------------------------------------------------- reference: skills, three spellings of 27 names

insert into skill_aliases (profile, alias, skill)
select 'reference', spelling, skill
from (values
    ('geometric_problem_solver', 'Geometric_Problem_Solver'),
    ('chart_problem_solver', 'Chart_Problem_Solver'),
    ('science_problem_solver', 'Science_Problem_Solver'),
    ('counting_problem_solver', 'Counting_Problem_Solver'),
    ('perception_problem_solver', 'Perception_Problem_Solver'),
    ('perception_problem_solver_eval', 'Perception_Problem_Solver_Eval'),
    ('code_problem_solver', 'Code_Problem_Solver'),
    ('erqa_trajectory_outcome_solver', 'ERQA_Trajectory_Outcome_Solver'),
    ('erqa_action_adjustment_solver', 'ERQA_Action_Adjustment_Solver'),
    ('erqa_spatial_mechanics_solver', 'ERQA_Spatial_Mechanics_Solver'),
    ('erqa_pointing_localization_solver', 'ERQA_Pointing_Localization_Solver'),
    ('erqa_multi_view_task_solver', 'ERQA_Multi_View_Task_Solver'),
    ('embodied_scene_qa_skill', 'Embodied_Scene_QA_Skill'),
    ('erqa_embodied_scene_qa_skill', 'ERQA_Embodied_Scene_QA_Skill'),
    ('compositional_visual_reasoning_skill', 'Compositional_Visual_Reasoning_Skill'),
    ('clevr_problem_solver', 'clevr_problem_solver'),
    ('clevr_master_router_skill', 'CLEVR_Master_Router_Skill'),
    ('ocrbench_text_recognition_skill', 'OCRBench_Text_Recognition_Skill'),
    ('ocrbench_key_information_extraction_skill', 'OCRBench_Key_Information_Extraction_Skill'),
    ('ocrbench_scene_text_qa_skill', 'OCRBench_Scene_Text_QA_Skill'),
    ('ocrbench_document_chart_qa_skill', 'OCRBench_Document_Chart_QA_Skill'),
    ('ocrbench_formula_recognition_skill', 'OCRBench_Formula_Recognition_Skill'),
    ('ocr_problem_solver', 'ocr_problem_solver'),
    ('ocrbench_master_router_skill', 'OCRBench_Master_Router_Skill'),
    ('diagram_reasoning_skill', 'Diagram_Reasoning_Skill'),
    ('diagram_reasoning_router_skill', 'Diagram_Reasoning_Skill'),
    ('vlmsareblind_master_router_skill', 'Diagram_Reasoning_Skill')
) as names (name, skill)
cross join lateral (values (name), (replace(name, '_', '-')), (replace(name, '_', ''))) as spellings (spelling);

-- ---------------------------------------------------------------- reference: ordered rules where no alias is equal

insert into name_rules (profile, priority, all_of, any_of, none_of, skill) values
    ('reference', 10, '{geometric,solver}', '{}', '{}', 'Geometric_Problem_Solver'),
    ('reference', 20, '{chart,solver}', '{}', '{}', 'Chart_Problem_Solver'),
    ('reference', 30, '{science,solver}', '{}', '{}', 'Science_Problem_Solver'),
    ('reference', 40, '{count,solver}', '{}', '{}', 'Counting_Problem_Solver'),
    ('reference', 50, '{perception,solver,eval}', '{}', '{}', 'Perception_Problem_Solver_Eval'),
    ('reference', 51, '{perception,solver}', '{}', '{eval}', 'Perception_Problem_Solver'),
    ('reference', 60, '{}', '{code,python,generator}', '{}', 'Code_Problem_Solver'),
    ('reference', 70, '{trajectory}', '{}', '{}', 'ERQA_Trajectory_Outcome_Solver'),
    ('reference', 80, '{action}', '{}', '{}', 'ERQA_Action_Adjustment_Solver'),
    ('reference', 90, '{spatial}', '{}', '{}', 'ERQA_Spatial_Mechanics_Solver'),
    ('reference', 100, '{point}', '{}', '{}', 'ERQA_Pointing_Localization_Solver'),
    ('reference', 110, '{embodied,skill}', '{}', '{}', 'Embodied_Scene_QA_Skill'),
    ('reference', 120, '{compositional,reasoning,skill}', '{}', '{}', 'Compositional_Visual_Reasoning_Skill'),
    ('reference', 130, '{clevr,problem,solver}', '{}', '{}', 'clevr_problem_solver'),
    ('reference', 140, '{clevr,router}', '{}', '{}', 'CLEVR_Master_Router_Skill'),
    ('reference', 150, '{ocr,problem,solver}', '{}', '{}', 'ocr_problem_solver'),
    ('reference', 160, '{ocrbench,router}', '{}', '{}', 'OCRBench_Master_Router_Skill'),
    ('reference', 170, '{diagram,reason,skill}', '{}', '{}', 'Diagram_Reasoning_Skill'),
    ('reference', 180, '{vlmsareblind,router}', '{}', '{}', 'Diagram_Reasoning_Skill'),
    ('reference', 190, '{ocrbench,formula}', '{}', '{}', 'OCRBench_Formula_Recognition_Skill'),
    ('reference', 200, '{ocrbench}', '{key,information}', '{}', 'OCRBench_Key_Information_Extraction_Skill'),
    ('reference', 210, '{ocrbench,scene}', '{}', '{}', 'OCRBench_Scene_Text_QA_Skill'),
    ('reference', 220, '{ocrbench}', '{document,chart}', '{}', 'OCRBench_Document_Chart_QA_Skill'),
    ('reference', 230, '{ocrbench,text}', '{}', '{}', 'OCRBench_Text_Recognition_Skill'),
    ('reference', 240, '{ocr}', '{}', '{}', 'ocr'),
    ('reference', 250, '{}', '{multi,task}', '{}', 'ERQA_Multi_View_Task_Solver');

-- ---------------------------------------------------------------- default: experts

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

-- ---------------------------------------------------------------- default: skills

insert into skill_aliases (profile, alias, skill) values
    ('default', 'geometry_problem_solver', 'Geometric_Problem_Solver'),
    ('default', 'geometric_solver', 'Geometric_Problem_Solver'),
    ('default', 'geometry_solver', 'Geometric_Problem_Solver'),
    ('default', 'chart_solver', 'Chart_Problem_Solver'),
    ('default', 'chart_problem_skill', 'Chart_Problem_Solver'),
    ('default', 'science_solver', 'Science_Problem_Solver'),
    ('default', 'science_problem_skill', 'Science_Problem_Solver'),
    ('default', 'count_problem_solver', 'Counting_Problem_Solver'),
    ('default', 'counting_solver', 'Counting_Problem_Solver'),
    ('default', 'counting', 'Counting_Problem_Solver'),
    ('default', 'perception_solver', 'Perception_Problem_Solver'),
    ('default', 'code_solver', 'Code_Problem_Solver'),
    ('default', 'code_generator', 'Code_Problem_Solver'),
    ('default', 'coding_problem_solver', 'Code_Problem_Solver'),
    ('default', 'erqa_embodied_scene_qa_skill', 'Embodied_Scene_QA_Skill'),
    ('default', 'embodied_problem_solver', 'Embodied_Scene_QA_Skill'),
    ('default', 'embodied_scene_qa', 'Embodied_Scene_QA_Skill'),
    ('default', 'trajectory_outcome_solver', 'ERQA_Trajectory_Outcome_Solver'),
    ('default', 'action_adjustment_solver', 'ERQA_Action_Adjustment_Solver'),
    ('default', 'spatial_mechanics_solver', 'ERQA_Spatial_Mechanics_Solver'),
    ('default', 'pointing_localization_solver', 'ERQA_Pointing_Localization_Solver'),
    ('default', 'multi_view_task_solver', 'ERQA_Multi_View_Task_Solver'),
    ('default', 'ocr_solver', 'ocr_problem_solver'),
    ('default', 'ocr_skill', 'ocr_problem_solver'),
    ('default', 'ocrbench_master_router_skill', 'ocr_problem_solver'),
    ('default', 'text_recognition_skill', 'OCRBench_Text_Recognition_Skill'),
    ('default', 'key_information_extraction_skill', 'OCRBench_Key_Information_Extraction_Skill'),
    ('default', 'scene_text_qa_skill', 'OCRBench_Scene_Text_QA_Skill'),
    ('default', 'document_chart_qa_skill', 'OCRBench_Document_Chart_QA_Skill'),
    ('default', 'formula_recognition_skill', 'OCRBench_Formula_Recognition_Skill'),
    ('default', 'diagram_reasoning_router_skill', 'Diagram_Reasoning_Skill'),
    ('default', 'vlmsareblind_master_router_skill', 'Diagram_Reasoning_Skill'),
    ('default', 'vlmsareblind_problem_solver', 'Diagram_Reasoning_Skill'),
    ('default', 'diagram_problem_solver', 'Diagram_Reasoning_Skill'),
    ('default', 'diagram_solver', 'Diagram_Reasoning_Skill'),
    ('default', 'vlmsareblind_circle_contact_overlap_judge_skill', 'Circle_Contact_and_Overlap_Judge_Skill'),
    ('default', 'vlmsareblind_intersection_route_counting_skill', 'Intersection_and_Route_Counting_Skill'),
    ('default', 'vlmsareblind_grid_structure_parsing_skill', 'Grid_Structure_Parsing_Skill'),
    ('default', 'vlmsareblind_highlighted_character_recognition_skill', 'Highlighted_Character_Recognition_Skill'),
    ('default', 'vlmsareblind_geometric_shape_counting_skill', 'Geometric_Shape_Counting_Skill');
