'use strict';
/* What a page can do beyond being read: sorted tables, ages that go on, and a look at whether there is anything newer. */
(() => {
  const main = () => document.querySelector('main');

  // --- Tables sort by any column: up, down, and as they came. ---
  const valueOf = (row, column) => {
    const text = (row.cells[column]?.textContent ?? '').replace(/^failed: /, '').trim();
    const number = text === '' ? NaN : Number(text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (a === '' || b === '') return (a === '') - (b === '');
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), 'en', { numeric: true });
  };
  const next = { null: 'ascending', ascending: 'descending', descending: null };
  const sort = (table, column, after) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head) => head.removeAttribute('aria-sort'));
    const body = table.tBodies[0];
    table.original ??= [...body.rows];
    const rows = [...table.original];
    if (after) {
      heads[column].setAttribute('aria-sort', after);
      const keys = new Map(rows.map((row) => [row, valueOf(row, column)]));
      const turn = after === 'ascending' ? 1 : -1;
      // What is empty stays last, whichever way.
      rows.sort((a, b) => {
        const one = keys.get(a), other = keys.get(b);
        return compare(one, other) * (one === '' || other === '' ? 1 : turn);
      });
    }
    body.replaceChildren(...rows);
  };
  const makeSortable = (table) => {
    if (table.rows.length < 3) return;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sort(table, column, next[head.getAttribute('aria-sort')]));
      head.append(button);
    });
  };

  // --- What a person has done to a page is done to the one that replaces it: orders, choices, where somebody is. ---
  const REACHABLE = 'a, button, input, select, [tabindex]';
  const keyOf = (element) => [element.closest('section')?.id, element.tagName,
    element.name || element.getAttribute('href') || element.getAttribute('aria-label') || element.textContent].join();
  const isChanged = (field) => (field.options ? !field.selectedOptions[0]?.defaultSelected : field.value !== field.defaultValue);
  const remember = (page) => {
    const orders = [...page.querySelectorAll('th[aria-sort]')]
      .map((head) => ({ id: head.closest('section').id, text: head.textContent, order: head.getAttribute('aria-sort') }));
    const choices = [...page.querySelectorAll('input:not([type=hidden]), select')].filter(isChanged)
      .map(({ name, value }) => ({ name, value }));
    const scrolls = [...page.querySelectorAll('.table')].map((box) => ({ id: box.closest('section').id, left: box.scrollLeft }));
    const focused = page.contains(document.activeElement) ? keyOf(document.activeElement) : null;
    return (other) => {
      orders.forEach(({ id, text, order }) => {
        const heads = [...other.querySelectorAll(`#${id} th`)];
        const column = heads.findIndex((head) => head.textContent === text);
        if (column >= 0) sort(heads[column].closest('table'), column, order);
      });
      choices.forEach(({ name, value }) => {
        const field = other.querySelector('form').elements.namedItem(name);
        if (field) field.value = value;
      });
      scrolls.forEach(({ id, left }) => { other.querySelector(`#${id} .table`)?.scrollTo({ left }); });
      [...other.querySelectorAll(REACHABLE)].find((element) => keyOf(element) === focused)?.focus({ preventScroll: true });
    };
  };

  // --- Ages go on. ---
  const words = (seconds) => {
    if (seconds < 1) return 'less than a second';
    const [number, unit] = seconds >= 86400 ? [seconds / 86400, 'day'] : seconds >= 3600 ? [seconds / 3600, 'hour']
      : seconds >= 60 ? [seconds / 60, 'minute'] : [seconds, 'second'];
    const whole = Math.floor(number);
    return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
  };
  // How far this machine's clock is from the relay's, in milliseconds.
  let ahead = 0;
  const tell = () => document.querySelectorAll('time[datetime]').forEach((time) => {
    // What has been seen unchanged was seen so up to the last look.
    const until = time.classList.contains('for') ? Date.parse(document.getElementById('asked')?.dateTime) : Date.now() - ahead;
    const seconds = (until - Date.parse(time.dateTime)) / 1000;
    if (Number.isNaN(seconds)) return;
    time.textContent = time.classList.contains('ago') ? (seconds < 2 ? 'just now' : `${words(seconds)} ago`) : words(seconds);
    time.title = time.dateTime;
  });

  // --- Whether there is anything newer: a 304 says that there is not, and how old that is. ---
  // What has ended without being completed is not expected to change soon.
  const changing = () => main().querySelector('.notice.unsettled:not(.ended)') !== null;
  const note = (response) => {
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    ahead = Date.now() - date;
    const looked = date - 1000 * Number(response.headers.get('Age') ?? 0);
    document.querySelectorAll('time.ago').forEach((time) => { time.dateTime = new Date(looked).toISOString(); });
    const since = document.getElementById('since');
    const unchanged = response.headers.get('Relay-Unchanged-For');
    if (since && unchanged) since.dateTime = new Date(looked - 1000 * Number(unchanged)).toISOString();
  };
  const WHY = { 401: 'you have to log in again', 403: 'you may no longer read it', 404: 'it is no longer there', 429: 'there were too many requests' };
  const whyOf = ({ status, ok }) => WHY[status] ?? (ok ? 'another page came in its place' : `the answer was ${status}`);
  // Says why a look has failed, or, without a reason, that none has.
  const tellUnread = (why) => {
    const known = main().querySelector('.unread');
    if (!why) {
      known?.remove();
      return;
    }
    const text = `At the last look this page could not be read: ${why}. What it shows is what was read before.`;
    if (known?.textContent === text) return;
    const notice = known ?? document.createElement('p');
    notice.className = 'notice stale unread';
    notice.textContent = text;
    main().querySelector('h1').after(notice);
    document.getElementById('news').textContent = text;
  };
  // The page's own main part, or null: a gateway may have answered with a page to log in at, or led elsewhere.
  const pageIn = async (response) => {
    const isHtml = (response.headers.get('Content-Type') ?? '').startsWith('text/html');
    if (!response.ok || response.redirected || !isHtml) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main#content[data-tag]');
  };
  const look = async () => {
    const tag = main().dataset.tag;
    const response = await fetch(location.href, { headers: { 'If-None-Match': `W/"${tag}", W/"${tag}-gzip"` }, cache: 'no-store' });
    if (response.status === 304) {
      note(response);
      tellUnread(null);
    } else {
      const page = await pageIn(response);
      if (page) {
        const restore = remember(main());
        main().replaceWith(page);
        note(response);
        start();
        restore(page);
        document.getElementById('news').textContent = 'The page has new numbers.';
      } else {
        tellUnread(whyOf(response));
      }
    }
    tell();
  };
  let looking = false;
  const lookIfSeen = () => {
    if (document.hidden || looking) return;
    looking = true;
    look().catch(() => tellUnread('the relay could not be reached')).finally(() => { looking = false; });
  };

  const start = () => {
    document.querySelectorAll('main table').forEach(makeSortable);
    document.dispatchEvent(new Event('page'));
  };
  start();
  tell();
  if (main().dataset.tag) {
    setInterval(tell, 5000);
    setInterval(() => { if (changing()) lookIfSeen(); }, 10000);
    setInterval(() => { if (!changing()) lookIfSeen(); }, 60000);
    document.addEventListener('visibilitychange', lookIfSeen);
  }
})();
