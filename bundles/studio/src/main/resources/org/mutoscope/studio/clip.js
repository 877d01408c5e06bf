// One clip: while it is made, when it is there, what came of it.
import {count, moment, state, t} from './words.js';
import {ask, blobOf, ended, follow, get, part, send} from './server.js';
import {button, el, facts, field, fill, form, panel, problem, save, spot, sure, tell} from './parts.js';
import {draft, drop, keep, once} from './draft.js';

export async function show(main, [id], signal) {
  let job = await get(`/api/v1/jobs/${part(id)}`, signal);
  const words = el('p', {class: 'panel', id: 'clip-prompt'});
  const stage = el('div', {class: 'panel', id: 'stage'});
  const more = el('div');
  main.append(words, stage, more);
  words.textContent = job.prompt;

  if (!ended(job)) {
    await wait(job, stage, signal, next => {
      job = next;
    });
  }
  if (signal.aborted) {
    return;
  }
  tell(t('clip.now', {state: state(job.state)}));
  await after(job, stage, more, signal);
}

/** Shows progress until the job has ended. */
async function wait(first, stage, signal, onJob) {
  const bar = el('progress', {max: '100', 'aria-label': t('clip.progress')});
  const line = el('p', {role: 'status', 'aria-live': 'polite', id: 'progress'});
  const reason = el('p', {class: 'soft'});
  const cut = el('p', {class: 'soft', role: 'status'});
  const place = spot();
  stage.replaceChildren(el('h2', null, t('clip.making')), bar, line, reason, cut, place,
      el('div', {class: 'row acts'}, button(t('act.stop'), place, async () => {
        if (await sure(t('clip.stop_sure'), t('act.stop'))) {
          await send('POST', `/api/v1/jobs/${part(first.id)}/cancel`);
        }
      }, 'bad')));
  let said = '';
  const paint = job => {
    onJob(job);
    if (job.state === 'in_progress') {
      bar.value = job.progress;
    } else {
      bar.removeAttribute('value');
    }
    // Said aloud in steps of a quarter, not with each percent.
    const text = t('clip.line', {state: state(job.state), progress: job.progress - job.progress % (job.progress < 100 ? 25 : 1)});
    if (text !== said) {
      said = text;
      line.textContent = text;
    }
    reason.textContent = job.reason ?? (job.phase ? t('clip.phase', {phase: job.phase, attempt: job.attempts}) : '');
  };
  paint(first);
  try {
    await follow(first.id, paint, e => {
      cut.textContent = e ? t('clip.cut') : '';
    }, signal);
  } catch (e) {
    place.replaceChildren(problem(e));
    throw e;
  }
}

async function after(job, stage, more, signal) {
  const id = job.id;
  const path = `/v1/videos/${part(id)}`;
  const place = spot();
  const remove = button(t('act.delete'), place, async () => {
    if (await sure(t('clip.delete_sure'), t('act.delete'))) {
      await send('DELETE', path);
      tell(t('clip.deleted'));
      location.hash = '#/gallery';
    }
  }, 'bad');
  if (job.state === 'completed' && !job.expired) {
    stage.replaceChildren();
    await fill(stage, async () => {
      const url = await blobOf(path + '/content', signal);
      const video = el('video', {controls: true, playsinline: true, loop: true, id: 'video', 'aria-label': t('clip.video')});
      video.src = url;
      return [video, place, el('div', {class: 'row acts'},
          el('button', {type: 'button', class: 'first', id: 'download', on: {click: () => save(url, id + '.mp4')}}, t('act.download')), remove)];
    });
  } else {
    stage.replaceChildren(
        job.error ? problem({number: 0, ...job.error}) : el('p', null, t('clip.now', {state: state(job.state)}), ' ', job.reason ?? ''),
        job.expired ? el('p', null, t('clip.expired')) : '',
        place, el('div', {class: 'row acts'}, el('button', {type: 'button', on: {click: () => {
          keep('create', {prompt: job.prompt, model: job.model, seconds: String(job.seconds), size: job.size});
          location.hash = '#/create';
        }}}, t('clip.another')), remove));
  }
  const tree = el('section', {class: 'panel', id: 'lineage'});
  const story = el('div');
  more.replaceChildren(
      job.state === 'completed' && !job.expired ? change(job) : '',
      tree,
      panel(t('clip.facts'), facts([
        [t('clip.model'), job.model], [t('clip.size'), job.size], [t('create.seconds'), t('say.seconds', {seconds: job.delivered_seconds ?? job.seconds})],
        [t('clip.paid'), count(job.credits_captured)], [t('say.created'), moment(job.created_at)], [t('clip.until'), moment(job.expires_at)],
        [t('clip.attribution'), job.attribution], [t('clip.id'), id], [t('clip.remarks'), job.remarks.join(' ')]])),
      el('details', {class: 'panel', on: {toggle: event => event.target.open && fill(story, async () => {
        const told = await get(`/api/v1/jobs/${part(id)}/explain`, signal);
        return facts(told.notes.map(note => [moment(note.at), note.what + (note.detail ? ': ' + note.detail : '')]));
      })}}, el('summary', null, t('clip.story')), story));
  await fill(tree, () => lineage(job, signal));
}

/** Another clip from this one. */
function change(job) {
  const name = 'change.' + job.id;
  const saved = draft(name);
  const place = spot();
  const prompt = el('textarea', {id: 'change', rows: '3', maxlength: '32000', on: {input: () => keep(name, {prompt: prompt.value, seconds: seconds.value})}});
  prompt.value = saved.prompt ?? '';
  const seconds = el('input', {type: 'number', min: '1', max: '20', id: 'longer'});
  seconds.value = saved.seconds ?? String(Math.min(job.seconds, 20));
  const order = async (verb, address, json) => {
    const video = await once(name, [verb, json], json, (body, key) => ask('POST', address, {json: body, headers: {'Idempotency-Key': key}}));
    drop(name);
    location.hash = '#/clip/' + encodeURIComponent(video.id);
  };
  return panel(t('clip.change'), el('p', null, t('clip.change_what')), field(t('clip.change_words'), prompt), place,
      el('div', {class: 'row'},
          field(t('clip.longer'), seconds),
          button(t('act.remix'), place, () => order('remix', `/v1/videos/${part(job.id)}/remix`, {prompt: prompt.value}), 'first'),
          button(t('act.extend'), place, () =>
            order('extend', '/v1/videos/extensions', {video: {id: job.id}, prompt: prompt.value || job.prompt, seconds: seconds.value}))));
}

const VERBS = {create: 'verb.create', extend: 'verb.extend', edit: 'verb.edit', remix: 'verb.remix'};

async function lineage(job, signal) {
  const id = job.id;
  const found = await get(`/api/v1/jobs/${part(id)}/lineage`, signal);
  const all = new Map([...found.ancestors, {id, parent: job.parent}, ...found.descendants].map(one => [one.id, one]));
  const below = parent => [...all.values()].filter(one => (all.has(one.parent) ? one.parent : null) === parent);
  const branch = one => el('li', null,
      one.id === id ? el('span', {'aria-current': 'true'}, t('clip.this'))
        : one.deleted ? t('clip.gone', {id: one.id}) : el('a', {href: '#/clip/' + part(one.id)}, text(one)),
      below(one.id).length > 0 && el('ul', null, below(one.id).map(branch)));
  const text = one => t('clip.node', {verb: Object.hasOwn(VERBS, one.verb) ? t(VERBS[one.verb]) : one.verb, state: state(one.state),
    seconds: one.seconds ?? '', at: moment(one.created_at)});
  return [el('h2', null, t('clip.lineage')), all.size === 1 ? el('p', {class: 'soft'}, t('clip.alone')) : el('ul', {class: 'tree'}, below(null).map(branch))];
}
