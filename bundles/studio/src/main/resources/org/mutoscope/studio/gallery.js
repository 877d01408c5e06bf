// The clips of this account, the newest first.
import {moment, state, t} from './words.js';
import {blobOf, get, part} from './server.js';
import {button, el, spot} from './parts.js';

export async function show(main, rest, signal) {
  const list = el('ul', {class: 'cards', id: 'clips'});
  const place = spot();
  const foot = el('div', {class: 'row acts'});
  const watch = new IntersectionObserver(seen => {
    for (const one of seen.filter(entry => entry.isIntersecting)) {
      watch.unobserve(one.target);
      const id = one.target.dataset.clip;
      blobOf(`/v1/videos/${part(id)}/content?variant=thumbnail`, signal).then(url => {
        one.target.src = url;
      }, () => {
        // Expired or deleted meanwhile: the frame stays empty, its words say what it is.
      });
    }
  }, {rootMargin: '200px'});
  signal.addEventListener('abort', () => watch.disconnect(), {once: true});
  let after = null;

  async function more() {
    const page = await get('/v1/videos?limit=24' + (after ? '&after=' + part(after) : ''), signal);
    const first = list.childElementCount;
    list.append(...page.data.map(card));
    list.querySelectorAll('img:not([data-asked])').forEach(image => {
      image.dataset.asked = 'yes';
      watch.observe(image);
    });
    after = page.last_id;
    foot.replaceChildren(...(page.has_more ? [button(t('act.more'), place, more)] : []));
    if (first > 0) {
      list.children[first]?.querySelector('a').focus();
    }
    if (list.childElementCount === 0) {
      main.append(el('p', {class: 'panel'}, t('gallery.none'), ' ', el('a', {href: '#/create'}, t('page.create'))));
    }
  }

  main.append(list, place, foot);
  await more();
}

function card(video) {
  const finished = video.status === 'completed';
  return el('li', {class: 'card'}, el('a', {href: '#/clip/' + part(video.id)},
      finished ? el('img', {class: 'poster', alt: '', 'data-clip': video.id}) : el('span', {class: 'poster'}),
      el('div', {class: 'words'},
          el('p', null, video.prompt ?? t('gallery.no_words')),
          el('p', {class: 'soft'}, t('gallery.line', {state: state(video.mutoscope?.state ?? video.status), at: moment(video.created_at),
            seconds: video.seconds})))));
}
