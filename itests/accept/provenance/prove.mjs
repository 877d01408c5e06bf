// Checks from the static files of a log alone that a file is in it: prove.mjs URL KEY FILE SUBJECT [PROOF]. Formats: c2sp.org/tlog-tiles, RFC 6962, 2.1.1.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [url, key, file, subject, proofFile] = process.argv.slice(2);
const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();
const leaf = (entry) => sha(Buffer.of(0), entry);
const node = (left, right) => sha(Buffer.of(1), left, right);
const fetched = async (path) => {
  const answer = await fetch(url + "/" + path);
  if (!answer.ok) throw new Error(path + ": " + answer.status);
  return Buffer.from(await answer.arrayBuffer());
};
const name = (n) => String(n).padStart(Math.ceil(String(n).length / 3) * 3, "0").match(/.../g).map((d, i, all) => (i < all.length - 1 ? "x" : "") + d).join("/");

const note = String(await fetched("checkpoint"));
const body = note.slice(0, note.indexOf("\n\n") + 1);
const [origin, size, root] = body.split("\n");
const [who, id] = key.split("+");
const typed = key.slice(who.length + id.length + 2); // base64 has plus signs too
const raw = Buffer.from(typed, "base64").subarray(1);
const ed25519 = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]), format: "der", type: "spki" });
const line = note.split("\n").find((l) => l.startsWith("\u2014 " + who + " "));
const signature = Buffer.from(line.split(" ")[2], "base64");
if (who !== origin || signature.subarray(0, 4).toString("hex") !== id || !verify(null, Buffer.from(body), ed25519, signature.subarray(4))) throw new Error("the checkpoint is not signed");

const digest = sha(readFileSync(file)).toString("hex");
let index = -1;
const leaves = [];
for (let bundle = 0; bundle * 256 < size; bundle++) {
  const width = Math.min(256, size - bundle * 256);
  const bytes = await fetched("tile/entries/" + name(bundle) + (width < 256 ? ".p/" + width : ""));
  for (let at = 0; at < bytes.length; ) {
    const entry = bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at));
    const said = JSON.parse(entry);
    if (said.sha256 === digest && said.subject === subject) index = leaves.length;
    leaves.push(leaf(entry));
    at += 2 + entry.length;
  }
}
if (index < 0) throw new Error("the file is not in the log");
const tree = (all) => {
  if (all.length === 1) return all[0];
  const half = 2 ** Math.floor(Math.log2(all.length - 1));
  return node(tree(all.slice(0, half)), tree(all.slice(half)));
};
if (tree(leaves).toString("base64") !== root) throw new Error("the entries do not have the root that is signed");

if (proofFile) {
  const lines = readFileSync(proofFile, "utf8").split("\n");
  const path = lines.slice(2, lines.indexOf("")).map((l) => Buffer.from(l, "base64"));
  let [at, last, hash] = [Number(lines[1].split(" ")[1]), Number(lines[lines.indexOf("") + 2]) - 1, null];
  hash = leaves[at];
  for (const beside of path) {
    if (at & 1 || at === last) {
      hash = node(beside, hash);
      while (!(at & 1) && at !== 0) [at, last] = [at >> 1, last >> 1];
    } else hash = node(hash, beside);
    [at, last] = [at >> 1, last >> 1];
  }
  if (last !== 0 || hash.toString("base64") !== lines[lines.indexOf("") + 3]) throw new Error("the proof does not lead to the root");
}
console.log(JSON.stringify({ origin, size: Number(size), index }));
