-- The two-tier library: what each skill is for, and its plan, step by step (skills/README.md says what a step may
-- be). Evidence steps are optional where an answer can be had without them; steps that do not need one another run
-- at the same time; those marked "prompted" are left out for experts that read pixels and no prompts.
--
-- Under "profiles" stands how the reference system carries a skill out, where that differs in what is asked, seen,
-- kept or cut. Evidence that it gathers and then sends to nobody is not gathered: nobody could tell, but for the cost.

-- Level 1: skills with a plan of their own ----------------------------------------------------------

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Geometric_Problem_Solver', 1,
     'Use for geometry figures: lengths, angles, areas, circles, proofs. Best when a drawing must be read exactly and the solution derived in steps.',
     'In triangle ABC the marked angle at A is 40 degrees and AB equals AC. What is the angle at B?',
     true, 0, '{default,reference}', $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024, "only": "prompted"},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "extract", "kind": "ask", "prompt": "geometry.extract", "parser": "text", "only": "prompted"},
    {"id": "fuse", "kind": "ask", "prompt": "geometry.fuse", "parser": "text", "needs": ["extract", "caption", "ocr"], "only": "prompted"},
    {"id": "solve", "kind": "ask", "prompt": "geometry.solve", "parser": "text", "needs": ["fuse"], "only": "prompted"},
    {"id": "answer", "kind": "ask", "prompt": "geometry.verify", "parser": "last_line", "needs": ["solve"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "extract", "kind": "ask", "prompt": "geometry.extract", "parser": "paired_thoughts"},
    {"id": "fuse", "kind": "ask", "prompt": "geometry.fuse", "parser": "paired_thoughts", "needs": ["extract", "caption", "ocr"]},
    {"id": "solve", "kind": "ask", "prompt": "geometry.solve", "parser": "paired_thoughts", "needs": ["fuse"]},
    {"id": "answer", "kind": "ask", "prompt": "geometry.verify", "parser": "raw", "needs": ["solve"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Chart_Problem_Solver', 1,
     'Use for bar, line and pie charts. Best when values, trends, differences or positions must be read off axes, legends and labels.',
     'By how much did the value for 2019 exceed the value for 2017?',
     true, 1, '{default,reference}', $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "type", "kind": "classify", "needs": ["ocr"], "prompt": "chart.type", "parser": "label", "labels": ["pie chart", "scatter plot", "histogram", "stacked bar chart", "area chart", "radar chart", "box plot", "heat map", "table", "combined chart", "line chart", "other chart", "bar chart"], "optional": true, "max_output_tokens": 2048},
    {"id": "answer", "kind": "ask", "prompt": "chart.answer.{type}", "parser": "last_line", "needs": ["ocr", "type"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "type", "kind": "classify", "needs": ["ocr"], "prompt": "chart.type", "parser": "label_anywhere", "labels": ["pie chart", "line chart", "bar chart"]},
    {"id": "answer", "kind": "ask", "prompt": "chart.answer.{type}", "parser": "raw", "needs": ["ocr", "type"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Science_Problem_Solver', 1,
     'Use for scientific figures: microscopy, apparatus, maps, circuits, molecules. Best when a description, the written labels and a closer look are needed together.',
     'Which labelled part of the cell releases energy?',
     true, 1, '{default,reference}', $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "science.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "science.answer", "parser": "last_line", "needs": ["caption", "ocr", "focus"], "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "science.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "science.answer", "parser": "paired_thoughts", "needs": ["caption", "ocr", "focus"], "images": ["original", "last_crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Counting_Problem_Solver', 1,
     'Use for how many of something there are. Best when objects are small, crowded or partly hidden and a detection must be corrected.',
     'How many people are sitting at the tables?',
     true, 1, '{default,reference}', $plan$
{"steps": [
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "counting.zoom", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 0, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}, "needs": ["detect", "boxed"], "images": ["original", "boxed:boxed"]},
    {"id": "list", "kind": "ask", "prompt": "counting.list", "parser": "text", "needs": ["detect", "boxed", "zoom"], "images": ["original", "boxed:boxed", "crop:zoom"], "only": "prompted", "optional": true},
    {"id": "count", "kind": "ask", "prompt": "counting.count", "parser": "last_line", "needs": ["detect", "boxed", "zoom", "list"], "images": ["original", "boxed:boxed", "crop:zoom"]}
 ],
 "observation": {"from": ["count"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "counting.zoom", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "needs": ["detect", "boxed"], "images": ["original", "boxed:boxed"]},
    {"id": "list", "kind": "ask", "prompt": "counting.list", "parser": "paired_thoughts", "needs": ["detect", "boxed", "zoom"], "images": ["original", "boxed:boxed", "crop:zoom"]},
    {"id": "count", "kind": "ask", "prompt": "counting.count", "parser": "paired_thoughts", "needs": ["detect", "boxed", "zoom", "list"], "images": ["original", "boxed:boxed", "crop:zoom"]}
 ],
 "observation": {"from": ["count"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Perception_Problem_Solver', 1,
     'Use for colour, material, relative position, attributes, or finding one thing in clutter. Best when a zoom on the right place settles it.',
     'What colour is the handbag of the woman by the door?',
     true, 1, '{default,reference}', $plan$
{"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "last_line", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "raw", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"], "max_images": 1}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

-- Code_Problem_Solver. By default: tests are read from the picture three times, twice by the expert and once by another
-- one, and from the question; the program is tried against all of them; a test that one reading alone states and a
-- program that does everything else right contradicts is read again before the program is mended; the best program of
-- all rounds is the result. In the reference profile as the reference system does it: one test, three rounds.
insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Code_Problem_Solver', 1,
     'Use for programming tasks, also those shown in a picture. Best when a program must be written and tried out.',
     'Complete the function whose behaviour the diagram shows.',
     true, 0, '{default,reference}', $plan$
{"steps": [
    {"id": "first", "kind": "ask", "prompt": "code.test.first", "parser": "text", "optional": true, "only": "prompted"},
    {"id": "second", "kind": "verify", "prompt": "code.test.first", "parser": "text", "optional": true, "only": "prompted"},
    {"id": "other", "kind": "ask", "prompt": "code.test.other", "parser": "text", "optional": true, "only": "prompted"},
    {"id": "tests", "kind": "run_code", "needs": ["first", "second", "other"], "parameters": {"mode": "read_tests"}},
    {"id": "rounds", "kind": "repeat", "needs": ["tests"], "parameters": {"rounds": "4", "until": "pass"}, "repeat": [
        {"id": "generate", "kind": "ask", "prompt": "code.generate", "parser": "text", "when": "try="},
        {"id": "regenerate", "kind": "ask", "prompt": "code.regenerate", "parser": "text", "when": "try=none"},
        {"id": "repair", "kind": "ask", "prompt": "code.repair", "parser": "text", "when": "try=fail"},
        {"id": "reread", "kind": "ask", "prompt": "code.test.reread", "parser": "text", "when": "try=doubt", "optional": true},
        {"id": "reading", "kind": "run_code", "needs": ["reread"], "parameters": {"mode": "read_tests"}, "when": "try=doubt"},
        {"id": "try", "kind": "run_code", "needs": ["tests", "generate", "regenerate", "repair", "reading"], "parameters": {"mode": "try"}}
    ]}
 ],
 "observation": {"from": ["rounds"], "max_chars": 20000, "keep": "head"},
 "profiles": {"reference": {"steps": [
    {"id": "reading", "kind": "repeat", "parameters": {"rounds": "2", "until": "tests"}, "repeat": [
        {"id": "first", "kind": "ask", "prompt": "code.test", "parser": "raw"},
        {"id": "test", "kind": "run_code", "needs": ["first"], "parameters": {"mode": "read_tests", "rules": "reference"}}
    ]},
    {"id": "rounds", "kind": "repeat", "needs": ["reading"], "parameters": {"rounds": "3", "until": "pass"}, "repeat": [
        {"id": "generate", "kind": "ask", "prompt": "code.generate", "parser": "raw", "when": "try="},
        {"id": "regenerate", "kind": "ask", "prompt": "code.regenerate", "parser": "raw", "when": "try=none"},
        {"id": "repair", "kind": "ask", "prompt": "code.repair", "parser": "raw", "when": "try=fail"},
        {"id": "try", "kind": "run_code", "needs": ["reading", "generate", "regenerate", "repair"], "parameters": {"mode": "try", "rules": "reference"}}
    ]}
 ],
 "observation": {"from": ["rounds"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

-- Skills that the reference system names or hides but that nobody could call: questions that chain conditions,
-- scenes of solids, the plain question, and the zoom. The reference profile goes on without them.

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Compositional_Visual_Reasoning_Skill', 1,
     'Use for questions that chain attributes and relations of rendered solids. Best when several conditions must hold at once.',
     'Is there a metal cube to the left of the largest sphere?',
     true, 1, '{default}', $plan$
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
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('clevr_problem_solver', 1,
     'Use for scenes of simple rendered solids. Best when shapes, sizes, colours and materials are compared or counted.',
     'How many small cylinders have the colour of the big cube?',
     true, 1, '{default}', $plan$
{"steps": [
    {"id": "inventory", "kind": "ask", "prompt": "clevr.inventory", "parser": "text", "only": "prompted", "optional": true},
    {"id": "program", "kind": "ask", "prompt": "clevr.program", "parser": "text", "only": "prompted", "optional": true, "images": ["none"], "max_output_tokens": 2048},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "clevr.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "worked", "kind": "evaluate", "needs": ["inventory", "program", "detect"], "only": "prompted", "optional": true},
    {"id": "answer", "kind": "verify", "prompt": "clevr.answer", "parser": "last_line", "needs": ["inventory", "program", "detect", "boxed", "worked"], "images": ["original", "boxed:boxed"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('none', 1,
     'Hands the question to the expert as it is. Best when no procedure fits.',
     'What does the arrow mean?',
     false, 0, '{default}', $plan$
{"steps": [
    {"id": "answer", "kind": "ask", "prompt": "none.answer", "parser": "last_line"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$);

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('zoom', 1,
     'Looks at one place enlarged, then answers.',
     'What is in the upper left corner?',
     false, 1, '{default}', $plan$
{"steps": [
    {"id": "zoom", "kind": "zoom", "capability": "ground", "each": true, "prompt": "zoom.task", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.15", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "perception.answer", "parser": "last_line", "needs": ["zoom"], "system": "perception.system", "images": ["original", "crop:zoom"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}
$plan$);

-- Level 1: routers. They have no plan of their own; their leaves have theirs ----------------------------

insert into skills (name, level, description, example, in_prompt, min_images, profiles, plan) values
    ('Embodied_Scene_QA_Skill', 1,
     'Use for robots and scenes acted in: trajectories, next movements, pointing, spatial mechanics, several views. Best when the question is about acting in the pictured space.',
     'In which direction must the gripper move to reach the handle?',
     true, 1, '{default,reference}', null),
    ('ocr_problem_solver', 1,
     'Use for text in pictures: signs, receipts, tables, documents, formulas. Best when the answer stands written in the picture.',
     'What is the total amount on the receipt?',
     true, 1, '{default,reference}', null),
    ('Diagram_Reasoning_Skill', 1,
     'Use for abstract drawings: touching or overlapping circles, crossing lines, routes, grids, circled letters, nested shapes. Best when a simple drawing must be judged exactly.',
     'How many times do the blue and the red line cross?',
     true, 1, '{default,reference}', null);

-- Level 2: robot scenes ------------------------------------------------------------------------------

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('ERQA_Trajectory_Outcome_Solver', 2, 'Embodied_Scene_QA_Skill', 'trajectory', 1, false,
     'Follows a drawn path or arrow and says where it leads.', 'Where does the object end up along the red path?', false, $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.trajectory.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.trajectory.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.trajectory.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.trajectory.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.trajectory.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('ERQA_Pointing_Localization_Solver', 2, 'Embodied_Scene_QA_Skill', 'pointing', 2, false,
     'Decides which marked point or place is meant.', 'Which labelled point lies on the edge of the lid?', false, $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.pointing.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 2, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.pointing.answer", "parser": "last_line", "needs": ["caption", "ocr", "focus"], "system": "embodied.pointing.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.pointing.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.pointing.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('ERQA_Multi_View_Task_Solver', 2, 'Embodied_Scene_QA_Skill', 'multi_view', 3, false,
     'Relates several pictures of one scene or task.', 'Which image is closest to completing the task?', false, $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "answer", "kind": "ask", "prompt": "embodied.multi_view.answer", "parser": "last_line", "needs": ["caption", "detect"], "system": "embodied.multi_view.system", "images": ["original"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.multi_view.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.multi_view.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('ERQA_Action_Adjustment_Solver', 2, 'Embodied_Scene_QA_Skill', 'action', 4, false,
     'Chooses the movement that corrects or continues an action.', 'How must the gripper rotate to fit the peg?', false, $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.action.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.action.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.action.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.action.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.action.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('ERQA_Spatial_Mechanics_Solver', 2, 'Embodied_Scene_QA_Skill', 'spatial', 5, true,
     'Judges positions and how things open, turn and fit.', 'On which side is the hinge of the door?', false, $plan$
{"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "embodied.spatial.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 1, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "embodied.spatial.answer", "parser": "last_line", "needs": ["caption", "detect", "focus"], "system": "embodied.spatial.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "answer", "kind": "ask", "prompt": "embodied.spatial.answer", "parser": "paired_thoughts", "needs": ["caption"], "system": "embodied.spatial.system"}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

-- Level 2: text in pictures --------------------------------------------------------------------------

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('OCRBench_Formula_Recognition_Skill', 2, 'ocr_problem_solver', 'formula_recognition', 1, false,
     'Writes a pictured formula as LaTeX.', 'Write the formula in the picture in LaTeX.', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.formula.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.formula.answer", "parser": "latex", "needs": ["ocr", "focus"], "system": "ocr.formula.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.formula.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.formula.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "ocr.formula.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('OCRBench_Key_Information_Extraction_Skill', 2, 'ocr_problem_solver', 'key_information_extraction', 2, false,
     'Takes one field from a receipt, label or form.', 'What is the total amount on this receipt?', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.key_information.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.key_information.answer", "parser": "last_line", "needs": ["ocr", "detect", "boxed", "focus"], "system": "ocr.key_information.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.key_information.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.key_information.answer", "parser": "paired_thoughts", "needs": ["ocr", "detect", "boxed", "focus"], "system": "ocr.key_information.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('OCRBench_Document_Chart_QA_Skill', 2, 'ocr_problem_solver', 'document_chart_qa', 3, false,
     'Answers from the text of documents, tables, charts and covers.', 'Who is the author of this book?', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.document_chart.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.document_chart.answer", "parser": "last_line", "needs": ["ocr", "caption", "focus"], "system": "ocr.document_chart.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.document_chart.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.document_chart.answer", "parser": "paired_thoughts", "needs": ["ocr", "caption", "focus"], "system": "ocr.document_chart.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('OCRBench_Scene_Text_QA_Skill', 2, 'ocr_problem_solver', 'scene_text_qa', 4, true,
     'Answers from text found in a scene.', 'What is the name of this shop?', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "text", "optional": true, "max_output_tokens": 1024},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.scene_text.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.scene_text.answer", "parser": "last_line", "needs": ["ocr", "caption", "detect", "boxed", "focus"], "system": "ocr.scene_text.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "caption", "kind": "caption", "capability": "caption", "each": true, "prompt": "service.caption", "parser": "raw", "optional": true},
    {"id": "detect", "kind": "detect", "capability": "detect", "each": true, "prompt": "service.detect", "parser": "boxes", "optional": true, "max_output_tokens": 4096, "only": "prompted"},
    {"id": "boxed", "kind": "draw_boxes", "needs": ["detect"], "each": true, "only": "prompted", "optional": true},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.scene_text.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.scene_text.answer", "parser": "paired_thoughts", "needs": ["ocr", "caption", "detect", "boxed", "focus"], "system": "ocr.scene_text.system", "images": ["original", "boxed:boxed", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('OCRBench_Text_Recognition_Skill', 2, 'ocr_problem_solver', 'text_recognition', 5, false,
     'Reads what is written, as it is written.', 'What is written in the image?', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.text_recognition.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "ocr.text_recognition.answer", "parser": "last_line", "needs": ["ocr", "focus"], "system": "ocr.text_recognition.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "ocr.text_recognition.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "ocr.text_recognition.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "ocr.text_recognition.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

-- Level 2: diagrams ----------------------------------------------------------------------------------

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('Highlighted_Character_Recognition_Skill', 2, 'Diagram_Reasoning_Skill', 'highlighted_character_recognition', 1, false,
     'Names the circled or highlighted character of a word.', 'Which letter is being circled?', false, $plan$
{"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "text", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.character.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.character.answer", "parser": "last_line", "needs": ["ocr", "focus"], "system": "diagram.character.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "ocr", "kind": "read_text", "capability": "ocr", "each": true, "prompt": "service.read_text", "parser": "raw", "optional": true, "max_output_tokens": 4096},
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.character.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.character.answer", "parser": "paired_thoughts", "needs": ["ocr", "focus"], "system": "diagram.character.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('Grid_Structure_Parsing_Skill', 2, 'Diagram_Reasoning_Skill', 'grid_structure_parsing', 2, false,
     'Counts the rows and columns of a grid or table.', 'How many rows and columns does the grid have?', false, $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.grid.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.grid.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.grid.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.grid.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.grid.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.grid.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('Circle_Contact_and_Overlap_Judge_Skill', 2, 'Diagram_Reasoning_Skill', 'contact_overlap', 3, false,
     'Judges whether circles touch or overlap.', 'Are the two circles overlapping?', false, $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.contact.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.contact.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.contact.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.contact.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.contact.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.contact.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('Intersection_and_Route_Counting_Skill', 2, 'Diagram_Reasoning_Skill', 'intersection_route_counting', 4, false,
     'Counts crossings of lines, or routes of one colour between stations.', 'How many intersection points do the blue and red lines have?', false, $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.routes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.routes.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.routes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.routes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.routes.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.routes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);

insert into skills (name, level, parent, route, route_priority, default_route, description, example, in_prompt, plan) values
    ('Geometric_Shape_Counting_Skill', 2, 'Diagram_Reasoning_Skill', 'geometric_shape_counting', 5, true,
     'Counts circles, squares, pentagons and nested shapes.', 'How many circles are there?', false, $plan$
{"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.shapes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "max_images": 4, "max_output_tokens": 2048, "parameters": {"padding": "0.1", "min_side": "56"}},
    {"id": "answer", "kind": "ask", "prompt": "diagram.shapes.answer", "parser": "last_line", "needs": ["focus"], "system": "diagram.shapes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"},
 "profiles": {"reference": {"steps": [
    {"id": "focus", "kind": "zoom", "capability": "ground", "each": true, "prompt": "diagram.shapes.focus", "system": "zoom.system", "parser": "tool_call", "only": "prompted", "optional": true, "parameters": {"padding": "0", "min_side": "1"}, "max_images": 1},
    {"id": "answer", "kind": "ask", "prompt": "diagram.shapes.answer", "parser": "paired_thoughts", "needs": ["focus"], "system": "diagram.shapes.system", "images": ["original", "crop:focus"]}
 ],
 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "last"}}}}
$plan$);
