-- In docker-compose.yml each expert server is a service of its own: reached by its name, not on loopback.
update experts
set endpoint = served.endpoint
from (values
    ('Chart-R1', 'http://chart-r1:2364/v1'),
    ('GLM-4.6V-Flash', 'http://glm-4-6v-flash:2376/v1'),
    ('qwen3-VL-8B-Instruct', 'http://qwen3-vl-8b-instruct:2362/v1'),
    ('Intern-S1-mini', 'http://intern-s1-mini:2368/v1'),
    ('medgemma-1.5-4b-it', 'http://medgemma-1-5-4b-it:2369/v1'),
    ('GLM-OCR', 'http://glm-ocr:2388/v1'),
    ('PR1-Qwen2.5-VL-3B-Detection', 'http://detection:2389/v1'),
    ('DeepEyes-7B', 'http://deepeyes-7b:2370/v1')
) as served (name, endpoint)
where experts.name = served.name;
