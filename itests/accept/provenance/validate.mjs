// What the reference validator (c2pa-rs) says of files: validate.mjs PACKAGES ANCHORS FILE... One line of JSON for each.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [packages, anchors, ...files] = process.argv.slice(2);
const from = createRequire(packages + '/');
const wasm = from.resolve('@contentauth/c2pa-wasm/c2pa.wasm');
const {default: init, WasmReader} = await import(pathToFileURL(wasm.replace('c2pa_bg.wasm', 'c2pa.js')));
await init({module_or_path: readFileSync(wasm)});
const settings = JSON.stringify({
    verify: {verify_trust: true, verify_after_reading: true, remote_manifest_fetch: false, ocsp_fetch: false},
    trust: {
        trust_anchors: readFileSync(anchors, 'utf8'),
        trust_config: '1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.8\n1.3.6.1.4.1.62558.2.1\n',
    },
});
for (const file of files) {
    let told;
    try {
        const reader = await WasmReader.fromBytes('video/mp4', new Uint8Array(readFileSync(file)), settings);
        told = JSON.parse(reader.json());
    } catch (error) {
        told = {validation_state: 'Unreadable', error: String(error)};
    }
    console.log(JSON.stringify(told));
}
