-- Skills that the reference system names or hides but that nobody could call: questions that chain conditions,
-- scenes of solids, the plain question, and the zoom. The reference profile goes on without them.

update skills set plan = $plan$
{"steps": [
    {"id": "plan", "kind": "ask", "prompt": "compositional.plan", "parser": "items", "only": "prompted", "max_output_tokens": 2048},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "look1", "kind": "zoom", "capability": "ground", "each": true, "prompt": "compositional.look1", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 2, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}, "needs": ["plan"], "when": "plan>=1"},
    {"id": "find1", "kind": "ask", "prompt": "compositional.find1", "parser": "text", "only": "prompted", "optional": true, "needs": ["plan", "detect", "boxed", "look1"], "when": "plan>=1", "images": ["original", "boxed:boxed", "crop:look1"]},
    {"id": "look2", "kind": "zoom", "capability": "ground", "each": true, "prompt": "compositional.look2", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 2, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}, "needs": ["plan"], "when": "plan>=2"},
    {"id": "find2", "kind": "ask", "prompt": "compositional.find2", "parser": "text", "only": "prompted", "optional": true, "needs": ["plan", "detect", "boxed", "look2"], "when": "plan>=2", "images": ["original", "boxed:boxed", "crop:look2"]},
    {"id": "look3", "kind": "zoom", "capability": "ground", "each": true, "prompt": "compositional.look3", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 2, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}, "needs": ["plan"], "when": "plan>=3"},
    {"id": "find3", "kind": "ask", "prompt": "compositional.find3", "parser": "text", "only": "prompted", "optional": true, "needs": ["plan", "detect", "boxed", "look3"], "when": "plan>=3", "images": ["original", "boxed:boxed", "crop:look3"]},
    {"id": "chain", "kind": "ask", "prompt": "compositional.chain", "parser": "text", "only": "prompted", "needs": ["plan", "find1", "find2", "find3"]},
    {"id": "answer", "kind": "verify", "prompt": "compositional.answer", "parser": "last_line", "needs": ["plan", "detect", "boxed", "find1", "find2", "find3", "chain"], "images": ["original", "boxed:boxed"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true, in_prompt = true, profiles = '{default}' where name = 'Compositional_Visual_Reasoning_Skill';

update skills set plan = $plan$
{"steps": [
    {"id": "inventory", "kind": "ask", "prompt": "clevr.inventory", "parser": "text", "only": "prompted", "optional": true},
    {"id": "program", "kind": "ask", "prompt": "clevr.program", "parser": "text", "only": "prompted", "optional": true, "images": ["none"], "max_output_tokens": 2048},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "clevr.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "worked", "kind": "evaluate", "needs": ["inventory", "program", "detect"], "only": "prompted", "optional": true},
    {"id": "answer", "kind": "verify", "prompt": "clevr.answer", "parser": "last_line", "needs": ["inventory", "program", "detect", "boxed", "worked"], "images": ["original", "boxed:boxed"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, enabled = true, in_prompt = true, profiles = '{default}' where name = 'clevr_problem_solver';

insert into skills (name, level, description, example, in_prompt, min_images, plan, profiles) values
('none', 1, 'Hands the question to the expert as it is. Best when no procedure fits.', 'What does the arrow mean?', false, 0, $plan$
{"steps": [
    {"id": "answer", "kind": "ask", "prompt": "none.answer", "parser": "last_line"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, '{default}'),
('zoom', 1, 'Looks at one place enlarged, then answers.', 'What is in the upper left corner?', false, 1, $plan$
{"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "last_line", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$::jsonb, '{default}');

-- It is given no pictures.
insert into expert_skills (expert, skill, allowed) values
('Qwen3.5-9B', 'none', false),
('Qwen3.5-9B', 'zoom', false);

-- The leaves for diagrams have names of their own, like those for text and for robot scenes.
update skills set addressable = true where parent = 'Diagram_Reasoning_Skill';

insert into skill_aliases (profile, alias, skill) values
('default', 'clevr_master_router_skill', 'clevr_problem_solver'),
('default', 'clevr_skill', 'clevr_problem_solver'),
('default', 'clevr_solver', 'clevr_problem_solver'),
('default', 'compositional_reasoning_skill', 'Compositional_Visual_Reasoning_Skill'),
('default', 'compositional_problem_solver', 'Compositional_Visual_Reasoning_Skill'),
('default', 'direct', 'none'),
('default', 'direct_answer', 'none'),
('default', 'zoom_in', 'zoom');

insert into prompts (profile, name, template) values

('default', 'none.answer', $t${{>shared.question}}

{{>shared.last_line}}$t$),

-- Chained conditions ------------------------------------------------------------------------------------

('default', 'compositional.plan', $t$You take a question about a picture apart. Do not answer it.
{{>shared.question}}

Write one to three items, each on a line of its own that begins with its number. Each item is one thing to find out by looking, such that all of them together settle the question:
1. which objects are meant, by kind and attributes (colour, size, material, shape), and how many there are;
2. which attribute is asked of them, or how two of them stand to one another (left of, in front of, same colour as …);
3. what is compared, counted or chosen in the end.
Each item names its objects, attributes and relations, and says on which earlier items it builds. Write fewer items when fewer are enough. After the items write one line that begins with "Then:" and says how the answer follows from them: and, or, not, count, compare, choose.$t$),

('default', 'compositional.look', $t${{>shared.question}}

Items to find out:
{{>part.plan}}
{{>shared.evidence_rule}}

Choose the single region of this image that would help most with the item named below. Think first. Call the function only if a closer look would really make it more certain, and then frame the region tightly; otherwise call nothing. Keep to this order: thinking, the call if there is one, the answer.$t$),
('default', 'compositional.look1', $t${{>compositional.look}}
The item: number 1.$t$),
('default', 'compositional.look2', $t${{>compositional.look}}
The item: number 2.$t$),
('default', 'compositional.look3', $t${{>compositional.look}}
The item: number 3.$t$),

('default', 'compositional.find', $t$You gather evidence for one part of a question. Do not answer the question itself.
{{>shared.question}}

Items to find out:
{{>part.plan}}

{{>part.detect}}
{{>shared.evidence_rule}}
{{#boxed}}The image with the detected objects drawn on it follows the original. Detections are hints: objects may be missed, found twice or named wrongly.{{/boxed}}

For each object that the item below speaks of write one line: what it is, its attributes, and where it is. State relations as they are seen in the image, and say for each whether it is certain. Name what is there but only nearly fits, and why it does not. If the item speaks of something that is not there, say so plainly.$t$),
('default', 'compositional.find1', $t${{>compositional.find}}
{{#look1}}An enlarged part of the image is attached last.{{/look1}}
The item: number 1.$t$),
('default', 'compositional.find2', $t${{>compositional.find}}
{{#look2}}An enlarged part of the image is attached last.{{/look2}}
The item: number 2.$t$),
('default', 'compositional.find3', $t${{>compositional.find}}
{{#look3}}An enlarged part of the image is attached last.{{/look3}}
The item: number 3.$t$),

('default', 'part.plan', '{{plan}}'),
('default', 'compositional.findings', $t${{#has_find1}}Found for item 1:
{{find1}}
{{/has_find1}}{{#has_find2}}Found for item 2:
{{find2}}
{{/has_find2}}{{#has_find3}}Found for item 3:
{{find3}}
{{/has_find3}}$t$),

('default', 'compositional.chain', $t$You put evidence together, step by step, like a program.
{{>shared.question}}

Items:
{{>part.plan}}

{{>compositional.findings}}
{{>shared.evidence_rule}}

Work through the items in order. For each write what it gives: a set of objects, an attribute, a number, yes or no. Use only objects that all conditions hold for; keep sets explicit, so that nothing is counted twice. Where two findings contradict one another look at the image and say which one it bears out. Then combine them as the line "Then:" says, and end with a provisional answer.$t$),

('default', 'compositional.answer', $t$You check a chain of reasoning about a picture and give the final answer.
{{>shared.question}}
{{#has_chain}}

Items:
{{>part.plan}}

{{>compositional.findings}}
The chain:
{{chain}}

{{>part.detect}}
{{>shared.evidence_rule}}
{{#boxed}}The image with the detected objects drawn on it follows the original.{{/boxed}}

Verify every step against the image: does each object exist, does it have every attribute it is said to have, does each relation hold from the point of view the question takes, is the last operation (and, or, not, count, compare) the one the question asks for? Correct what is wrong.
{{/has_chain}}

{{>shared.last_line}}$t$),

-- Scenes of solids --------------------------------------------------------------------------------------

('default', 'clevr.detect', $t$Find every solid in the picture (cubes, spheres, cylinders, cones), also small ones and those that are half hidden, each once.
Reply with a JSON list and nothing else, coordinates in pixels of the image:
[{"bbox_2d": [x1, y1, x2, y2], "label": "size colour material shape"}]
Reply [] when there is none.
What it is for: {{input}}$t$),

('default', 'clevr.inventory', $t$You list every object of a scene of simple solids. Do not answer the question; it only says what matters.
{{>shared.question}}

Go from the back of the scene to the front and from left to right. Look again behind and between large objects for small ones. Give each object once, with its position as a box in pixels of the image.
Reply with a JSON list and nothing else:
[{"shape": "cube, sphere or cylinder", "colour": "one word", "material": "metal or rubber", "size": "large or small", "bbox_2d": [x1, y1, x2, y2]}]
Metal objects shine and mirror their surroundings; rubber ones are dull. Judge size by the object itself: things far away look smaller than they are.$t$),

('default', 'clevr.program', $t$You translate a question about a scene of solids into a program. You do not see the scene and do not answer.
{{>shared.question}}

A program is a JSON list of steps, numbered from 1 in the order they stand. Each step has "op" and mostly "of", the numbers of the steps it works on:
- {"op": "all"}: all objects of the scene.
- {"op": "filter", "of": [1], "colour": "red", "shape": "cube", "material": "metal", "size": "large"}: those that have all the attributes named; name only what the question names.
- {"op": "only", "of": [2]}: the one object there is.
- {"op": "left_of", "of": [3]}, likewise "right_of", "in_front_of", "behind": the objects that stand so to that one object.
- {"op": "leftmost", "of": [2]}, likewise "rightmost", "frontmost", "backmost": one of several.
- {"op": "same", "of": [3], "attribute": "colour"}: the other objects that share it with that one object.
- {"op": "and", "of": [2, 4]}, "or", "without": sets put together.
- {"op": "count", "of": [2]}, {"op": "exists", "of": [2]}, {"op": "attribute", "of": [3], "attribute": "shape"}.
- {"op": "equal", "of": [5, 6]}, "more", "fewer", "sum", "difference": of two numbers; "equal" also of two attributes.
The last step gives the answer. Filter a set of objects by using its step in "of". Reply with the JSON list and nothing else.$t$),

('default', 'clevr.answer', $t$You answer a question about a scene of simple solids.
{{>shared.question}}
{{#has_inventory}}

The objects, as they were listed:
{{inventory}}
{{/has_inventory}}
{{#has_worked}}

The question was worked out over this list, step by step, by a program:
{{worked}}
{{/has_worked}}

{{>part.detect}}
{{>shared.evidence_rule}}
{{#boxed}}The image with the detected objects drawn on it follows the original.{{/boxed}}

Check the list against the image: is an object missing or listed twice, is a colour, material, size or shape wrong? Where the list and the detector disagree, look. Check that the steps say what the question asks. If list and steps are right, the result stands: do not count or compare again by feel. If something is wrong, correct it and follow the steps again. Reason briefly. {{>shared.last_line}} Answer with a number, with yes or no, or with one word, whichever is asked.$t$);
