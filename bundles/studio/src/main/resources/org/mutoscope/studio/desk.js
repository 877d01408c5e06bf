// The rights desk: what is held, on which terms, what waits for a word, what it earned.
import {count, moment, money, t} from './words.js';
import {ask, blobOf, get, part} from './server.js';
import {button, choice, el, facts, field, fill, form, panel, save, spot, sure, table, tell, tick} from './parts.js';

const KINDS = {
  likeness: 'kind.likeness', voice: 'kind.voice', character: 'kind.character', artwork: 'kind.artwork', music: 'kind.music',
};
const PURPOSES = {
  personal: 'purpose.personal', editorial: 'purpose.editorial', commercial: 'purpose.commercial', advertising: 'purpose.advertising',
};

export async function show(main, [id], signal) {
  if (id) {
    const place = el('div');
    main.append(el('p', null, el('a', {href: '#/desk'}, t('desk.all'))), place);
    await fill(place, () => subject(place, id, signal));
    return;
  }
  const parts = [
    [t('desk.approvals'), approvals], [t('desk.subjects'), subjects], [t('desk.uses'), uses], [t('desk.earned'), earned],
  ].map(([title, load]) => {
    const body = el('div');
    main.append(panel(title, body));
    const again = () => fill(body, () => load(signal, again));
    return again();
  });
  await Promise.all(parts);
}

async function approvals(signal, again) {
  const {data} = await get('/api/v1/rights/approvals', signal);
  if (data.length === 0) {
    return el('p', {class: 'soft'}, t('desk.no_approvals'));
  }
  return data.map(one => {
    const place = spot();
    const screen = el('div');
    const answer = agreed => async () => {
      await ask('POST', `/api/v1/rights/approvals/${part(one.job)}`, {json: {agreed}});
      tell(t('desk.answered'));
      await again();
    };
    return el('article', {class: 'panel'}, el('p', null, one.prompt),
        facts([[t('desk.stage'), t(one.stage === 'draft' ? 'desk.stage_draft' : 'desk.stage_before')],
          [t('desk.asked'), moment(one.asked_at)], [t('desk.until'), moment(one.ends_at)]]),
        screen, place, el('div', {class: 'row acts'},
            one.content && button(t('desk.watch'), place, async () => {
              const video = el('video', {controls: true, playsinline: true, 'aria-label': t('clip.video')});
              video.src = await blobOf(`/api/v1/rights/approvals/${part(one.job)}/content`, signal);
              screen.replaceChildren(video);
            }),
            button(t('desk.yes'), place, answer(true), 'first'), button(t('desk.no'), place, answer(false), 'bad')));
  });
}

async function subjects(signal) {
  const {data} = await get('/api/v1/rights/subjects?limit=100', signal);
  const place = spot();
  const kind = choice(Object.entries(KINDS).map(([word, key]) => [word, t(key)]));
  const name = el('input', {maxlength: '200'});
  const evidence = el('textarea', {rows: '3'});
  const minor = el('input', {type: 'checkbox'});
  return [
    data.length === 0 ? el('p', {class: 'soft'}, t('desk.no_subjects')) : table(t('desk.subjects'),
        [t('desk.name'), t('desk.kind'), t('say.state'), {text: t('desk.offers'), number: true}],
        data.map(one => [el('a', {href: '#/desk/' + part(one.id)}, one.name), Object.hasOwn(KINDS, one.kind) ? t(KINDS[one.kind]) : one.kind,
          one.state, count(one.offers?.length ?? 0)])),
    el('details', null, el('summary', null, t('desk.register')), form(place, async () => {
      const made = await ask('POST', '/api/v1/rights/subjects',
          {json: {kind: kind.value, name: name.value, minor: minor.checked, evidence: evidence.value}});
      location.hash = '#/desk/' + part(made.id);
    }, field(t('desk.kind'), kind), field(t('desk.name'), name), tick(t('desk.minor'), minor), field(t('desk.evidence'), evidence, t('desk.evidence_hint')),
    place, el('div', {class: 'row acts'}, el('button', {type: 'submit', class: 'first'}, t('desk.register'))))),
  ];
}

async function subject(place, id, signal) {
  const address = `/api/v1/rights/subjects/${part(id)}`;
  const one = await get(address, signal);
  const again = () => fill(place, () => subject(place, id, signal));
  const at = spot();
  const why = el('input', {maxlength: '400', id: 'why'});
  const off = one.state === 'off';
  return [
    panel(one.name, facts([[t('desk.kind'), Object.hasOwn(KINDS, one.kind) ? t(KINDS[one.kind]) : one.kind], [t('say.state'), one.state],
      [t('say.created'), moment(one.created_at)], [t('clip.id'), one.id]])),
    panel(t('desk.offers'), el('ul', null, (one.offers ?? []).map(offer => el('li', null, plain(offer.credits, offer.terms), ' ',
        button(t('desk.withdraw'), at, async () => {
          if (await sure(t('desk.withdraw_sure'), t('desk.withdraw'))) {
            await ask('DELETE', `/api/v1/rights/offers/${part(offer.id)}`);
            await again();
          }
        }, 'bad')))), at, offerForm(address, again)),
    panel(t(off ? 'desk.on' : 'desk.off'), el('p', null, t(off ? 'desk.on_what' : 'desk.off_what')), form(at, async () => {
      if (off || await sure(t('desk.off_sure', {name: one.name}), t('desk.off'))) {
        await ask('POST', address + (off ? '/on' : '/off'), {json: {reason: why.value}});
        await again();
      }
    }, field(t('desk.reason'), why), el('div', {class: 'row acts'}, el('button', {type: 'submit', class: off ? 'first' : 'bad'}, t(off ? 'desk.on' : 'desk.off'))))),
  ];
}

function offerForm(address, again) {
  const place = spot();
  const preview = el('p', {role: 'status', 'aria-live': 'polite', class: 'price'});
  const credits = el('input', {type: 'number', min: '0', value: '10'});
  const most = el('input', {type: 'number', min: '1'});
  const days = el('input', {type: 'number', min: '1'});
  const consent = choice([['', t('terms.no_consent')], ['before', t('terms.before')], ['after', t('terms.after')]]);
  const purposes = Object.entries(PURPOSES).map(([word, key]) => {
    const box = el('input', {type: 'checkbox', value: word});
    box.checked = word === 'personal';
    return [box, tick(t(key), box)];
  });
  const terms = () => {
    const all = {purpose: purposes.filter(([box]) => box.checked).map(([box]) => box.value).join(',')};
    if (most.value) {
      all.count = most.value;
    }
    if (days.value) {
      all.elapsedTime = 'P' + days.value + 'D';
    }
    if (consent.value) {
      all.obtainConsent = consent.value;
    }
    if (!all.purpose) {
      delete all.purpose;
    }
    return all;
  };
  const show = () => {
    preview.textContent = plain(credits.value, terms());
  };
  const made = form(place, async () => {
    await ask('POST', address + '/offers', {json: {credits: Number(credits.value), terms: terms()}});
    tell(t('desk.offered'));
    await again();
  }, el('h3', null, t('desk.new_offer')), el('div', {class: 'row'}, field(t('terms.price'), credits), field(t('terms.count'), most), field(t('terms.days'), days)),
  el('fieldset', null, el('legend', null, t('terms.purpose')), purposes.map(([, line]) => line)),
  field(t('terms.consent'), consent), preview, place,
  el('div', {class: 'row acts'}, el('button', {type: 'submit', class: 'first'}, t('desk.offer'))));
  made.addEventListener('input', show);
  show();
  return made;
}

/** What an offer says, in a sentence; terms that have no words here are named as they are. */
function plain(credits, terms) {
  const said = [Number(credits) === 0 ? t('terms.say_free') : t('terms.say_price', {credits: count(Number(credits))})];
  for (const [name, value] of Object.entries(terms ?? {})) {
    const days = /^P(\d+)D$/.exec(value)?.[1];
    if (name === 'purpose') {
      said.push(t('terms.say_purpose', {purposes: value.split(',').map(one => (Object.hasOwn(PURPOSES, one) ? t(PURPOSES[one]) : one)).join(', ')}));
    } else if (name === 'count') {
      said.push(t('terms.say_count', {count: count(Number(value))}));
    } else if (name === 'elapsedTime' && days) {
      said.push(t('terms.say_days', {days: count(Number(days))}));
    } else if (name === 'obtainConsent') {
      said.push(t(value === 'before' ? 'terms.say_before' : 'terms.say_after'));
    } else {
      said.push(name + ': ' + value + '.');
    }
  }
  if (!Object.hasOwn(terms ?? {}, 'purpose')) {
    said.push(t('terms.say_purpose', {purposes: t('purpose.personal')}));
  }
  return said.join(' ');
}

async function uses(signal) {
  const {data} = await get('/api/v1/rights/uses?limit=50', signal);
  return data.length === 0 ? el('p', {class: 'soft'}, t('desk.no_uses')) : table(t('desk.uses'),
      [t('say.when'), t('desk.subject'), t('desk.clip'), t('say.state'), {text: t('credits.amount'), number: true}, t('desk.earned')],
      data.map(one => [moment(one.at), one.subject, one.job, one.state, count(one.credits), one.earned ? t('say.yes') : t('say.no')]));
}

async function earned(signal) {
  const [{data: balances}, {data: statements}, {data: payouts}] = await Promise.all([
    get('/api/v1/revenue', signal), get('/api/v1/rights/statements', signal), get('/api/v1/rights/payouts', signal)]);
  const place = spot();
  return [
    balances.length === 0 ? el('p', {class: 'soft'}, t('desk.no_income')) : table(t('desk.balance'),
        [t('desk.currency'), {text: t('desk.on_hold'), number: true}, {text: t('desk.payable'), number: true}, {text: t('desk.paid'), number: true}],
        balances.map(one => [one.currency, money(one.on_hold_micros, one.currency), money(one.payable_micros, one.currency),
          money(one.paid_micros, one.currency)])),
    statements.length > 0 && table(t('desk.statements'), [t('desk.period'), t('desk.number'), t('say.created'), ''],
        statements.map(one => [one.period, one.number, moment(one.made_at), button(t('act.download'), place, async () => {
          save(await blobOf(`/api/v1/rights/statements/${part(one.id)}?format=csv`, signal), one.number + '.csv');
        })])),
    place,
    payouts.length > 0 && table(t('desk.payouts'), [t('say.created'), {text: t('credits.amount'), number: true}, t('say.state')],
        payouts.map(one => [moment(one.made_at), money(one.minor * 1e6, one.currency), one.state])),
  ];
}
