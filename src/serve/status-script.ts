// What the operator's pages run: told by the server that something changed, they ask for themselves again and replace the parts that did.

/** As it is sent: a file of its own, for no page of ours has a script within. */
export const statusScript = `'use strict';
(() => {
  const frame = document.getElementById('status');
  const said = document.getElementById('live');
  if (frame === null || !('EventSource' in window)) return;
  const restMs = 3000, retryMs = 30000;
  let pulse = frame.dataset.pulse, isAsking = false, isBehind = false, askedAt = 0, timer = 0;

  const say = (text) => { if (said !== null && said.textContent !== text) said.textContent = text; };
  const put = (next) => {
    const focus = document.activeElement;
    const href = focus === null ? null : focus.getAttribute('href');
    for (const part of document.querySelectorAll('[data-live]')) {
      const fresh = next.getElementById(part.id);
      if (fresh === null || fresh.outerHTML === part.outerHTML) continue;
      const isOpen = part.querySelector('details[open]') !== null;
      if (isOpen) for (const details of fresh.querySelectorAll('details')) details.open = true;
      const held = part.contains(focus);
      part.replaceWith(document.adoptNode(fresh));
      if (!held) continue;
      const again = (focus.id && document.getElementById(focus.id)) || [...fresh.querySelectorAll('a')].find((link) => link.getAttribute('href') === href);
      if (again) again.focus({ preventScroll: true });
    }
    const shown = next.getElementById('status');
    if (shown !== null) pulse = shown.dataset.pulse;
  };
  const ask = async () => {
    timer = 0;
    if (isAsking || document.hidden) { isBehind = true; return; }
    isAsking = true;
    isBehind = false;
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' });
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      isBehind = true;
    }
    isAsking = false;
    askedAt = Date.now();
    if (isBehind) soon();
  };
  const soon = () => { if (timer === 0) timer = setTimeout(ask, Math.max(askedAt + restMs - Date.now(), 0)); };

  let polling = 0;
  const poll = () => { say(frame.dataset.staleText); if (polling === 0) polling = setInterval(soon, retryMs); };
  const listen = () => {
    const events = new EventSource(frame.dataset.events);
    events.addEventListener('open', () => { clearInterval(polling); polling = 0; say(frame.dataset.liveText); });
    events.addEventListener('pulse', (event) => { if (event.data !== pulse) soon(); });
    events.addEventListener('error', () => {
      poll();
      // It goes on by itself unless it was refused.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, retryMs);
    });
    addEventListener('pagehide', () => events.close(), { once: true });
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden && isBehind) soon(); });
  addEventListener('pageshow', (event) => { if (event.persisted) listen(); });
  listen();
})();
`
