// Mutoscope: tells the platform that a clip is watched. docs/concepts/views.md; no cookies, no other servers.
// <script src="https://PLATFORM/views.js"></script> <video data-mutoscope="video_..." [data-mutoscope-token="vt1..."]>
(function () {
  var base = new URL(document.currentScript.src).origin + '/api/v1/views';
  function follow(video) {
    var token = video.dataset.mutoscopeToken, id = video.dataset.mutoscope, beat = 5000;
    var n = 0, watched = 0, last = performance.now(), inView = false, seen = false, asked = false, sent = -1;
    new IntersectionObserver(function (all) { inView = all[all.length - 1].intersectionRatio >= 0.5; }, {threshold: [0, 0.5, 1]}).observe(video);
    function visible() { return inView && document.visibilityState === 'visible'; }
    function send(kind) {
      if (!token || n > 999 || (kind === 'end' && sent === watched)) return;
      sent = watched;
      var body = JSON.stringify({token: token, events: [{n: n++, kind: kind, watched_ms: Math.round(watched), visible: n === 1 || seen}]});
      if (!navigator.sendBeacon(base, body)) fetch(base, {method: 'POST', body: body, keepalive: true});
      seen = false;
    }
    function begin() {
      if (asked) return;
      asked = true;
      if (token) return send('start');
      fetch(base + '/tokens/open', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({video: id})})
        .then(function (answer) { return answer.ok ? answer.json() : {}; })
        .then(function (got) { token = got.token; beat = got.beat_ms || beat; send('start'); }, function () {});
    }
    setInterval(function () {
      var now = performance.now(), passed = Math.min(now - last, 1000);
      last = now;
      if (video.paused || video.ended || video.readyState < 3 || !visible()) return;
      watched += passed;
      seen = true;
      if (watched - Math.max(sent, 0) >= beat) send('beat');
    }, 250);
    video.addEventListener('playing', begin);
    video.addEventListener('ended', function () { send('end'); });
    addEventListener('pagehide', function () { send('end'); });
    if (!video.paused) begin();
  }
  function all() { document.querySelectorAll('video[data-mutoscope]').forEach(follow); }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', all); else all();
})();
