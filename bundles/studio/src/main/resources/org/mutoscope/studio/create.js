// An order: words, model, length, size, perhaps a picture; the price before.
import {count, t} from './words.js';
import {ask, get, pause} from './server.js';
import {act, button, choice, el, field, form, problem, spot, tell} from './parts.js';
import {draft, drop, keep, once} from './draft.js';

const NAME = 'create';

export async function show(main, rest, signal) {
  const [{data: offers}, balance] = await Promise.all([get('/api/v1/models', signal), get('/api/v1/credits', signal)]);
  const saved = draft(NAME);
  const place = spot();
  const prompt = el('textarea', {id: 'prompt', maxlength: '32000', rows: '4'});
  prompt.value = saved.prompt ?? '';
  const advice = el('div', {role: 'status'});
  const options = el('div', {class: 'row'});
  const picture = el('input', {type: 'file', accept: 'image/png,image/jpeg,image/webp', id: 'picture'});
  const price = el('p', {class: 'price', id: 'price', role: 'status', 'aria-live': 'polite'});
  const submit = el('button', {type: 'submit', class: 'first', id: 'submit'}, t('create.submit'));
  const names = offers.map(offer => [offer.id, offer.title || offer.id]);
  const usual = offers.find(offer => offer.aliases.includes('sora-2')) ?? offers[0];
  const model = choice(names, saved.model ?? usual?.id, {id: 'model'});
  let seconds;
  let size;
  let quote = null;
  let asking = null;

  function chosen() {
    return {model: model.value, seconds: seconds.value, size: size.value};
  }

  function remember() {
    keep(NAME, {prompt: prompt.value, ...chosen()});
  }

  async function ofPrice() {
    asking?.abort();
    const now = new AbortController();
    asking = now;
    signal.addEventListener('abort', () => now.abort(), {once: true});
    quote = null;
    price.textContent = t('create.pricing');
    await pause(250, now.signal);
    if (now.signal.aborted) {
      return;
    }
    try {
      // The words do not make the price, but none is told without them.
      const words = prompt.value || '-';
      const told = await ask('POST', '/api/v1/quote', {json: {prompt: words, ...chosen()}, signal: now.signal});
      quote = {...told, words};
      const rest = balance.available - told.credits;
      price.textContent = told.credits === 0 ? t('create.free')
        : t(rest < 0 ? 'create.price_short' : 'create.price', {credits: count(told.credits), available: count(balance.available)});
    } catch (e) {
      if (!now.signal.aborted) {
        price.replaceChildren(problem(e, ofPrice));
      }
    }
  }

  function lay() {
    const offer = offers.find(one => one.id === model.value);
    const before = seconds ? chosen() : saved;
    // A model that names none takes any.
    seconds = offer.seconds.length > 0
      ? choice(offer.seconds.map(one => [String(one), t('say.seconds', {seconds: one})]), before.seconds, {id: 'seconds'})
      : el('input', {id: 'seconds', type: 'number', min: '1', max: '120', value: before.seconds || '4'});
    size = offer.sizes.length > 0 ? choice(offer.sizes, before.size, {id: 'size'}) : el('input', {id: 'size', value: before.size || '720x1280'});
    options.replaceChildren(field(t('create.model'), model, offer.licence && t('create.licence', {licence: offer.licence})),
        field(t('create.seconds'), seconds), field(t('create.size'), size));
    for (const one of [seconds, size]) {
      one.addEventListener('change', () => {
        remember();
        ofPrice();
      });
    }
    ofPrice();
  }

  async function order() {
    remember();
    if (quote && (quote.words !== prompt.value || Date.parse(quote.expires_at) < Date.now() + 5000)) {
      await ofPrice();
    }
    const content = {prompt: prompt.value, ...chosen(), ...(quote ? {quote_id: quote.quote_id} : {})};
    const file = picture.files[0];
    // A new price is no new wish: the key follows what is wanted, not what it costs.
    const wish = {prompt: prompt.value, ...chosen(), file: file ? [file.name, file.size, file.lastModified] : null};
    const video = await once(NAME, wish, content, (told, key) => {
      const headers = {'Idempotency-Key': key};
      if (!file) {
        return ask('POST', '/v1/videos', {json: told, headers});
      }
      const body = new FormData();
      Object.entries(told).forEach(([name, value]) => body.set(name, value));
      body.set('input_reference', file);
      return ask('POST', '/v1/videos', {body, headers});
    }).catch(e => {
      if (e.code === 'quote_expired') {
        ofPrice();
      }
      throw e;
    });
    drop(NAME);
    tell(t('create.ordered'));
    location.hash = '#/clip/' + encodeURIComponent(video.id);
  }

  if (offers.length === 0) {
    main.append(el('p', {class: 'panel'}, t('create.no_model')));
    return;
  }
  const better = button(t('create.better'), advice, async () => {
    const told = await ask('POST', '/api/v1/prompts/assist', {json: {prompt: prompt.value, model: model.value}});
    const same = told.suggestion === told.original;
    advice.replaceChildren(...[
      el('p', null, same ? t('create.better_none') : told.suggestion),
      ...told.remarks.map(one => el('p', {class: 'soft'}, one)),
      !same && button(t('create.better_take'), place, async () => {
        prompt.value = told.suggestion;
        remember();
        advice.replaceChildren();
        prompt.focus();
      })].filter(Boolean));
  });
  main.append(form(place, order, el('div', {class: 'panel'},
      field(t('create.prompt'), prompt, t('create.prompt_hint')), el('div', {class: 'row acts'}, better), advice,
      options,
      field(t('create.picture'), picture, t('create.picture_hint')),
      price, place, el('div', {class: 'row acts'}, submit))));
  prompt.addEventListener('input', remember);
  prompt.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      act(submit, place, order);
    }
  });
  model.addEventListener('change', () => {
    lay();
    remember();
  });
  lay();
}
