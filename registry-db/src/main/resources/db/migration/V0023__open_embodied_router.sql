-- Its leaves have plans (V0030) and terms (V0021), so the router may be called.
update skills set enabled = true where name = 'Embodied_Scene_QA_Skill';
