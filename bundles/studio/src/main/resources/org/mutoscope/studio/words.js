// What the pages say, by key. A language is a file of messages; texts of the server are shown as they come.

export const LANGUAGES = {en: 'English', ja: '日本語'};
const CHOSEN = 'mutoscope.language';
let words = {};
let language = 'en';

/** The language that was chosen here, else the first of the browser's that there is. */
export function preferred() {
  const chosen = localStorage.getItem(CHOSEN);
  const wanted = [chosen, ...navigator.languages].filter(Boolean).map(tag => tag.toLowerCase().split('-')[0]);
  return wanted.find(tag => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
}

/** Speaks a language from now on; rejects if its file cannot be had. */
export async function speak(tag) {
  const answer = await fetch(tag + '.json');
  if (!answer.ok) {
    throw new Error(answer.status + ' ' + answer.url);
  }
  words = await answer.json();
  language = tag;
  document.documentElement.lang = tag;
}

export function choose(tag) {
  localStorage.setItem(CHOSEN, tag);
  return speak(tag);
}

export function spoken() {
  return language;
}

/** A text, with {names} replaced. */
export function t(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

export function count(number) {
  return new Intl.NumberFormat(language).format(number);
}

/** A moment: ISO 8601, or seconds since 1970. */
export function moment(value) {
  if (value === null || value === undefined || value === '') {
    return '–';
  }
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short'}).format(date);
}

/** Money in millionths of a minor unit. */
export function money(micros, currency) {
  try {
    const format = new Intl.NumberFormat(language, {style: 'currency', currency});
    return format.format(micros / 1e6 / 10 ** format.resolvedOptions().maximumFractionDigits);
  } catch {
    return count(micros / 1e6) + ' ' + currency;
  }
}

const STATES = {
  queued: 'state.queued', in_progress: 'state.in_progress', waiting: 'state.waiting', in_doubt: 'state.in_doubt',
  completed: 'state.completed', failed: 'state.failed', cancelled: 'state.cancelled',
};

/** What a state of a clip is called; one that is not known, as the server calls it. */
export function state(word) {
  return Object.hasOwn(STATES, word) ? t(STATES[word]) : word;
}
