-- An expert that reads till receipts, and a skill that asks it the right way.

insert into experts (name, endpoint, model, capabilities, description,
                     max_images, max_pixels, max_concurrency, max_output_tokens,
                     connect_timeout_ms, first_byte_timeout_ms, total_timeout_ms, expected_latency_ms,
                     input_micros_per_mtok, output_micros_per_mtok)
values ('Receipt-Reader-2B', 'http://127.0.0.1:8000/v1', 'receipt-reader-2b', '{answer,classify}',
        'Reads till receipts: items, prices, totals, tax, change, cashier.',
        2, 4000000, 4, 512,
        2000, 20000, 30000, 1500,
        100000, 400000);

insert into prompts (name, template)
values ('receipt.answer', $t$The picture shows a till receipt.

{{>shared.question}}

Find the line of the receipt that settles the question. Copy amounts exactly as printed and leave the currency sign out.
{{>shared.last_line}}$t$);

insert into skills (name, level, parent, route, route_priority, description, example, in_prompt, plan)
values ('Receipt_Skill', 2, 'ocr_problem_solver', 'receipt', 6,
        'Answers questions about one till receipt.', 'How much change was given?', false,
        '{"steps": [{"id": "answer", "kind": "ask", "prompt": "receipt.answer", "parser": "last_line"}],
          "observation": {"from": ["answer"], "max_chars": 500, "keep": "tail"}}');

-- What speaks for the skill among its siblings.
insert into routing_terms (router, leaf, term, match, weight)
values ('ocr_problem_solver', 'Receipt_Skill', 'receipt', 'word', 12),
       ('ocr_problem_solver', 'Receipt_Skill', 'cashier', 'word', 12),
       ('ocr_problem_solver', 'Receipt_Skill', 'change was given', 'word', 12);

-- Asked first for the skill, and early for its router, which is what the policy names.
insert into expert_skills (expert, skill, preference)
values ('Receipt-Reader-2B', 'Receipt_Skill', 1),
       ('Receipt-Reader-2B', 'ocr_problem_solver', 5);

-- Ten questions with known answers. The pictures are drawn: kind and seed.
insert into probes (name, target, question, picture, accepted)
values ('receipt-01', 'Receipt_Skill', 'How much change was given?', 'receipt:1', '{0.38}'),
       ('receipt-02', 'Receipt_Skill', 'What is the price of Candles?', 'receipt:2', '{20.39,$20.39}'),
       ('receipt-03', 'Receipt_Skill', 'How many Milk were bought?', 'receipt:3', '{1}'),
       ('receipt-04', 'Receipt_Skill', 'What is the name of the cashier?', 'receipt:4', '{Carlos}'),
       ('receipt-05', 'Receipt_Skill', 'How much does the Orange Juice cost?', 'receipt:5', '{16.03}'),
       ('receipt-06', 'Receipt_Skill', 'How much is the tax?', 'receipt:6', '{30.08}'),
       ('receipt-07', 'Receipt_Skill', 'How much change was given?', 'receipt:7', '{3.27,$3.27}'),
       ('receipt-08', 'Receipt_Skill', 'What is the address of the store?', 'receipt:8', '{"521 Mill Lane, Springfield"}'),
       ('receipt-09', 'Receipt_Skill', 'How much does the Candles cost?', 'receipt:9', '{22.62,$22.62}'),
       ('receipt-10', 'Receipt_Skill', 'What is the subtotal?', 'receipt:10', '{109.58}');
