// What a page does besides being read: clocks count down, and parts that changed are exchanged. It works without, too.
const root = document.documentElement;
// The clock of a phone may be wrong; that of the server is the one that counts.
const skewMs = Date.now() - Number(root.dataset.now);

function span(ms) {
  const total = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = hours > 0 ? 0 : total % 60;
  const parts = [];
  if (hours > 0) parts.push(`${hours} h`);
  if (minutes > 0) parts.push(`${minutes} min`);
  if (seconds > 0) parts.push(`${seconds} s`);
  return parts.join(' ') || '0 s';
}

function count() {
  const now = Date.now() - skewMs;
  for (const clock of document.querySelectorAll('time[data-due]')) {
    const left = Number(clock.dataset.due) - now;
    const text = left < 0 ? `overdue by ${span(left)}` : `${span(left)} left`;
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle('over', left < 0);
    clock.classList.toggle('soon', left >= 0 && left < 12 * 3600000);
  }
}
setInterval(count, 1000);
count();

const main = document.getElementById('main');
const address = main && main.dataset.events;
if (address && 'EventSource' in window) {
  const say = (text) => {
    const live = document.getElementById('live');
    if (live && live.textContent !== text) live.textContent = text;
  };
  let isFetching = false;
  let isStale = false;

  // What somebody is in the middle of is left alone.
  const isBusy = (part) =>
    part.contains(document.activeElement) && document.activeElement.tagName !== 'A';

  async function exchange() {
    if (isFetching) {
      isStale = true;
      return;
    }
    isFetching = true;
    try {
      const url = new URL(location.href);
      for (const name of ['done', 'at']) url.searchParams.delete(name);
      const answer = await fetch(url, { headers: { accept: 'text/html' } });
      if (!answer.ok || answer.redirected) return say('This page is not up to date: reload it.');
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const fresh of page.querySelectorAll('[data-part]')) {
        const part = document.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
        if (!part) return location.replace(url);
        const opened = [...part.querySelectorAll('details')].map((details) => details.open);
        fresh.querySelectorAll('details').forEach((details, n) => (details.open = opened[n] === true));
        if (part.dataset.part !== 'live' && part.innerHTML !== fresh.innerHTML && !isBusy(part))
          part.replaceWith(document.importNode(fresh, true));
      }
      count();
      say('Kept up to date.');
    } catch {
      say('No connection: this page is not up to date.');
    } finally {
      isFetching = false;
      if (isStale) {
        isStale = false;
        exchange();
      }
    }
  }

  let wasAway = false;
  const source = new EventSource(address);
  source.addEventListener('changed', exchange);
  source.addEventListener('hello', () => {
    if (wasAway) exchange();
    else say('Kept up to date.');
    wasAway = false;
  });
  source.addEventListener('error', () => {
    wasAway = true;
    say('No connection: this page may not be up to date.');
  });
}
