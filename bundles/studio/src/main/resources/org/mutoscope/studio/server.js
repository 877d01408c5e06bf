// Speaks to the platform. The key is kept for this tab alone and goes with it.
import {t} from './words.js';

const KEY = 'mutoscope.key';
let self = null;
let lost = () => {};

/** What the server, or the lack of one, said to a request. */
export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.number = error.number ?? 0;
    this.code = error.code ?? '';
    this.param = error.param ?? null;
  }
}

/** Calls this whenever the server knows the key no longer. */
export function whenLost(act) {
  lost = act;
}

export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Whose key it is, once signed in: account_id, name, roles. */
export function me() {
  return self;
}

export function may(...roles) {
  return self !== null && (self.roles.includes('admin') || roles.some(role => self.roles.includes(role)));
}

/** Asks the server whose key this is and keeps it if it is good. */
export async function signIn(key) {
  const account = await (await send('GET', '/api/v1/account', {key})).json();
  sessionStorage.setItem(KEY, key);
  self = account;
}

/** Learns again who this is, after a reload. */
export async function recall(signal) {
  if (self === null) {
    self = await ask('GET', '/api/v1/account', {signal});
  }
  return self;
}

/** Forgets the key and everything else that this tab knows. */
export function signOut() {
  self = null;
  sessionStorage.clear();
}

/** Sends a request; gives the answer if it went well, else throws {@link Refused}. */
export async function send(method, path, {json, body, type, headers = {}, signal, key, also = []} = {}) {
  const all = new Headers(headers);
  const shown = key ?? sessionStorage.getItem(KEY);
  if (shown) {
    all.set('Authorization', 'Bearer ' + shown.replace(/[^\x21-\x7e]/g, '?'));
  }
  if (json !== undefined) {
    all.set('Content-Type', 'application/json');
  } else if (type) {
    all.set('Content-Type', type);
  }
  let answer;
  try {
    answer = await fetch(path, {
      method, headers: all, body: json === undefined ? body : JSON.stringify(json), signal, cache: 'no-store', redirect: 'error',
    });
  } catch (e) {
    if (signal?.aborted) {
      throw e;
    }
    throw new Refused(0, {message: t('error.unreachable'), code: 'unreachable'});
  }
  if (answer.ok || also.includes(answer.status)) {
    return answer;
  }
  const told = await answer.json().then(read => read?.error, () => null);
  const refused = new Refused(answer.status, told ?? {message: t('error.status', {status: answer.status})});
  if (answer.status === 401 && key === undefined) {
    self = null;
    sessionStorage.removeItem(KEY);
    lost(refused);
  }
  throw refused;
}

/** Sends a request and reads the JSON of the answer. */
export async function ask(method, path, options) {
  return (await send(method, path, options)).json();
}

export function get(path, signal) {
  return ask('GET', path, {signal});
}

/** Part of an address. */
export function part(text) {
  return encodeURIComponent(text);
}

/** Random, as a name for something that must happen once. */
export function fresh() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Fetches a file and gives an address for it in this page, which ends with the signal. */
export async function blobOf(path, signal) {
  const url = URL.createObjectURL(await (await send('GET', path, {signal})).blob());
  if (signal?.aborted) {
    URL.revokeObjectURL(url);
  } else {
    signal?.addEventListener('abort', () => URL.revokeObjectURL(url), {once: true});
  }
  return url;
}

export function pause(milliseconds, signal) {
  return new Promise(done => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    }, {once: true});
  });
}

const ENDS = ['completed', 'failed', 'cancelled'];

export function ended(job) {
  return ENDS.includes(job.state);
}

/**
 * Follows a job to its end. A stream that is cut off is opened again; where there may be none, the job is asked for.
 * @param {(job: object) => void} onJob gets each state
 * @param {(error: Error|null) => void} onCut is told when nothing is heard, and with null when it is again
 */
export async function follow(id, onJob, onCut, signal) {
  let wait = 1000;
  while (!signal.aborted) {
    try {
      const answer = await send('GET', `/api/v1/jobs/${part(id)}/events`, {signal});
      const end = await listen(answer.body, job => {
        wait = 1000;
        onCut(null);
        onJob(job);
        return ended(job);
      });
      if (end) {
        return;
      }
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      if (e instanceof Refused && e.status >= 400 && e.status < 500 && e.status !== 429) {
        throw e;
      }
      onCut(e);
      if (e.status === 429) {
        const job = await get(`/api/v1/jobs/${part(id)}`, signal).catch(() => null);
        if (job) {
          onJob(job);
          if (ended(job)) {
            return;
          }
        }
      }
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, 15000);
  }
}

/** Reads server-sent events until one is the last. */
async function listen(body, onJob) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) {
      return false;
    }
    text += decoder.decode(value, {stream: true});
    let end;
    while ((end = text.indexOf('\n\n')) >= 0) {
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      const data = event.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trim()).join('\n');
      if (data && onJob(JSON.parse(data))) {
        await reader.cancel();
        return true;
      }
    }
  }
}
