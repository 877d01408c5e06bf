// Every route of the Videos API with the official Node SDK, unmodified. Arguments: base address, key, model, a clip, a picture, a mailbox.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const OpenAI = require("openai").default ?? require("openai");
const [base, key, model, clip, picture, mailbox] = process.argv.slice(2);
const client = new OpenAI({ baseURL: base + "/v1", apiKey: key });

function check(condition, otherwise) {
  if (!condition) {
    console.error("node:", JSON.stringify(otherwise));
    process.exit(1);
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function done(video) {
  while (video.status === "queued" || video.status === "in_progress") {
    await pause(100);
    video = await client.videos.retrieve(video.id);
  }
  check(video.status === "completed", video);
  return video;
}

async function refused(status, code, act) {
  try {
    await act();
  } catch (e) {
    check(e.status === status && e.code === code, { status: e.status, code: e.code, wanted: code });
    return;
  }
  check(false, code + " was not refused");
}

const hook = await (await fetch(mailbox + "/url")).text();
const endpoint = await client.webhooks.create({ name: "node", url: hook, event_types: ["video.completed", "video.failed"] });
check((await client.webhooks.eventTypes.list()).data.includes("video.completed"), "event types");
check((await client.webhooks.retrieve(endpoint.id)).url === hook, "retrieve");
check((await client.webhooks.update(endpoint.id, { name: "renamed" })).name === "renamed", "update");
check((await client.webhooks.test(endpoint.id, { event_type: "video.completed" })).success, "test");
const secret = (await client.webhooks.rotateSecret(endpoint.id, { keep_old_secret_active_for_24_hours: true })).signing_secret;

const usual = { model, seconds: "4", size: "720x1280" };
const first = await done(await client.videos.create({ prompt: "a red kite", ...usual }));
check(first.seconds === "4" && first.size === "720x1280" && first.error === null, first);
const bytes = async (variant) => Buffer.from(await (await client.videos.downloadContent(first.id, { variant })).arrayBuffer());
check((await bytes("video")).subarray(4, 8).toString() === "ftyp", "no MP4");
check((await bytes("thumbnail")).subarray(8, 12).toString() === "WEBP", "no WebP");
check((await bytes("spritesheet")).readUInt16BE(0) === 0xffd8, "no JPEG");

await done(await client.videos.create({ prompt: "it moves", ...usual, input_reference: fs.createReadStream(picture) }));
const remix = await done(await client.videos.remix(first.id, { prompt: "a blue kite" }));
check(remix.remixed_from_video_id === first.id, remix);
const longer = await done(await client.videos.extend({ video: { id: first.id }, prompt: "it flies on", seconds: "4" }));
check(longer.seconds === "8", longer);
await done(await client.videos.edit({ video: { id: first.id }, prompt: "a green kite" }));
await done(await client.videos.extend({ video: fs.createReadStream(clip), prompt: "it goes on", seconds: "4", model }));
const character = await client.videos.createCharacter({ name: "Mossy", video: fs.createReadStream(clip) });
check((await client.videos.getCharacter(character.id)).name === "Mossy", character);

const all = [];
for await (const video of client.videos.list({ limit: 2 })) all.push(video.id);
check(all.length === 6 && new Set(all).size === 6, all);

await refused(404, "video_not_found", () => client.videos.retrieve("video_none"));
await refused(404, "model_not_found", () => client.videos.create({ prompt: "x", model: "no-such-model" }));
await refused(400, "invalid_seconds", () => client.videos.create({ prompt: "x", model, seconds: "7" }));

let message = null;
for (let n = 0; n < 600 && !message; n++) {
  message = await (await fetch(mailbox + "/about?id=" + first.id)).json();
  if (!message) await pause(100);
}
check(message, "no webhook came");
for (const signed of [endpoint.signing_secret, secret]) {
  const event = await client.webhooks.unwrap(message.body, message.headers, signed);
  check(event.type === "video.completed" && event.data.id === first.id, event);
}
await client.webhooks.unwrap(message.body + " ", message.headers, secret).then(
  () => check(false, "a changed message was taken"),
  () => {},
);
const listed = [];
for await (const one of client.webhooks.list({ limit: 1 })) listed.push(one.id);
check(listed.includes(endpoint.id), listed);
check((await client.webhooks.delete(endpoint.id)).deleted, "endpoint not deleted");
check((await client.videos.delete(first.id)).deleted, "not deleted");
await refused(404, "video_not_found", () => client.videos.retrieve(first.id));
console.log("node: all routes");
