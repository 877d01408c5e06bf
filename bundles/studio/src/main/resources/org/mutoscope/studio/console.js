// For those who run the installation: is it well, what is in it, what it would do if it were changed.
import {count, moment, t} from './words.js';
import {ask, get, may, part, pause, send} from './server.js';
import {button, choice, el, facts, field, fill, form, panel, spot, table, tell} from './parts.js';

export async function show(main, rest, signal) {
  const well = el('div', {id: 'well'});
  main.append(panel(t('console.well'), well));
  const loads = [[t('console.doctor'), doctor], [t('console.plugins'), plugins], [t('console.accounts'), accounts], [t('console.quota'), quota],
    [t('console.audit'), audit]].map(([title, load]) => {
    const body = el('div');
    main.append(panel(title, body));
    const again = () => fill(body, () => load(signal, again));
    return again();
  });
  watch(well, signal);
  await Promise.all(loads);
}

/** Looks every few seconds, while the page is seen, whether it is well. */
async function watch(place, signal) {
  while (!signal.aborted) {
    if (!document.hidden) {
      try {
        place.replaceChildren(...await state(signal));
      } catch (e) {
        if (signal.aborted) {
          return;
        }
        place.replaceChildren(el('p', {class: 'badly', role: 'status'}, t('console.silent', {why: e.message})));
      }
    }
    await pause(5000, signal);
  }
}

async function state(signal) {
  const [health, jobs, backends] = await Promise.all([
    send('GET', '/health', {signal, also: [503]}).then(answer => answer.json()),
    get('/api/v1/jobs?limit=10', signal), get('/api/v1/admin/backends', signal)]);
  const ready = health.status === 'ready';
  return [
    el('p', {class: ready ? 'price good' : 'price badly'}, t(ready ? 'console.ready' : 'console.not_ready')),
    health.obstacles?.length > 0 ? el('ul', null, health.obstacles.map(one => el('li', null, one))) : '',
    facts([[t('console.queued'), count(jobs.queue.queued) + ' / ' + count(jobs.queue.bound)], [t('console.running'), count(jobs.queue.running)]]),
    table(t('console.backends'), [t('console.backend'), t('console.version'), t('say.state'), t('console.device'), {text: t('console.slots'), number: true}, t('create.model')],
        backends.data.map(one => [one.id, one.version, one.state, one.device, one.running + ' / ' + one.slots, one.models.join(', ')])),
    table(t('console.jobs'), [t('say.created'), t('clip.id'), t('say.state'), {text: '%', number: true}, t('create.model'), t('clip.reason')],
        jobs.data.map(one => [moment(one.created_at), one.id, one.state, one.progress, one.model, one.reason ?? one.error?.message ?? ''])),
  ];
}

async function doctor(signal, again) {
  const {checks} = await get('/api/v1/admin/doctor', signal);
  const place = spot();
  const bad = checks.filter(one => one.state !== 'OK');
  return [
    el('p', null, t('console.doctor_line', {good: checks.length - bad.length, all: checks.length})),
    bad.map(one => el('div', {class: 'problem'}, el('strong', null, one.name + ': ' + one.state), el('p', null, one.sentence),
        one.causes.length > 0 && el('ul', null, one.causes.map(cause => el('li', null, cause))), one.command && el('pre', null, one.command))),
    place, button(t('act.again'), place, again),
  ];
}

const VERBS = {
  enable: 'plugin.enable', disable: 'plugin.disable', drain: 'plugin.drain', remove: 'plugin.remove', rollback: 'plugin.rollback',
};

async function plugins(signal, again) {
  const [{data}, {data: changes}] = await Promise.all([get('/api/v1/admin/plugins', signal), get('/api/v1/admin/plugin-changes', signal)]);
  const place = el('div', {id: 'plan', 'aria-live': 'polite'});
  const file = el('input', {type: 'file', accept: '.jar', id: 'jar'});
  const verb = choice([['install', t('plugin.install')], ['upgrade', t('plugin.upgrade')]]);
  const acts = one => el('div', {class: 'row'}, Object.entries(VERBS).map(([word, key]) =>
    button(t(key), place, () => plan(place, {verb: word, name: one.name}, null, again))));
  return [
    data.length === 0 ? el('p', {class: 'soft'}, t('plugin.none')) : table(t('console.plugins'),
        [t('desk.name'), t('console.version'), t('say.state'), t('plugin.sentence'), may('operator') ? t('plugin.change') : ''],
        data.map(one => [one.name, one.version ?? '–', one.state, one.sentence, may('operator') ? acts(one) : ''])),
    may('operator') && form(place, () => {
      const jar = file.files[0];
      if (!jar) {
        throw new Error(t('plugin.no_file'));
      }
      return plan(place, {verb: verb.value, name: jar.name}, jar, again);
    }, el('h3', null, t('plugin.new')), el('div', {class: 'row'}, field(t('plugin.file'), file), field(t('plugin.verb'), verb),
        el('button', {type: 'submit', class: 'first'}, t('plugin.plan')))),
    place,
    changes.length > 0 && el('details', null, el('summary', null, t('plugin.changes')), table(t('plugin.changes'),
        [t('say.when'), t('desk.name'), t('say.state'), t('plugin.sentence')],
        changes.slice(0, 20).map(one => [moment(one.begun_at), one.subject, one.state, one.sentence]))),
  ];
}

/** Shows what a change would do; does it when asked again. */
async function plan(place, wanted, jar, again) {
  const address = more => '/api/v1/admin/plugin-changes?' + new URLSearchParams({...wanted, ...more});
  const type = jar ? 'application/java-archive' : undefined;
  const told = await ask('POST', address({dry_run: 'true'}), {body: jar ?? undefined, type});
  const at = spot();
  place.replaceChildren(el('div', {class: 'panel'},
      el('h3', null, t('plugin.plan_of', {verb: told.verb, name: wanted.name})), el('p', null, told.sentence),
      told.steps.length > 0 && el('ol', null, told.steps.map(step => el('li', null, step.what + ' ' + step.bundle))),
      told.checks.length > 0 && el('ul', null, told.checks.map(one => el('li', {class: one.holds ? 'good' : 'badly'}, (one.holds ? '✓ ' : '✗ ') + one.sentence))),
      facts([[t('plugin.untouched'), count(told.untouched)], [t('plugin.in_use'), count(told.in_use)],
        [t('plugin.drain_seconds'), count(told.drain_seconds)]]),
      told.refusal && el('div', {class: 'problem', role: 'alert'}, el('p', null, told.refusal)), at,
      el('div', {class: 'row acts'},
          el('button', {type: 'button', on: {click: () => place.replaceChildren()}}, t('act.cancel')),
          !told.refusal && button(t('plugin.do'), at, async () => {
            let now = await ask('POST', address({wait: 'false'}), {body: jar ?? undefined, type});
            while (now.state === 'RUNNING') {
              tell(now.events?.at(-1)?.words ?? now.sentence);
              at.replaceChildren(el('ul', null, (now.events ?? []).map(one => el('li', null, one.words))));
              await pause(500);
              now = await get(`/api/v1/admin/plugin-changes/${part(now.id)}`);
            }
            tell(now.sentence);
            await again();
          }, 'first'))));
}

async function accounts(signal) {
  const {data} = await get('/api/v1/accounts?limit=100', signal);
  const place = spot();
  const good = el('p', {role: 'status', class: 'good'});
  const to = choice(data.map(one => [one.account_id, one.name + ' – ' + one.account_id]));
  const credits = el('input', {type: 'number', min: '1'});
  const why = el('input', {maxlength: '400'});
  return [
    table(t('console.accounts'), [t('account.name'), t('account.id'), t('account.roles'), t('say.created')],
        data.map(one => [one.name, one.account_id, one.roles.join(', '), moment(one.created_at)])),
    may('operator') && form(place, async () => {
      good.textContent = '';
      const lot = await ask('POST', '/api/v1/admin/credits/grant', {json: {account_id: to.value, credits: Number(credits.value), reason: why.value}});
      good.textContent = t('console.granted', {credits: count(lot.granted)});
      credits.value = '';
    }, el('h3', null, t('console.grant')), el('div', {class: 'row'}, field(t('account.name'), to), field(t('credits.amount'), credits), field(t('desk.reason'), why)),
    place, good, el('div', {class: 'row acts'}, el('button', {type: 'submit'}, t('console.grant')))),
  ];
}

async function quota(signal) {
  const {data} = await get('/api/v1/admin/quota?limit=20', signal);
  return data.length === 0 ? el('p', {class: 'soft'}, t('console.no_quota')) : table(t('console.quota'),
      [t('say.when'), {text: t('console.clips'), number: true}, {text: t('credits.factor'), number: true}, t('credits.why')],
      data.map(one => [moment(one.at), count(one.clips_per_day), one.price_factor_percent + ' %', one.reason]));
}

async function audit(signal) {
  const {data} = await get('/api/v1/admin/audit?limit=25', signal);
  return table(t('console.audit'), [t('say.when'), t('account.name'), t('console.act'), t('console.subject'), t('console.outcome')],
      data.map(one => [moment(one.at), one.account_name ?? '–', one.act, one.subject, one.outcome]));
}
