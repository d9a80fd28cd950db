-- Prompts of Code_Problem_Solver. What stands in them of programs, tests and errors comes from the sandbox and from
-- earlier replies (skills/README.md: run_code).

insert into prompts (profile, name, template) values

('default', 'code.test.first', $t$A programming task comes with a picture that shows by example what the wanted function does.
{{>shared.question}}

Do not solve the task. Read one example off the picture, the first that is fully legible: exactly what goes in and exactly what comes out. Look twice at every value; where a value cannot be read with certainty, take another example.
Write it as one Python assertion that calls the function by the name and with the parameters given in the task, e.g. assert name(argument) == expected
Reply with assertions only, one for each example that you read with certainty, at most three.$t$),

('default', 'code.test.other', $t$A programming task comes with a picture that shows by example what the wanted function does.
{{>shared.question}}

Do not solve the task. Go through the picture from its end to its beginning: last example first. Of each example that is fully legible say exactly what goes in and exactly what comes out, as a Python assertion that calls the function by the name and with the parameters given in the task. If there is only one example, read that one, starting with what comes out.
Reply with assertions only, at most three.$t$),

('default', 'code.test.reread', $t$A programming task comes with a picture that shows by example what the wanted function does.
{{>shared.question}}

Somebody read this off the picture:
{{try_tests}}
A program that does everything else as it should gives something else there. Either may be wrong. Look at exactly this example in the picture again, value by value: what goes in, what comes out.
Reply with the assertion as the picture really shows it, for the same call, whether it is the one above or another. If the picture shows no such example, reply with the word: none$t$),

('default', 'code.generate', $t$Write a Python function for this task. The picture, if there is one, shows by example what is wanted.
{{>shared.question}}
{{#has_tests}}{{#tests_tests}}

These examples were read off the picture and the task; they may hold a reading error:
{{tests_tests}}
{{/tests_tests}}{{/has_tests}}

Work out the rule from all that is shown before you write. Keep the name, the parameters and the kind of result exactly as given. The program must be complete and run by itself with the standard library alone; no tests, no input, no output.
Reply with exactly one block that begins with ```python and ends with ```$t$),

('default', 'code.regenerate', $t$Write a Python function for this task. The picture, if there is one, shows by example what is wanted.
{{>shared.question}}

The reply before this one held no Python program that could be read:
{{try_reply}}

Keep the name, the parameters and the kind of result exactly as given. The program must be complete and run by itself with the standard library alone; no tests, no input, no output.
Reply with exactly one block that begins with ```python and ends with ```$t$),

('default', 'code.repair', $t$A Python program for this task does not yet do what it should. The picture, if there is one, shows by example what is wanted.
{{>shared.question}}

The program:
```python
{{try_program}}
```
Examples that it fails:
{{try_tests}}
What happened:
{{try_error}}

Find out from the picture and the examples which rule is really meant, then mend the program, or write another. Keep the name, the parameters and the kind of result exactly as given. No special case for an example: what is not shown must come out right, too.
Reply with exactly one block that begins with ```python and ends with ```$t$),

-- The reference system's: one test, read against a stub; generate, regenerate, repair -----------------------

('reference', 'code.test', $t$You are given a picture that holds an example, a function's signature with its docstring, and a candidate implementation of it.
Take one concrete test out of the picture: the explicit arguments and the output that is expected, both read from the picture with care. Write it as a single valid Python assert statement that uses the function exactly as it is defined here. Reply with the assertion and nothing else.

Signature:
{{signature}}

Candidate implementation:
```python
{{stub}}
```$t$),

('default', 'code.test', $t${{>code.test.first}}$t$),

('reference', 'code.generate', $t$Read the picture and the function's signature, and implement the function exactly as they say. Write a complete solution that runs, without tests. Put it into exactly one Python block: ```python … ```

{{>shared.question}}$t$),

('reference', 'code.regenerate', $t$Your reply before this one held no valid Python block. Read the picture and the function's signature, and implement the function exactly as they say. Write a complete solution that runs, without tests. Put it into exactly one Python block: ```python … ```

{{>shared.question}}

Your reply before:
{{try_text}}$t$),

('reference', 'code.repair', $t$The code below failed the test that was taken from the picture. Mend it, using the picture, the task, the code and the error. Do not change the signature. Reply in the same form: exactly one Python block, ```python … ```

{{>shared.question}}

Test:
{{try_tests}}

Code:
```python
{{try_program}}
```

Error:
{{try_error}}$t$);
