"""OpenAI's own Python client, unchanged but for address and key. Arguments: address, key, a picture's hash, a PNG file."""
import sys

import openai

address, key, picture, png = sys.argv[1:5]
client = openai.OpenAI(base_url=address, api_key=key, max_retries=2)


def question(text, image=picture):
    return [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": [{"type": "text", "text": text}, {"type": "image_url", "image_url": {"url": image}}]},
    ]


def expect(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r}, expected {expected!r}")


answer = client.chat.completions.create(model="maestro", messages=question("python?"))
expect(answer.choices[0].message.content, "17")
expect(answer.choices[0].finish_reason, "stop")
expect(answer.usage.total_tokens, 125)
expect(answer.maestro["experts"], ["Chart-R1"])

two = client.chat.completions.create(model="maestro", messages=question("python, twice?"), n=2)
expect([choice.message.content for choice in two.choices], ["17", "17"])

content, reasoning, usage = "", "", None
for chunk in client.chat.completions.create(
    model="maestro", messages=question("python, streamed?"), stream=True, stream_options={"include_usage": True}
):
    usage = chunk.usage or usage
    for choice in chunk.choices:
        content += choice.delta.content or ""
        reasoning += getattr(choice.delta, "reasoning_content", None) or ""
expect(content, "17")
expect(usage.total_tokens, 125)
expect("Chart-R1" in reasoning, True)
expect("usage" in client.chat.completions.create(model="maestro", messages=question("python, raw?")).to_dict(), True)

expect("maestro" in [model.id for model in client.models.list()], True)
expect(client.models.retrieve("maestro").owned_by, "maestro")

with open(png, "rb") as content_of_file:
    file = client.files.create(file=content_of_file, purpose="vision")
expect(file.id in [each.id for each in client.files.list()], True)
expect(client.chat.completions.create(model="maestro", messages=question("python, a file?", file.id)).choices[0].message.content, "17")
expect(len(client.files.content(file.id).read()) > 0, True)
expect(client.files.delete(file.id).deleted, True)

asked = [{"role": "user", "content": [{"type": "input_text", "text": "python?"}, {"type": "input_image", "image_url": picture}]}]
response = client.responses.create(model="maestro", input=asked)
expect(response.output_text, "17")
expect(response.status, "completed")
following = client.responses.create(model="maestro", input="And now?", previous_response_id=response.id)
expect(following.previous_response_id, response.id)
background = client.responses.create(model="maestro", input=asked, background=True)
expect(client.responses.retrieve(background.id).output_text, "17")
expect(client.responses.cancel(background.id).status, "completed")
events = list(client.responses.create(model="maestro", input=asked, stream=True))
expect([event.sequence_number for event in events], list(range(1, 10)))
expect(events[-1].response.output_text, "17")
resumed = list(client.responses.retrieve(background.id, stream=True, starting_after=4))
expect([event.type for event in resumed][:1], ["response.output_text.delta"])
expect(len(list(client.responses.input_items.list(background.id))), 1)
client.responses.delete(background.id)

for kind, call in [
    (openai.NotFoundError, lambda: client.responses.retrieve(background.id)),
    (openai.NotFoundError, lambda: client.models.retrieve("gpt-4o")),
    (openai.BadRequestError, lambda: client.chat.completions.create(model="maestro", messages=question("a", "http://example.com/a.png"))),
    (openai.BadRequestError, lambda: client.chat.completions.create(model="maestro", messages=[{"role": "user", "content": "no picture"}])),
    (openai.AuthenticationError, lambda: openai.OpenAI(base_url=address, api_key="sk-wrong", max_retries=0).models.list()),
]:
    try:
        call()
    except kind as error:
        expect(error.body["code"] is not None, True)
    else:
        raise AssertionError(f"no {kind.__name__}")
print("all is well")
