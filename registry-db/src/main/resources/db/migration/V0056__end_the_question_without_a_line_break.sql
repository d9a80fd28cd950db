-- A part that other prompts include ends where its last line ends; whoever includes it goes on from there.

update prompts set template = $t$Question: {{question}}{{#input_differs}}
What this step is asked to find out: {{input}}{{/input_differs}}$t$
where profile = 'default' and name = 'shared.question';
