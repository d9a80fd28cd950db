-- Switched off, not deleted: refused from now on, never a fallback, and old answers still name them.
update experts set enabled = false where name = 'Receipt-Reader-2B';
update skills set enabled = false where name = 'Receipt_Skill';
