// Begins: language, who it is, which page.
import {LANGUAGES, choose, preferred, speak, spoken, t} from './words.js';
import {hasKey, may, me, recall, signOut, whenLost} from './server.js';
import {el, problem, tell, waiting} from './parts.js';
import * as account from './account.js';
import * as boards from './boards.js';
import * as clip from './clip.js';
import * as desk from './desk.js';
import * as gallery from './gallery.js';
import * as operator from './console.js';
import * as create from './create.js';
import * as credits from './credits.js';

const PAGES = {
  create: {title: 'page.create', show: create.show},
  gallery: {title: 'page.gallery', show: gallery.show},
  clip: {title: 'page.clip', show: clip.show, under: 'gallery'},
  boards: {title: 'page.boards', show: boards.show},
  credits: {title: 'page.credits', show: credits.show},
  desk: {title: 'page.desk', show: desk.show, roles: ['creator', 'holder', 'operator']},
  console: {title: 'page.console', show: operator.show, roles: ['operator', 'auditor']},
  account: {title: 'page.account', show: account.show},
};
let leaving = new AbortController();
let turned = false;

function place() {
  return location.hash.replace(/^#\/?/, '').split('/').map(one => {
    try {
      return decodeURIComponent(one);
    } catch {
      return one;
    }
  });
}

function top(current) {
  const main = document.getElementById('main');
  const shown = Object.entries(PAGES).filter(([, page]) => !page.under && (!page.roles || may(...page.roles)));
  const language = el('select', {id: 'language', 'aria-label': t('say.language'), on: {change: event =>
    choose(event.target.value).then(render, e => tell(e.message))}},
  Object.entries(LANGUAGES).map(([tag, name]) => el('option', {value: tag, lang: tag}, name)));
  language.value = spoken();
  document.getElementById('top').replaceChildren(
      el('a', {class: 'skip', href: '#main', on: {click: event => {
        event.preventDefault();
        main.focus();
      }}}, t('say.skip')),
      el('a', {class: 'brand', href: '#/create'}, el('img', {src: 'icon.svg', alt: ''}), 'Mutoscope'),
      el('div', {class: 'aside'}, language, me() && el('button', {type: 'button', id: 'sign-out', on: {click: leave}}, t('act.sign_out'))),
      ...(me() ? [el('nav', {'aria-label': t('say.pages')}, el('ul', null, shown.map(([name, page]) => el('li', null,
          el('a', {href: '#/' + name, 'aria-current': name === current && 'page'}, t(page.title))))))] : []));
}

function leave() {
  signOut();
  location.hash = '#/create';
  render();
}

/** Shows the page that the address names, or the one to sign in first; then goes on to it. */
async function render(refused) {
  leaving.abort();
  leaving = new AbortController();
  const signal = leaving.signal;
  const main = document.getElementById('main');
  const [name, ...rest] = place();
  const page = Object.hasOwn(PAGES, name) ? PAGES[name] : PAGES.create;
  const current = Object.hasOwn(PAGES, name) ? page.under ?? name : 'create';
  try {
    if (hasKey()) {
      top(current);
      main.replaceChildren(waiting());
      await recall(signal);
    }
    if (signal.aborted) {
      return;
    }
    top(me() ? current : '');
    const heading = el('h1', {tabindex: '-1'}, t(me() ? page.title : 'page.sign_in'));
    main.replaceChildren(heading);
    document.title = heading.textContent + ' – Mutoscope';
    if (turned) {
      heading.focus();
    }
    turned = true;
    await (me() ? page.show(main, rest, signal) : account.enter(main, refused instanceof Error ? refused : null, render));
  } catch (e) {
    if (!signal.aborted && e.status !== 401) {
      main.append(problem(e, render));
    }
  }
}

function start() {
  whenLost(render);
  addEventListener('hashchange', () => render());
  speak(preferred()).catch(() => speak('en')).then(() => render(), e => {
    document.getElementById('main').textContent = 'Mutoscope: ' + e.message;
  });
}

start();
