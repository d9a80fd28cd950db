-- Several images are a sign that views are compared, as strong as a weak word; one word of another leaf outweighs it.

insert into image_bonuses (profile, router, leaf, min_images, weight) values
    ('reference', 'Embodied_Scene_QA_Skill', 'ERQA_Multi_View_Task_Solver', 2, 2),
    ('default', 'Embodied_Scene_QA_Skill', 'ERQA_Multi_View_Task_Solver', 2, 2);
