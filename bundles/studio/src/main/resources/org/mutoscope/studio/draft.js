// What was written and is not done yet, kept in this tab: a reload or an error loses none of it.
import {fresh} from './server.js';

/** Something unfinished by its name; an empty object if there is none. */
export function draft(name) {
  try {
    return JSON.parse(sessionStorage.getItem('mutoscope.draft.' + name)) ?? {};
  } catch {
    return {};
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem('mutoscope.draft.' + name, JSON.stringify(value));
  } catch {
    // The browser has no room; what is on the screen stays there.
  }
}

export function drop(name) {
  sessionStorage.removeItem('mutoscope.draft.' + name);
}

/**
 * Orders something. Where no answer comes, the same wish is sent again with the same key and the same words, so that asking twice makes
 * one clip; once it is answered, the next order is another.
 * @param {*} wish what is wanted, as JSON
 * @param {object} content what to send for it
 * @param {(content: object, key: string) => Promise} send sends it
 */
export async function once(name, wish, content, send) {
  const at = 'once.' + name;
  const print = JSON.stringify(wish);
  const before = draft(at);
  const order = before.print === print && before.key ? before : {print, content, key: fresh()};
  keep(at, order);
  try {
    const answer = await send(order.content, order.key);
    drop(at);
    return answer;
  } catch (e) {
    if (e.status >= 400 && e.status < 500) {
      drop(at);
    }
    throw e;
  }
}
