-- The built-in skills as the reference system carries them out, where that differs from the default profile
-- in what is asked, seen, kept or cut. Evidence that it gathers and then sends to nobody is not gathered:
-- nobody could tell, but for the cost.

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "extract", "kind": "ask", "prompt": "geometry.extract", "parser": "paired_thoughts"},
    {"id": "fuse", "kind": "ask", "prompt": "geometry.fuse", "parser": "paired_thoughts", "needs": ["extract", "caption", "ocr"]},
    {"id": "solve", "kind": "ask", "prompt": "geometry.solve", "parser": "paired_thoughts", "needs": ["fuse"]},
    {"id": "answer", "kind": "ask", "prompt": "geometry.verify", "parser": "raw", "needs": ["solve"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Geometric_Problem_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "type", "kind": "classify", "needs": ["ocr"], "prompt": "chart.type", "parser": "label_anywhere", "labels": ["pie chart", "line chart", "bar chart"]},
    {"id": "answer", "kind": "ask", "prompt": "chart.answer.{type}", "parser": "raw", "needs": ["ocr", "type"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Chart_Problem_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "science.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "science.answer", "parser": "paired_thoughts", "needs": ["caption", "ocr", "focus"], "images": ["original", "last_crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Science_Problem_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "counting.zoom", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "needs": ["detect", "boxed"], "images": ["original", "boxed:boxed"]},
    {"id": "list", "kind": "ask", "prompt": "counting.list", "parser": "paired_thoughts", "needs": ["detect", "boxed", "zoom"], "images": ["original", "boxed:boxed", "crop:zoom"]},
    {"id": "count", "kind": "ask", "prompt": "counting.count", "parser": "paired_thoughts", "needs": ["detect", "boxed", "zoom", "list"], "images": ["original", "boxed:boxed", "crop:zoom"]}
 ],
 "observation": {"from": ["count"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Counting_Problem_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "raw", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"], "max_images": 1}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Perception_Problem_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.trajectory.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.trajectory.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'ERQA_Trajectory_Outcome_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.action.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.action.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'ERQA_Action_Adjustment_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.spatial.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.spatial.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'ERQA_Spatial_Mechanics_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.pointing.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.pointing.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'ERQA_Pointing_Localization_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.multi_view.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.multi_view.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'ERQA_Multi_View_Task_Solver';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.text_recognition.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.text_recognition.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "ocr.text_recognition.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'OCRBench_Text_Recognition_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.key_information.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.key_information.answer", "parser": "paired_thoughts", "needs": ["ocr", "detect", "boxed", "focus"], "system": "ocr.key_information.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'OCRBench_Key_Information_Extraction_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.scene_text.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.scene_text.answer", "parser": "paired_thoughts", "needs": ["ocr", "caption", "detect", "boxed", "focus"], "system": "ocr.scene_text.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'OCRBench_Scene_Text_QA_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.document_chart.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.document_chart.answer", "parser": "paired_thoughts", "needs": ["ocr", "caption", "focus"], "system": "ocr.document_chart.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'OCRBench_Document_Chart_QA_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.formula.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.formula.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "ocr.formula.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'OCRBench_Formula_Recognition_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.contact.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.contact.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.contact.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Circle_Contact_and_Overlap_Judge_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.routes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.routes.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.routes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Intersection_and_Route_Counting_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.grid.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.grid.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.grid.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Grid_Structure_Parsing_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.character.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.character.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "diagram.character.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Highlighted_Character_Recognition_Skill';

update skills set plan = plan || $plan$
{"profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.shapes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.shapes.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.shapes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$::jsonb where name = 'Geometric_Shape_Counting_Skill';

-- Parts by which prompts show evidence: fenced as data, or one line per image as the reference has it -----

insert into prompts (profile, name, template) values
('default', 'part.ocr', '{{ocr}}'),
('default', 'part.caption', '{{caption}}'),
('default', 'part.detect', '{{detect}}'),
('default', 'part.extract', '{{extract}}'),
('default', 'part.fuse', '{{fuse}}'),
('default', 'part.solve', '{{solve}}'),
('default', 'part.list', '{{list}}'),
('reference', 'part.ocr', $t$Text read from the images:
{{#ocr_lines}}{{ocr_lines}}{{/ocr_lines}}{{^ocr_lines}}None found.{{/ocr_lines}}$t$),
('reference', 'part.caption', $t$Descriptions of the images:
{{#caption_lines}}{{caption_lines}}{{/caption_lines}}{{^caption_lines}}None found.{{/caption_lines}}$t$),
('reference', 'part.detect', $t$Objects detected in the images:
{{#detect_lines}}{{detect_lines}}{{/detect_lines}}{{^detect_lines}}None found.{{/detect_lines}}$t$),
('reference', 'part.extract', '{{extract_text}}'),
('reference', 'part.fuse', '{{fuse_text}}'),
('reference', 'part.solve', '{{solve_text}}'),
('reference', 'part.list', '{{list_text}}'),
('reference', 'shared.evidence_rule', $t$All this only supports. Where it disagrees with the images, the images decide.$t$);

update prompts set template = replace(replace(replace(replace(replace(replace(replace(template,
    '{{ocr}}', '{{>part.ocr}}'), '{{caption}}', '{{>part.caption}}'), '{{detect}}', '{{>part.detect}}'), '{{extract}}', '{{>part.extract}}'),
    '{{fuse}}', '{{>part.fuse}}'), '{{solve}}', '{{>part.solve}}'), '{{list}}', '{{>part.list}}')
where profile = 'default' and name not like 'part.%' and name not like 'policy.%';

-- Prompts that the reference system words differently -----------------------------------------------------

insert into prompts (profile, name, template) values

('reference', 'chart.type', $t$Decide what kind of chart the image shows.
{{>shared.question}}

{{>part.ocr}}

There are three kinds: bar chart, line chart, pie chart. Look at the image first; the text above only supports. If it is noisy, infer the kind from the structure you see.
Reply with exactly one of: bar chart, line chart, pie chart$t$),

('reference', 'counting.count', $t$Count the objects asked about.
{{>shared.question}}

{{>part.detect}}

Objects listed by the step before:
{{>part.list}}
{{>shared.evidence_rule}}
{{>counting.images}}

Verify before you answer. Do not trust the list blindly: look for objects counted twice and for objects missing from it, and settle each disagreement by looking at the original. Reason concisely.$t$),

('reference', 'perception.answer', $t${{input}}
{{#zoom}}

A global view and a zoomed view of the image are supplied. Analyse both.
{{/zoom}}$t$),

('reference', 'science.answer', $t$You answer a question about a scientific image. The evidence: the image, an enlarged part of it where one is attached, a description, text that was read, and the question. The image is decisive on every conflict; the description gives the global context; the text gives words, numbers, labels, units and symbols; the enlarged part gives local detail.
Reason briefly. {{>shared.last_line}}

{{>shared.question}}

{{>part.caption}}

{{>part.ocr}}

{{#focus}}An enlarged part of the first image is attached last.{{/focus}}{{^focus}}No enlarged part is attached: none was judged necessary.{{/focus}}$t$),

('reference', 'embodied.evidence', '{{>part.caption}}'),

('reference', 'embodied.pointing.answer', $t$You locate points in a robot scene.
{{>shared.question}}

{{>part.caption}}

- Compare all candidates.
- The one you choose must lie on the part, not near it.
- With several images find the point by its meaning in one, then carry it over to the others.
- {{>shared.last_line}}$t$),

('reference', 'embodied.multi_view.answer', $t$You reason over several images of a robot scene.
{{>shared.question}}

{{>part.caption}}

- Decide whether the images are views of one moment or steps in time.
- Align them and compare only the part that matters.
- When completion is asked about, pick the image nearest to the end state.
- {{>shared.last_line}}$t$),

-- Reached through a router, a leaf gets the router's system prompt instead of its own.
('reference', 'embodied.router.system', $t$First recognise which type of question about a robot scene this is, then hand it to the specialist that fits best.$t$),
('reference', 'ocr.router.system', $t$Recognise which type of text-reading task this is, then hand it to the specialist that fits best.$t$),
('reference', 'diagram.router.system', $t$You route questions about diagrams to specialists by their keywords.$t$);

insert into prompts (profile, name, template)
select 'reference', name, '{{#routed}}{{>' || split_part(name, '.', 1) || '.router.system}}{{/routed}}{{^routed}}' || template || '{{/routed}}'
from prompts
where profile = 'default' and (name like 'embodied.%.system' or name like 'ocr.%.system' or name like 'diagram.%.system');
