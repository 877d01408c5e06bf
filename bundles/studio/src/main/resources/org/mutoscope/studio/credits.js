// What there is to spend, where it came from, where it went.
import {count, moment, t} from './words.js';
import {ask, get} from './server.js';
import {button, el, facts, field, fill, form, panel, spot, table, tell} from './parts.js';

const SOURCES = {
  FREE_DAILY: 'lot.free', PLAN: 'lot.plan', PROMO: 'lot.promo', COMP: 'lot.comp', ADJUST: 'lot.adjust', PURCHASE: 'lot.purchase',
};

export async function show(main, rest, signal) {
  const balance = el('section', {class: 'panel', id: 'balance'});
  const free = el('section', {class: 'panel'});
  const buy = el('section', {class: 'panel'});
  const past = el('section', {class: 'panel', id: 'history'});
  main.append(balance, buy, free, past);
  const refresh = () => Promise.all([fill(balance, () => ofBalance(signal)), fill(past, () => history(signal))]);
  await Promise.all([refresh(), fill(buy, () => voucher(refresh, signal)), fill(free, () => allowance(signal))]);
}

async function ofBalance(signal) {
  const now = await get('/api/v1/credits', signal);
  return [
    el('p', {class: 'price', id: 'available'}, t('credits.available', {credits: count(now.available)})),
    facts([[t('credits.held'), count(now.held)], now.debt > 0 && [t('credits.debt'), count(now.debt)],
      now.free_expires_at && [t('credits.free_until'), moment(now.free_expires_at)]]),
    now.lots.length > 0 && table(t('credits.lots'),
        [t('credits.source'), {text: t('credits.remaining'), number: true}, {text: t('credits.granted'), number: true}, t('say.expires')],
        now.lots.map(lot => [Object.hasOwn(SOURCES, lot.source) ? t(SOURCES[lot.source]) : lot.source, count(lot.remaining), count(lot.granted),
          lot.expires_at ? moment(lot.expires_at) : t('credits.never')])),
  ];
}

async function voucher(refresh, signal) {
  const {data: providers} = await get('/api/v1/billing/providers', signal);
  const title = el('h2', null, t('credits.buy'));
  if (!providers.includes('voucher')) {
    return [title, el('p', null, t('credits.no_voucher', {providers: providers.join(', ') || '–'}))];
  }
  const place = spot();
  const good = el('p', {role: 'status', class: 'good'});
  const code = el('input', {id: 'voucher', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false'});
  return [title, form(place, async () => {
    good.textContent = '';
    const receipt = await ask('POST', '/api/v1/purchases', {json: {provider: 'voucher', proof: code.value.trim()}});
    code.value = '';
    good.textContent = receipt.lot ? t('credits.redeemed', {credits: count(receipt.lot.granted)}) : t('credits.plan_paid', {plan: receipt.plan});
    tell(good.textContent);
    await refresh();
  }, field(t('credits.code'), code, t('credits.code_hint')), place, good,
  el('div', {class: 'row acts'}, el('button', {type: 'submit', class: 'first', id: 'redeem'}, t('act.redeem'))))];
}

async function allowance(signal) {
  const [quota, standing, {data: plans}] = await Promise.all([
    get('/api/v1/quota', signal), get('/api/v1/account/plan', signal), get('/api/v1/plans', signal)]);
  return [
    el('h2', null, t('credits.plan')),
    facts([[t('credits.plan_now'), standing.plan.title], [t('credits.plan_until'), standing.until && moment(standing.until)],
      [t('credits.daily'), t('credits.daily_text', {clips: count(quota.clips_per_day), credits: count(quota.credits_per_day)})],
      [t('credits.why'), quota.reason], [t('credits.factor'), quota.price_factor_percent + ' %']]),
    plans.length > 1 && el('details', null, el('summary', null, t('credits.plans')), table(t('credits.plans'),
        [t('credits.plan_name'), {text: t('credits.plan_daily'), number: true}, {text: t('credits.plan_monthly'), number: true},
          {text: t('credits.plan_running'), number: true}],
        plans.map(plan => [plan.title, count(plan.daily_clips), count(plan.monthly_credits), count(plan.running)]))),
  ];
}

async function history(signal) {
  const rows = [];
  const place = spot();
  const body = el('div');
  const foot = el('div', {class: 'row acts'});
  async function more() {
    const before = rows.length > 0 ? '&before=' + rows.at(-1).seq : '';
    const page = await get('/api/v1/credits/history?limit=25' + before, signal);
    rows.push(...page.data);
    body.replaceChildren(rows.length === 0 ? el('p', {class: 'soft'}, t('credits.no_history'))
      : table(t('credits.history'), [t('say.when'), t('credits.kind'), t('credits.cause'), {text: t('credits.amount'), number: true},
        {text: t('credits.after'), number: true}],
      rows.map(one => [moment(one.at), one.kind, cause(one.cause), count(one.amount), count(one.balance_after)])));
    foot.replaceChildren(...(page.has_more ? [button(t('act.more'), place, more)] : []));
  }
  await more();
  return [el('h2', null, t('credits.history')), body, place, foot];
}

function cause(text) {
  const job = /video_\w+/.exec(text ?? '')?.[0];
  return job ? el('a', {href: '#/clip/' + job}, text) : text;
}
