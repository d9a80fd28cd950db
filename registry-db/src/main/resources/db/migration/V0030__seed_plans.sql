-- The plans of the built-in skills: what each does, step by step (skills/README.md says what a step may be).
-- Evidence steps are optional where an answer can be had without them; steps that do not need one another
-- run at the same time; those marked "prompted" are left out for experts that read pixels and no prompts.

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "type", "kind": "classify", "needs": ["ocr"], "prompt": "chart.type", "parser": "label", "labels": ["pie chart", "line chart", "other chart", "bar chart"], "optional": true, "max_output_tokens": 2048},
    {"id": "answer", "kind": "ask", "prompt": "chart.answer.{type}", "parser": "last_line", "needs": ["ocr", "type"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Chart_Problem_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "counting.zoom", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 0, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}, "needs": ["detect", "boxed"], "images": ["original", "boxed:boxed"]},
    {"id": "list", "kind": "ask", "prompt": "counting.list", "parser": "text", "needs": ["detect", "boxed", "zoom"], "images": ["original", "boxed:boxed", "crop:zoom"], "only": "prompted", "optional": true},
    {"id": "count", "kind": "ask", "prompt": "counting.count", "parser": "last_line", "needs": ["detect", "boxed", "zoom", "list"], "images": ["original", "boxed:boxed", "crop:zoom"]}
 ],
 "observation": {"from": ["count"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Counting_Problem_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "last_line", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Perception_Problem_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.text_recognition.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.text_recognition.answer", "parser": "last_line", "needs": ["ocr", "focus"], "system": "ocr.text_recognition.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'OCRBench_Text_Recognition_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.key_information.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.key_information.answer", "parser": "last_line", "needs": ["ocr", "detect", "boxed", "focus"], "system": "ocr.key_information.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'OCRBench_Key_Information_Extraction_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.scene_text.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.scene_text.answer", "parser": "last_line", "needs": ["ocr", "caption", "detect", "boxed", "focus"], "system": "ocr.scene_text.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'OCRBench_Scene_Text_QA_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.document_chart.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.document_chart.answer", "parser": "last_line", "needs": ["ocr", "caption", "focus"], "system": "ocr.document_chart.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'OCRBench_Document_Chart_QA_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.formula.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.formula.answer", "parser": "latex", "needs": ["ocr", "focus"], "system": "ocr.formula.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'OCRBench_Formula_Recognition_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.contact.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.contact.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.contact.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Circle_Contact_and_Overlap_Judge_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.routes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.routes.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.routes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Intersection_and_Route_Counting_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.grid.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.grid.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.grid.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Grid_Structure_Parsing_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.character.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.character.answer", "parser": "last_line", "needs": ["ocr", "focus"], "system": "diagram.character.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Highlighted_Character_Recognition_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.shapes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.shapes.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.shapes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Geometric_Shape_Counting_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024, "only": "prompted"},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "extract", "kind": "ask", "prompt": "geometry.extract", "parser": "text", "only": "prompted"},
    {"id": "fuse", "kind": "ask", "prompt": "geometry.fuse", "parser": "text", "needs": ["extract", "caption", "ocr"], "only": "prompted"},
    {"id": "solve", "kind": "ask", "prompt": "geometry.solve", "parser": "text", "needs": ["fuse"], "only": "prompted"},
    {"id": "answer", "kind": "ask", "prompt": "geometry.verify", "parser": "last_line", "needs": ["solve"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Geometric_Problem_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "science.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "science.answer", "parser": "last_line", "needs": ["caption", "ocr", "focus"], "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'Science_Problem_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.trajectory.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.trajectory.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.trajectory.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'ERQA_Trajectory_Outcome_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.action.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.action.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.action.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'ERQA_Action_Adjustment_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.spatial.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.spatial.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.spatial.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'ERQA_Spatial_Mechanics_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.pointing.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 2, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.pointing.answer", "parser": "last_line", "needs": ["caption", "ocr", "focus"], "system": "embodied.pointing.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'ERQA_Pointing_Localization_Solver';

update skills set plan = $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "answer", "kind": "ask", "prompt": "embodied.multi_view.answer", "parser": "last_line", "needs": ["caption", "detect"], "system": "embodied.multi_view.system", "images": ["original"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true where name = 'ERQA_Multi_View_Task_Solver';

-- A router has no plan of its own; its leaves have theirs.
update skills set enabled = true where name = 'Embodied_Scene_QA_Skill';
