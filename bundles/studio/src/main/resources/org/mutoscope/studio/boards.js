// Storyboards: a script becomes shots, which are edited, priced and ordered as one film.
import {count, moment, t} from './words.js';
import {ask, get, part, send} from './server.js';
import {button, choice, el, field, form, panel, problem, spot, sure, tell} from './parts.js';
import {draft, drop, keep, once} from './draft.js';

export async function show(main, [id], signal) {
  if (id) {
    await editor(main, await get(`/api/v1/storyboards/${part(id)}`, signal), signal);
  } else {
    await all(main, signal);
  }
}

async function all(main, signal) {
  const saved = draft('script');
  const place = spot();
  const script = el('textarea', {id: 'script', rows: '6', maxlength: '32000', on: {input: () => remember()}});
  const title = el('input', {id: 'board-title', maxlength: '200', on: {input: () => remember()}});
  script.value = saved.script ?? '';
  title.value = saved.title ?? '';
  const remember = () => keep('script', {script: script.value, title: title.value});
  main.append(panel(t('boards.new'), form(place, async () => {
    const made = await ask('POST', '/api/v1/storyboards', {json: {script: script.value, ...(title.value ? {title: title.value} : {})}});
    drop('script');
    location.hash = '#/boards/' + part(made.id);
  }, field(t('boards.title'), title), field(t('boards.script'), script, t('boards.script_hint')), place,
  el('div', {class: 'row acts'}, el('button', {type: 'submit', class: 'first', id: 'write'}, t('boards.write'))))));
  const list = el('ul', {class: 'cards'});
  const foot = el('div', {class: 'row acts'});
  const at = spot();
  let after = null;
  async function more() {
    const page = await get('/api/v1/storyboards?limit=24' + (after ? '&after=' + part(after) : ''), signal);
    after = page.data.at(-1)?.id ?? after;
    list.append(...page.data.map(one => el('li', {class: 'card'}, el('a', {href: '#/boards/' + part(one.id)}, el('div', {class: 'words'},
        el('p', null, one.title || t('boards.untitled')),
        el('p', {class: 'soft'}, t('boards.line', {shots: one.shot_count, seconds: one.seconds, at: moment(one.updated_at)})))))));
    foot.replaceChildren(...(page.has_more ? [button(t('act.more'), at, more)] : []));
  }
  main.append(list, at, foot);
  await more();
}

async function editor(main, first, signal) {
  const name = 'board.' + first.id;
  const address = `/api/v1/storyboards/${part(first.id)}`;
  const saved = draft(name);
  let version = first.version;
  let unsaved = saved.version === version;
  const shots = (unsaved ? saved.shots : first.shots).map(shot => ({...shot}));
  const place = spot();
  const price = el('p', {class: 'price', id: 'film-price', role: 'status'});
  const list = el('div');
  const title = el('input', {id: 'board-title', maxlength: '200', on: {input: () => changed()}});
  title.value = unsaved ? saved.title : first.title;
  const {data: offers} = await get('/api/v1/models', signal);
  const model = choice(offers.map(one => [one.id, one.title || one.id]),
      (unsaved ? saved.model : first.model) ?? offers.find(one => one.aliases.includes('sora-2'))?.id, {id: 'board-model'});
  const note = el('p', {class: 'soft', role: 'status'});
  let quote = null;

  function changed() {
    unsaved = true;
    quote = null;
    price.textContent = '';
    note.textContent = t('boards.unsaved');
    keep(name, {version, title: title.value, model: model.value, shots});
  }

  function control(shot, key, label, make) {
    const input = make ?? el('input', {maxlength: '4096'});
    input.value = shot[key] ?? '';
    input.addEventListener('input', () => {
      shot[key] = key === 'seconds' ? Number(input.value) : input.value;
      changed();
    });
    return field(label, input);
  }

  function lay(focus) {
    const lengths = offers.find(one => one.id === model.value)?.seconds ?? [];
    list.replaceChildren(...shots.map((shot, i) => el('fieldset', null, el('legend', null, t('boards.shot', {number: i + 1})),
        control(shot, 'prompt', t('boards.prompt'), el('textarea', {rows: '3', maxlength: '32000'})),
        el('div', {class: 'row'},
            control(shot, 'seconds', t('create.seconds'), lengths.includes(Number(shot.seconds))
              ? choice(lengths.map(one => [String(one), t('say.seconds', {seconds: one})]), shot.seconds)
              : el('input', {type: 'number', min: '1', max: '120'})),
            control(shot, 'transition', t('boards.transition'), choice([['cut', t('boards.cut')], ['fade', t('boards.fade')],
              ['dissolve', t('boards.dissolve')]])),
            control(shot, 'camera', t('boards.camera'))),
        control(shot, 'narration', t('boards.narration'), el('textarea', {rows: '2', maxlength: '4096'})),
        el('div', {class: 'row acts'},
            i > 0 && el('button', {type: 'button', on: {click: () => move(i, i - 1)}}, t('boards.up')),
            i < shots.length - 1 && el('button', {type: 'button', on: {click: () => move(i, i + 1)}}, t('boards.down')),
            shots.length > 1 && el('button', {type: 'button', class: 'bad', on: {click: () => {
              shots.splice(i, 1);
              changed();
              lay(Math.min(i, shots.length - 1));
            }}}, t('boards.remove'))))));
    if (focus !== undefined) {
      list.children[focus]?.querySelector('textarea').focus();
    }
  }

  function move(from, to) {
    shots.splice(to, 0, ...shots.splice(from, 1));
    changed();
    lay(to);
  }

  async function store() {
    const wanted = {
      title: title.value, model: model.value, version,
      ...(first.size ? {size: first.size} : {}), ...(first.language ? {language: first.language} : {}), ...(first.voice ? {voice: first.voice} : {}),
      shots: shots.map(({number, ...shot}) => shot),
    };
    const now = await ask('PUT', address, {json: wanted});
    version = now.version;
    unsaved = false;
    drop(name);
    note.textContent = t('boards.saved');
    return now;
  }

  async function ofPrice() {
    if (unsaved || first.model !== model.value) {
      await store();
      first.model = model.value;
    }
    quote = await ask('POST', address + '/quote', {json: {version}});
    price.textContent = t('boards.price', {credits: count(quote.credits), seconds: quote.seconds});
  }

  async function order() {
    if (!quote || Date.parse(quote.expires_at) < Date.now() + 5000) {
      await ofPrice();
      if (!await sure(price.textContent, t('boards.order'))) {
        return;
      }
    }
    const wanted = {quote_id: quote.quote_id, version};
    const film = await once(name, {version, seconds: quote.seconds}, wanted,
        (json, key) => ask('POST', address + '/videos', {json, headers: {'Idempotency-Key': key}})).catch(e => {
      if (e.code === 'quote_expired') {
        quote = null;
      }
      throw e;
    });
    tell(t('create.ordered'));
    location.hash = '#/clip/' + part(film.id);
  }

  model.addEventListener('change', () => {
    changed();
    lay();
  });
  lay();
  if (unsaved) {
    note.textContent = t('boards.unsaved');
  }
  main.append(el('div', {class: 'panel'}, field(t('boards.title'), title), field(t('create.model'), model),
      first.remarks.map(one => el('p', {class: 'soft'}, one))),
  list,
  el('div', {class: 'row acts'},
      el('button', {type: 'button', on: {click: () => {
        shots.push({seconds: shots.at(-1)?.seconds ?? 4, prompt: '', camera: '', characters: [], negative: '', transition: 'cut', narration: ''});
        changed();
        lay(shots.length - 1);
      }}}, t('boards.add'))),
  el('div', {class: 'panel'}, note, price, place, el('div', {class: 'row acts'},
      button(t('act.save'), place, store),
      button(t('boards.ask_price'), place, ofPrice),
      button(t('boards.order'), place, order, 'first'),
      button(t('act.delete'), place, async () => {
        if (await sure(t('boards.delete_sure'), t('act.delete'))) {
          await send('DELETE', address);
          drop(name);
          location.hash = '#/boards';
        }
      }, 'bad'))));
  if (saved.version !== undefined && !unsaved) {
    main.prepend(problem({message: t('boards.changed')}));
    drop(name);
  }
}
