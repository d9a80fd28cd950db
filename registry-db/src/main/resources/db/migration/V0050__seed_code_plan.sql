-- Code_Problem_Solver. By default: tests are read from the picture three times, twice by the expert and once by another
-- one, and from the question; the program is tried against all of them; a test that one reading alone states and a
-- program that does everything else right contradicts is read again before the program is mended; the best program of
-- all rounds is the result. In the reference profile as the reference system does it: one test, three rounds.

update skills set plan = $plan$
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
$plan$::jsonb, enabled = true where name = 'Code_Problem_Solver';
