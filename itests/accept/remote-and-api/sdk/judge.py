"""Every route of the Videos API with the official Python SDK, unmodified. Arguments: base address, key, model, a clip, a picture, a mailbox."""
import io
import json
import sys
import warnings
import time
import urllib.request

import openai

warnings.simplefilter("ignore")  # the SDK marks the resource that it still ships
base, key, model, clip, picture, mailbox = sys.argv[1:7]
client = openai.OpenAI(base_url=base + "/v1", api_key=key)


def check(condition, otherwise):
    if not condition:
        sys.exit("python: " + str(otherwise))


def done(video):
    video = client.videos.poll(video.id, poll_interval_ms=100)
    check(video.status == "completed", video)
    return video


def refused(kind, code, act):
    try:
        act()
    except kind as e:
        check(e.code == code, f"{e.code} instead of {code}: {e}")
        return
    sys.exit(f"python: {code} was not refused")


with urllib.request.urlopen(mailbox + "/url") as answer:
    hook = answer.read().decode()
endpoint = client.post(
    "/webhook_endpoints",
    cast_to=object,
    body={"name": "python", "url": hook, "event_types": ["video.completed", "video.failed"]},
)

first = client.videos.create_and_poll(prompt="a red kite", model=model, seconds="4", size="720x1280")
check(first.status == "completed" and first.object == "video" and first.progress == 100, first)
check(first.seconds == "4" and first.size == "720x1280" and first.error is None, first)
check(first.remixed_from_video_id is None and first.completed_at is not None, first)
body = client.videos.download_content(first.id).read()
check(body[4:8] == b"ftyp", "no MP4")
check(client.videos.download_content(first.id, variant="thumbnail").read()[8:12] == b"WEBP", "no WebP")
check(client.videos.download_content(first.id, variant="spritesheet").read()[:2] == b"\xff\xd8", "no JPEG")

with open(picture, "rb") as file:
    with_picture = done(client.videos.create(prompt="it moves", model=model, seconds="4", size="720x1280", input_reference=file))
stream = io.BytesIO(open(picture, "rb").read())
done(client.videos.create(prompt="it moves", model=model, seconds="4", size="720x1280", input_reference=stream))

remix = done(client.videos.remix(first.id, prompt="a blue kite"))
check(remix.remixed_from_video_id == first.id, remix)
# This SDK takes files alone for "video"; ids go beside it.
longer = done(client.videos.extend(video=openai.NOT_GIVEN, prompt="it flies on", seconds="4",
                                   extra_body={"video": {"id": first.id}}))
check(longer.seconds == "8", longer)
edited = done(client.videos.edit(video=openai.NOT_GIVEN, prompt="a green kite", extra_body={"video": {"id": first.id}}))
with open(clip, "rb") as file:
    done(client.videos.edit(video=file, prompt="a yellow kite", extra_body={"model": model}))
with open(clip, "rb") as file:
    character = client.videos.create_character(name="Mossy", video=file)
check(client.videos.get_character(character.id).name == "Mossy", character)
done(client.videos.create(prompt="Mossy waves", model=model, seconds="4", size="720x1280",
                          extra_body={"characters": [{"id": character.id}]}))

page = client.videos.list(limit=2, order="asc")
check(len(page.data) == 2 and page.has_more and page.data[0].id == first.id, page)
everything = [video.id for video in client.videos.list(limit=2)]
check(len(everything) == len(set(everything)) == 8, everything)

refused(openai.NotFoundError, "video_not_found", lambda: client.videos.retrieve("video_none"))
refused(openai.NotFoundError, "model_not_found", lambda: client.videos.create(prompt="x", model="no-such-model"))
refused(openai.BadRequestError, "invalid_seconds", lambda: client.videos.create(prompt="x", model=model, seconds="7"))
refused(openai.AuthenticationError, "invalid_api_key",
        lambda: openai.OpenAI(base_url=base + "/v1", api_key="mk_wrong").videos.list())

message = None
for _ in range(600):
    with urllib.request.urlopen(mailbox + "/about?id=" + first.id) as answer:
        message = json.load(answer)
    if message:
        break
    time.sleep(0.1)
check(message, "no webhook came")
event = client.webhooks.unwrap(message["body"], message["headers"], secret=endpoint["signing_secret"])
check(event.type == "video.completed" and event.data.id == first.id, event)
try:
    client.webhooks.unwrap(message["body"] + " ", message["headers"], secret=endpoint["signing_secret"])
    sys.exit("python: a changed message was taken")
except openai.InvalidWebhookSignatureError:
    pass

check(client.videos.delete(first.id).deleted, "not deleted")
refused(openai.NotFoundError, "video_not_found", lambda: client.videos.retrieve(first.id))
print("python: openai", openai.__version__, "all routes")
