'use strict';
/* Draws each figure from the cells of the table below it, with uPlot. What is not a number there is not drawn. */
(() => {
  const plots = [];
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const numberIn = (cell) => {
    if (!cell || !cell.classList.contains('number')) return null;
    const number = Number(cell.textContent.replace(/^failed: /, '').trim());
    return Number.isFinite(number) ? number : null;
  };
  const numberOf = (text) => (text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null);
  const short = (number) => {
    const size = Math.abs(number);
    return size !== 0 && (size >= 1e6 || size < 1e-3) ? number.toExponential(1) : String(Number(number.toPrecision(4)));
  };
  const ticks = (u, splits) => splits.map((split) => (split === null ? '' : short(split)));

  // From the least to the greatest, and what else is near enough to be seen beside them.
  const rangeOf = (numbers, others) => {
    let low = Math.min(...numbers), high = Math.max(...numbers);
    const reach = (high - low) || Math.abs(high) || 1;
    for (const other of others) {
      if (other !== null && other > low - 2 * reach && other < high + 2 * reach) {
        low = Math.min(low, other);
        high = Math.max(high, other);
      }
    }
    const room = ((high - low) || Math.abs(high) || 1) * 0.08;
    return [low - room, high + room];
  };

  const axis = (label, more) => ({
    stroke: () => style('--soft'), font: '11px system-ui, sans-serif', labelFont: '11px system-ui, sans-serif',
    label, labelSize: 16, labelGap: 0, size: 22, gap: 3,
    grid: { stroke: () => style('--line'), width: 1 }, ticks: { show: false }, values: ticks, ...more,
  });
  const options = (box, scales, axes, hooks, series) => ({
    width: Math.max(120, box.clientWidth), height: box.clientHeight || 132, padding: [6, 10, 0, 6],
    legend: { show: false }, cursor: { show: false }, scales, axes, hooks, series,
  });
  const drawn = (box, text, data, settings) => {
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', text);
    const plot = new uPlot(settings, data, box);
    plots.push({ plot, box });
    return plot;
  };

  // A word at the pointer, which says what is nearest to it.
  const tip = (box, nearest) => {
    const word = document.createElement('div');
    word.className = 'tip';
    word.hidden = true;
    box.append(word);
    box.addEventListener('pointermove', (event) => {
      const area = box.getBoundingClientRect();
      const x = event.clientX - area.left, y = event.clientY - area.top;
      const found = nearest(x, y);
      word.hidden = !found;
      box.style.cursor = found && found.href ? 'pointer' : '';
      if (!found) return;
      word.textContent = found.text;
      const left = x + 12 + word.offsetWidth > area.width ? x - 12 - word.offsetWidth : x + 12;
      word.style.left = `${Math.max(0, left)}px`;
      word.style.top = `${Math.max(0, y - word.offsetHeight - 8)}px`;
    });
    box.addEventListener('pointerleave', () => { word.hidden = true; });
    box.addEventListener('click', (event) => {
      const area = box.getBoundingClientRect();
      const found = nearest(event.clientX - area.left, event.clientY - area.top);
      if (found && found.href) location.assign(found.href);
    });
  };
  const closest = (spots, reach) => (x, y) => {
    let best = null, least = reach * reach;
    for (const spot of spots) {
      const far = (spot.x - x) ** 2 + (spot.y - y) ** 2;
      if (far < least) { least = far; best = spot; }
    }
    return best;
  };
  const dot = (context, x, y, radius) => { context.beginPath(); context.arc(x, y, radius, 0, 2 * Math.PI); };
  const cross = (context, x, y, radius) => {
    context.beginPath();
    context.moveTo(x - radius, y - radius); context.lineTo(x + radius, y + radius);
    context.moveTo(x - radius, y + radius); context.lineTo(x + radius, y - radius);
    context.stroke();
  };

  // --- A run: each value of a metric is a mark, above the others that are nearly the same. ---
  const strip = (figure, table) => {
    const box = figure.querySelector('.plot');
    const column = Number(figure.dataset.index);
    const values = [...table.tBodies[0].rows].flatMap((row) => {
      const cell = row.cells[column], number = numberIn(cell);
      return number === null ? [] : [{ number, failed: cell.classList.contains('failed'),
        told: cell.textContent.trim(), id: row.cells[1].textContent.trim() }];
    }).sort((a, b) => a.number - b.number);
    if (values.length === 0) { figure.hidden = true; return; }
    const aggregate = numberOf(figure.dataset.aggregate);
    const min = numberOf(figure.dataset.min), max = numberOf(figure.dataset.max);
    const spots = [];
    const draw = (u) => {
      const { ctx, bbox } = u, ratio = devicePixelRatio || 1;
      const at = (number) => u.valToPos(number, 'x', true);
      ctx.save();
      ctx.beginPath(); ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height); ctx.clip();
      if (min !== null || max !== null) {
        const left = min === null ? bbox.left : Math.max(bbox.left, at(min));
        const right = max === null ? bbox.left + bbox.width : Math.min(bbox.left + bbox.width, at(max));
        ctx.fillStyle = style('--range');
        if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
      const step = 7 * ratio, columns = new Map();
      for (const value of values) {
        const bin = Math.round(at(value.number) / step);
        value.level = columns.get(bin) ?? 0;
        columns.set(bin, value.level + 1);
      }
      const rise = Math.min(step, (bbox.height - 2 * step) / Math.max(1, ...columns.values()));
      spots.length = 0;
      for (const value of values) {
        // Of many, those that are nearly the same stand above each other.
        const x = values.length > 60 ? Math.round(at(value.number) / step) * step : at(value.number), y = bbox.top + bbox.height - step - value.level * rise;
        if (value.failed) {
          ctx.strokeStyle = style('--mark-bad'); ctx.lineWidth = 1.8 * ratio;
          cross(ctx, x, y, 2.8 * ratio);
        } else {
          ctx.fillStyle = style('--mark'); ctx.globalAlpha = 0.8;
          dot(ctx, x, y, 3 * ratio); ctx.fill();
          ctx.globalAlpha = 1;
        }
        spots.push({ x: x / ratio, y: y / ratio, text: `${value.id}: ${value.told}` });
      }
      if (aggregate !== null) {
        ctx.strokeStyle = style('--ink'); ctx.lineWidth = 1.5 * ratio; ctx.setLineDash([4 * ratio, 3 * ratio]);
        const x = at(aggregate);
        ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke();
      }
      ctx.restore();
    };
    const xs = values.map((value) => value.number);
    drawn(box, `Values of ${figure.querySelector('.name').textContent}. The table has them all.`,
      [xs, xs.map(() => 0)], options(box,
        { x: { time: false, range: () => rangeOf(xs, [aggregate, min, max]) }, y: { range: [0, 1] } },
        [axis('value'), { show: false }], { draw: [draw] }, [{}, { show: true, paths: () => null, points: { show: false } }]));
    tip(box, (x, y) => closest(spots, 12)(x, y));
  };

  // --- A trend: a line over runs, the oldest first. ---
  const line = (figure, table) => {
    const box = figure.querySelector('.plot');
    const column = Number(figure.dataset.index);
    const rows = table.original ?? [...table.tBodies[0].rows];
    const runs = rows.map((row) => ({ value: numberIn(row.cells[column]), told: row.cells[column].textContent.trim(),
      link: row.cells[0].querySelector('a'), name: row.cells[0].textContent.trim(), time: row.cells[1].textContent.trim() }));
    const numbers = runs.map((run) => run.value).filter((value) => value !== null);
    if (numbers.length === 0) { figure.hidden = true; return; }
    const day = (text) => {
      const time = new Date(text);
      return Number.isNaN(time.getTime()) ? '' : time.toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
    };
    const spots = [];
    const draw = (u) => {
      const { ctx } = u, ratio = devicePixelRatio || 1;
      spots.length = 0;
      runs.forEach((run, index) => {
        if (run.value === null) return;
        const x = u.valToPos(index, 'x', true), y = u.valToPos(run.value, 'y', true);
        ctx.fillStyle = style('--mark');
        dot(ctx, x, y, 3.2 * ratio); ctx.fill();
        spots.push({ x: x / ratio, y: y / ratio, href: run.link?.href, text: `${run.name}, ${day(run.time)}: ${run.told}` });
      });
    };
    const places = (u, which, low, high, step) => {
      const every = Math.max(1, Math.ceil(runs.length / Math.max(1, Math.floor(u.width / 70))));
      return runs.map((run, index) => index).filter((index) => index % every === 0);
    };
    drawn(box, `${figure.querySelector('.name').textContent} over ${runs.length} runs, the oldest first. The table has them all.`,
      [runs.map((run, index) => index), runs.map((run) => run.value)], options(box,
        { x: { time: false, range: () => [-0.4, runs.length - 0.6] }, y: { range: () => rangeOf(numbers, []) } },
        [axis('run, oldest first', { splits: places, values: (u, splits) => splits.map((index) => day(runs[index].time)), grid: { show: false } }),
          axis('value', { size: 44 })],
        { draw: [draw] }, [{}, { stroke: () => style('--mark'), width: 2, points: { show: false } }]));
    tip(box, (x) => {
      const near = spots.reduce((best, spot) => (!best || Math.abs(spot.x - x) < Math.abs(best.x - x) ? spot : best), null);
      return near && Math.abs(near.x - x) < 40 ? near : null;
    });
  };

  // --- A comparison: from the old value to the new one, coloured by what HoneyHive counts. ---
  const counted = { improved: '--mark-good', degraded: '--mark-bad', mixed: '--mixed', none: '--soft' };
  const slope = (figure, table) => {
    const box = figure.querySelector('.plot');
    const row = (table.original ?? [...table.tBodies[0].rows])[Number(figure.dataset.index)];
    const at = (name) => row.cells[[...table.tHead.rows[0].cells].findIndex((head) => head.textContent.trim() === name)];
    const before = numberIn(at('Old value')), after = numberIn(at('New value'));
    if (before === null || after === null) { figure.hidden = true; return; }
    const improved = numberIn(at('Improved')) > 0, degraded = numberIn(at('Degraded')) > 0;
    const colour = counted[improved && degraded ? 'mixed' : improved ? 'improved' : degraded ? 'degraded' : 'none'];
    const spots = [];
    const draw = (u) => {
      const { ctx } = u, ratio = devicePixelRatio || 1;
      spots.length = 0;
      [[0, before, 'old'], [1, after, 'new']].forEach(([place, value, word]) => {
        const x = u.valToPos(place, 'x', true), y = u.valToPos(value, 'y', true);
        dot(ctx, x, y, 5 * ratio);
        ctx.lineWidth = 2 * ratio;
        ctx.strokeStyle = style(colour); ctx.fillStyle = place ? style(colour) : style('--raised');
        ctx.fill(); ctx.stroke();
        spots.push({ x: x / ratio, y: y / ratio, text: `${word}: ${at(place ? 'New value' : 'Old value').textContent.trim()}` });
      });
    };
    drawn(box, `${figure.querySelector('.name').textContent}: ${figure.querySelector('.told').textContent}`,
      [[0, 1], [before, after]], options(box,
        { x: { time: false, range: () => [-0.25, 1.25] }, y: { range: () => rangeOf([before, after], []) } },
        [axis('run', { splits: () => [0, 1], values: () => ['old', 'new'], grid: { show: false } }), axis('value', { size: 44 })],
        { draw: [draw] }, [{}, { stroke: () => style(colour), width: 2.5, points: { show: false } }]));
    tip(box, closest(spots, 24));
  };

  const kinds = { strip, line, slope };
  const drawAll = () => {
    plots.splice(0).forEach(({ plot }) => plot.destroy());
    document.querySelectorAll('.figures').forEach((group) => {
      const table = group.parentElement.querySelector('table');
      group.querySelectorAll('figure').forEach((figure) => {
        figure.querySelector('.plot').replaceChildren();
        kinds[group.dataset.plot](figure, table);
      });
    });
  };
  const redraw = () => plots.forEach(({ plot, box }) => plot.setSize({ width: Math.max(120, box.clientWidth), height: box.clientHeight }));
  let resizing = 0;
  addEventListener('resize', () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(redraw); });
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', redraw);
  }
  document.addEventListener('page', drawAll);
  drawAll();
})();
