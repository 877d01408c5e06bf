// What pages are made of. Texts become text nodes; there is no way here to make markup of them.
import {t} from './words.js';

/** An element. What is null or false among attributes and children is left out. */
export function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key === 'on') {
      for (const [type, act] of Object.entries(value)) {
        node.addEventListener(type, act);
      }
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

let last = 0;

/** A name for an element that nothing else has. */
export function unique() {
  last += 1;
  return 'n' + last;
}

/** A control with its label and perhaps a hint. */
export function field(label, control, hint) {
  control.id ||= unique();
  const note = hint ? el('p', {class: 'soft', id: control.id + 'h'}, hint) : null;
  if (note) {
    control.setAttribute('aria-describedby', note.id);
  }
  return el('div', {class: 'cell'}, el('label', {for: control.id}, label), control, note);
}

export function tick(label, control) {
  return el('label', {class: 'line'}, control, label);
}

/** A list to choose from: pairs of value and text, or values. */
export function choice(options, chosen, attributes) {
  const select = el('select', attributes, options.map(one => {
    const [value, text] = Array.isArray(one) ? one : [one, one];
    return el('option', {value}, text);
  }));
  if (chosen !== undefined && chosen !== null && options.some(one => String(Array.isArray(one) ? one[0] : one) === String(chosen))) {
    select.value = String(chosen);
  }
  return select;
}

/** What went wrong: number, name and sentence as the server gave them. */
export function problem(e, again) {
  const head = e.number ? t('error.number', {number: e.number, code: e.code}) : t('error.head');
  return el('div', {class: 'problem', role: 'alert', 'data-code': e.code ?? ''},
      el('strong', null, head),
      el('p', null, e.message),
      e.code === 'insufficient_quota' && el('p', null, el('a', {href: '#/credits'}, t('error.credits'))),
      again && el('button', {type: 'button', on: {click: again}}, t('act.again')));
}

/** Tells those who cannot see it. */
export function tell(text) {
  document.getElementById('told').textContent = text;
}

/** Does something that a control asks for, once at a time; what goes wrong is shown at the place. */
export async function act(control, place, work) {
  if (control?.getAttribute('aria-disabled') === 'true') {
    return undefined;
  }
  control?.setAttribute('aria-disabled', 'true');
  place.replaceChildren();
  try {
    return await work();
  } catch (e) {
    if (e.name !== 'AbortError') {
      place.replaceChildren(problem(e));
    }
    return undefined;
  } finally {
    control?.removeAttribute('aria-disabled');
  }
}

/** A button that does something. */
export function button(text, place, work, kind) {
  const made = el('button', {type: 'button', class: kind}, text);
  made.addEventListener('click', () => act(made, place, work));
  return made;
}

/** A form whose first button does something; Enter does too. */
export function form(place, work, ...children) {
  const made = el('form', {novalidate: true}, children);
  made.addEventListener('submit', event => {
    event.preventDefault();
    act(event.submitter ?? made.querySelector('button[type=submit]'), place, work);
  });
  return made;
}

/** Asks before something that cannot be undone. */
export function sure(question, verb) {
  return new Promise(done => {
    let yes = false;
    const id = unique();
    const no = el('button', {type: 'button', on: {click: () => dialog.close()}}, t('act.cancel'));
    const go = el('button', {type: 'button', class: 'bad', on: {click: () => {
      yes = true;
      dialog.close();
    }}}, verb);
    const dialog = el('dialog', {'aria-labelledby': id}, el('p', {id}, question), el('div', {class: 'row acts'}, no, go));
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(yes);
    });
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}

/** Pairs of a word and what is to be said about it. */
export function facts(pairs) {
  return el('dl', {class: 'facts'}, pairs.filter(pair => pair && pair[1] !== null && pair[1] !== undefined && pair[1] !== '')
      .map(([word, value]) => [el('dt', null, word), el('dd', null, value)]));
}

/** A table that scrolls where it is too wide. Columns: text, or {text, number: true}. */
export function table(caption, columns, rows) {
  const heads = columns.map(one => (typeof one === 'string' ? {text: one} : one));
  return el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
      el('table', null,
          el('caption', null, caption),
          el('thead', null, el('tr', null, heads.map(one => el('th', {scope: 'col', class: one.number && 'number'}, one.text)))),
          el('tbody', null, rows.map(row => el('tr', null, row.map((cell, i) => el('td', {class: heads[i].number && 'number'}, cell)))))));
}

export function panel(title, ...children) {
  return el('section', {class: 'panel'}, title && el('h2', null, title), children);
}

/** A place where an error is shown. */
export function spot() {
  return el('div');
}

export function waiting() {
  return el('p', {class: 'soft'}, t('say.loading'));
}

/** Fills a part of a page from the server; an error is shown there, with a way to try again. */
export async function fill(place, load) {
  place.replaceChildren(waiting());
  try {
    const made = await load();
    place.replaceChildren(...[made].flat(Infinity).filter(Boolean));
  } catch (e) {
    if (e.name !== 'AbortError') {
      place.replaceChildren(problem(e, () => fill(place, load)));
    }
  }
}

/** Has a file saved under a name. */
export function save(url, name) {
  const link = el('a', {href: url, download: name, class: 'unseen'});
  document.body.append(link);
  link.click();
  link.remove();
}
