-- The experts we know how to talk to. Endpoints are the documented local ports; change a row to point
-- elsewhere. Model servers are preferred (smaller number) to the embedded experts, which need no server.

insert into experts (name, kind, endpoint, model, capabilities, description, max_images, expected_latency_ms, temperature, preference, in_prompt) values
    ('Chart-R1', 'openai', 'http://127.0.0.1:2364/v1', 'Chart-R1', '{answer,classify}',
     'Reads bar, line and pie charts: values, trends, legends and arithmetic over them.', 8, 12000, 0.2, 20, true),
    ('GLM-4.6V-Flash', 'openai', 'http://127.0.0.1:2376/v1', 'GLM-4.6V-Flash', '{answer,classify}',
     'Reasons well about mathematics, geometry and logic, and sees everyday scenes reliably.', 8, 15000, 0.2, 10, true),
    ('qwen3-VL-8B-Instruct', 'openai', 'http://127.0.0.1:2362/v1', 'qwen3-VL-8B-Instruct', '{answer,classify}',
     'Counts objects and follows fine detail across a picture; quick to reply.', 8, 8000, 0.2, 12, true),
    ('Qwen3.5-9B', 'openai', 'http://127.0.0.1:2381/v1', 'Qwen3.5-9B', '{answer,classify}',
     'A general language model: text, code and knowledge; it is given no pictures.', 8, 10000, 0.2, 40, true),
    ('Intern-S1-mini', 'openai', 'http://127.0.0.1:2368/v1', 'Intern-S1-mini', '{answer,classify}',
     'Knows the sciences: physics, chemistry, biology, earth, and their figures.', 8, 15000, 0.2, 25, true),
    ('medgemma-1.5-4b-it', 'openai', 'http://127.0.0.1:2369/v1', 'medgemma-1.5-4b-it', '{answer,classify}',
     'Knows medicine: X-rays, scans, pathology slides and clinical questions.', 4, 10000, 0.2, 35, true),
    ('Step3-VL-10B', 'openai', 'http://127.0.0.1:2382/v1', 'Step3-VL-10B', '{answer,classify}',
     'A broad vision-language model: a second opinion on any picture, scene or diagram.', 8, 15000, 0.2, 30, true);

-- Services that skills call for evidence; the policy cannot name them.
insert into experts (name, role, kind, endpoint, model, capabilities, description, max_images, total_timeout_ms, expected_latency_ms, preference, in_prompt) values
    ('GLM-OCR', 'service', 'openai', 'http://127.0.0.1:2388/v1', 'GLM-OCR', '{ocr}',
     'Reads the text of a picture.', 1, 120000, 4000, 20, false),
    ('PR1-Qwen2.5-VL-3B-Detection', 'service', 'openai', 'http://127.0.0.1:2389/v1', 'PR1-Qwen2.5-VL-3B-Detection', '{detect}',
     'Finds everyday objects and their boxes.', 1, 120000, 5000, 20, false),
    ('DeepEyes-7B', 'service', 'openai', 'http://127.0.0.1:2370/v1', 'DeepEyes-7B', '{ground}',
     'Points at the one region of a picture worth a closer look.', 2, 300000, 6000, 20, false);

-- Off until an operator says otherwise: it would send private pictures to a paid service.
insert into experts (name, role, kind, endpoint, model, credential, capabilities, description, max_images, total_timeout_ms, expected_latency_ms, input_micros_per_mtok, output_micros_per_mtok, temperature, preference, in_prompt, enabled) values
    ('gpt-5', 'service', 'openai', 'https://api.openai.com/v1', 'gpt-5', 'env:OPENAI_API_KEY', '{caption}',
     'Describes a picture in detail.', 1, 120000, 15000, 1250000, 10000000, 1, 20, false, false);

-- Embedded experts run in the worker, on the CPU, and look at the pixels. They are no generalists:
-- expert_skills lists what they can do.
insert into experts (name, role, kind, implementation, capabilities, description, max_images, max_concurrency, first_byte_timeout_ms, total_timeout_ms, expected_latency_ms, preference, in_prompt) values
    ('Embedded-Text-Reader', 'expert', 'embedded', 'text-reader', '{ocr}',
     'Reads printed text and answers questions that the text itself answers.', 8, 2, 60000, 60000, 500, 500, true),
    ('Embedded-Chart-Reader', 'expert', 'embedded', 'chart-reader', '{classify}',
     'Measures bars, lines and pie slices in clean charts.', 4, 2, 60000, 60000, 1500, 510, true),
    ('Embedded-Shape-Counter', 'expert', 'embedded', 'shape-counter', '{detect,classify}',
     'Counts and locates coloured geometric shapes, lines and crossings in drawings.', 4, 2, 60000, 60000, 300, 520, true),
    ('Embedded-Zoom', 'service', 'embedded', 'zoom', '{ground}',
     'Chooses the busiest region that the question speaks of.', 2, 2, 30000, 30000, 100, 530, false);
