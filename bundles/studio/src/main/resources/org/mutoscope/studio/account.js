// Who it is: signing in, keys, taking everything along, leaving.
import {moment, t} from './words.js';
import {ask, blobOf, get, me, part, send, signIn, signOut} from './server.js';
import {button, el, facts, field, fill, form, panel, problem, save, spot, sure, table, tell} from './parts.js';

/** The page before all others. */
export async function enter(main, refused, then) {
  const place = spot();
  if (refused) {
    place.replaceChildren(problem(refused));
  }
  const key = el('input', {type: 'password', id: 'key', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', required: true});
  main.append(el('p', null, t('enter.what')), el('div', {class: 'panel'}, form(place, async () => {
    await signIn(key.value.trim());
    tell(t('enter.done'));
    await then();
  }, field(t('enter.key'), key, t('enter.hint')), place,
  el('div', {class: 'row acts'}, el('button', {type: 'submit', class: 'first', id: 'sign-in'}, t('act.sign_in'))))));
}

export async function show(main, rest, signal) {
  main.append(panel(null, facts([
    [t('account.name'), me().name], [t('account.id'), me().account_id], [t('account.roles'), me().roles.join(', ')]])));
  const keys = el('section', {class: 'panel'});
  const leave = el('section', {class: 'panel'});
  const take = spot();
  main.append(keys, panel(t('account.export'), el('p', null, t('account.export_what')), take, button(t('act.download'), take, async () =>
    save(await blobOf('/api/v1/account/export', signal), 'mutoscope-' + me().account_id + '.zip'))), leave);
  await Promise.all([fill(keys, () => keyList(keys, signal)), fill(leave, () => departure(leave, signal))]);
}

async function keyList(place, signal, made) {
  const {data} = await get('/api/v1/keys', signal);
  const at = spot();
  const label = el('input', {maxlength: '200'});
  return [
    el('h2', null, t('account.keys')),
    made && el('div', {role: 'status'}, el('p', null, t('account.key_once')), el('pre', null, made)),
    table(t('account.keys'), [t('account.key_label'), t('account.key_hint'), t('say.created'), t('say.expires'), t('say.state'), ''],
        data.map(one => [one.label, '…' + one.hint, moment(one.created_at), moment(one.expires_at),
          one.revoked ? t('account.key_ended') : t('account.key_good'),
          one.revoked ? '' : button(t('act.end'), at, async () => {
            if (await sure(t('account.key_sure', {label: one.label, hint: one.hint}), t('act.end'))) {
              await send('DELETE', `/api/v1/keys/${part(one.key_id)}`);
              await fill(place, () => keyList(place, signal));
            }
          }, 'bad')])),
    at,
    form(at, async () => {
      const issued = await ask('POST', '/api/v1/keys', {json: {label: label.value}});
      await fill(place, () => keyList(place, signal, issued.api_key));
    }, field(t('account.key_new'), label), el('div', {class: 'row acts'}, el('button', {type: 'submit'}, t('act.issue')))),
  ];
}

async function departure(place, signal) {
  const now = await get('/api/v1/account/deletion', signal);
  const at = spot();
  const asked = now.state !== 'none';
  return [
    el('h2', null, t('account.leave')),
    el('p', null, asked ? t('account.leave_asked', {until: moment(now.due_at)}) : t('account.leave_what')),
    at,
    asked
      ? button(t('account.stay'), at, async () => {
        await send('DELETE', '/api/v1/account/deletion');
        await fill(place, () => departure(place, signal));
      })
      : button(t('account.leave_act'), at, async () => {
        if (await sure(t('account.leave_sure', {name: me().name}), t('account.leave_act'))) {
          const answer = await ask('POST', '/api/v1/account/deletion', {json: {confirm: me().account_id}});
          if (answer.state === 'done') {
            signOut();
            location.reload();
            return;
          }
          await fill(place, () => departure(place, signal));
        }
      }, 'bad'),
  ];
}
