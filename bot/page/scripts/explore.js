// The views beside the chat: what HTML alone cannot do for them.
function createExplorer({ element, root, go, ask }) {
  const kept = new Map(); // what stood in the filters of each view, for whoever comes back to it
  let leave = () => {};
  let plotly; // the library, once it was asked for

  function loadPlotly() {
    plotly ||= new Promise((resolve, reject) => {
      if (window.Plotly) return resolve(window.Plotly);
      const script = document.createElement('script');
      script.src = `${root}/library/plotly.min.js`;
      script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error('no Plotly in the file')));
      script.onerror = () => reject(new Error(`${script.src} did not load`));
      document.head.append(script);
    });
    plotly.catch(() => { plotly = undefined; }); // the next visit tries again
    return plotly;
  }

  function mounted(container, params) {
    leave();
    leave = () => {};
    const filters = container.querySelector('form[data-rows]');
    if (filters) filterRows(container, filters, kept.get(params.view), (values) => kept.set(params.view, values));
    container.querySelectorAll('table.speakers').forEach(sortable);
    container.querySelector('.choose-topic')?.addEventListener('submit', (event) => {
      event.preventDefault();
      go({ view: 'sides', topic: event.target.elements.topic.value });
    });
    const chart = container.querySelector('.chart');
    if (chart) leave = drawTimeline({ chart, container, element, ask, library: loadPlotly() });
    if (params.statement) showStatement(container, params.statement);
  }

  return { mounted };
}

// After the frame has put the focus on the heading: whoever follows a reply wants that one statement.
function showStatement(container, id) {
  const card = container.querySelector(`[data-statement="${CSS.escape(id)}"] .card`);
  if (!card) return;
  requestAnimationFrame(() => {
    card.classList.add('lit');
    card.scrollIntoView({ block: 'start' });
    card.focus({ preventScroll: true });
  });
}

function withoutAccents(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[‘’]/g, "'").toLowerCase();
}

// Show only the rows that fit all fields of the form. `words` is looked for in what a row says, each word for itself;
// another field is looked for in the row's data of the same name.
function filterRows(container, form, before, keep) {
  const rows = [...container.querySelectorAll(form.dataset.rows)].map((node) => ({
    node, text: withoutAccents(`${node.textContent} ${node.dataset.also || ''}`),
  }));
  const groups = [...container.querySelectorAll('.group')];
  const status = container.querySelector('.shown-count');
  const clear = form.querySelector('[type="reset"]');
  let timer;

  const tests = {
    words: (row, value) => value.split(/\s+/).every((word) => row.text.includes(word)),
    publisher: (row, value) => withoutAccents(row.node.dataset.publisher).includes(value),
    sides: (row, value) => row.node.dataset.sides.split(' ').includes(value),
    country: (row, value) => withoutAccents(row.node.dataset.country) === value,
    year: (row, value) => row.node.dataset.year === value,
  };

  function filter() {
    const values = Object.fromEntries(new FormData(form));
    const wanted = Object.entries(values)
      .map(([field, value]) => [tests[field], withoutAccents(value).trim()])
      .filter(([, value]) => value);
    let number = 0;
    for (const row of rows) {
      row.node.hidden = !wanted.every(([test, value]) => test(row, value));
      if (!row.node.hidden) number += 1;
    }
    groups.forEach((group) => { group.hidden = !group.querySelector('li:not([hidden])'); });
    clear.hidden = !wanted.length;
    keep(values);
    clearTimeout(timer);
    timer = setTimeout(() => tell(number), 250); // once the typing pauses, so that a screen reader is told once
  }

  function tell(number) {
    const { one, many } = form.dataset;
    const text = number ? `${number} ${number === 1 ? one : many} shown` : `No ${one} fits. Clear the filters to see all.`;
    if (status.textContent !== text) status.textContent = text;
  }

  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => { filter(); form.elements.words.focus(); }));
  if (before && Object.values(before).some(Boolean)) {
    for (const [field, value] of Object.entries(before)) form.elements[field].value = value;
    filter();
  }
}

// A table whose headings sort it. On a phone its rows become blocks, so the roles are said outright.
function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.querySelectorAll('th')];
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  table.setAttribute('role', 'table');
  table.querySelectorAll('thead, tbody').forEach((part) => part.setAttribute('role', 'rowgroup'));
  table.querySelectorAll('tr').forEach((row) => row.setAttribute('role', 'row'));
  table.querySelectorAll('td').forEach((cell) => cell.setAttribute('role', 'cell'));
  table.querySelectorAll('th').forEach((head) => head.setAttribute('role', head.scope === 'col' ? 'columnheader' : 'rowheader'));

  table.tHead.addEventListener('click', (event) => {
    const button = event.target.closest('[data-sort-by]');
    if (!button) return;
    const head = button.closest('th');
    const first = 'down' in button.dataset ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const order = head.ariaSort === first ? other : first;
    heads.forEach((one) => one.setAttribute('aria-sort', one === head ? order : 'none'));
    const at = Number(button.dataset.sortBy);
    const value = (row) => row.cells[at].dataset.sort ?? row.cells[at].textContent;
    const sign = order === 'ascending' ? 1 : -1;
    const keyed = [...body.rows].map((row) => ({ row, key: value(row) }));
    keyed.sort((a, b) => sign * collator.compare(a.key, b.key));
    body.append(...keyed.map(({ row }) => row));
  });
}

// Draw the chart once the library is there; returns what takes it down again.
function drawTimeline({ chart, container, element, ask, library }) {
  const narrow = window.matchMedia('(max-width: 640px)');
  const tools = container.querySelector('.chart-tools');
  const figure = () => JSON.parse(chart.dataset.figure);
  const whole = figure().layout.xaxis.range;
  const config = { displayModeBar: false, displaylogo: false, responsive: true, showTips: false };
  let Plotly;
  let gone = false;
  let drawn; // the colours that the chart was drawn in

  const range = () => chart.layout.xaxis.range.map((day) => new Date(day).getTime());
  const dates = (low, high) => [low, high].map((time) => new Date(time).toISOString().slice(0, 10));

  function draw() {
    drawn = coloursOf(chart);
    const { data, layout } = painted(figure(), drawn, narrow.matches);
    if (chart.layout) layout.xaxis.range = chart.layout.xaxis.range;
    return Plotly.react(chart, data, layout, config);
  }

  function zoom(factor) {
    const [low, high] = range();
    const [first, last] = whole.map((day) => Date.parse(day));
    const half = Math.max(((high - low) * factor) / 2, 366 * 86400000 / 2);
    const middle = (low + high) / 2;
    return Plotly.relayout(chart, { 'xaxis.range': dates(Math.max(first, middle - half), Math.min(last, middle + half)) });
  }

  function press() {
    const now = dates(...range()).join();
    tools.querySelectorAll('[data-range]').forEach((button) => {
      button.setAttribute('aria-pressed', String((button.dataset.range || whole.join()) === now));
    });
  }

  tools.addEventListener('click', (event) => {
    const { range: span, zoom: way } = event.target.dataset;
    if (way) zoom(way === 'in' ? 0.5 : 2);
    else if (span !== undefined) Plotly.relayout(chart, { 'xaxis.range': span ? span.split(',') : whole });
  });
  const redraw = () => Plotly && coloursOf(chart).join() !== drawn.join() && draw();
  const observer = new MutationObserver(redraw);
  for (const node of [document.documentElement, document.body, element.closest('gradio-app')]) {
    if (node) observer.observe(node, { attributes: true, attributeFilter: ['class'] });
  }
  const narrowed = () => Plotly && draw();
  narrow.addEventListener('change', narrowed);

  library.then(async (loaded) => {
    if (gone) return;
    Plotly = loaded;
    await draw();
    tools.hidden = false;
    chart.on('plotly_click', ({ points }) => points[0]?.customdata && ask(points[0].customdata));
    chart.on('plotly_hover', () => chart.classList.add('over'));
    chart.on('plotly_unhover', () => chart.classList.remove('over'));
    chart.on('plotly_relayout', press);
  }).catch(() => {
    chart.hidden = true;
    container.querySelector('.chart-failed').textContent = 'The chart could not be loaded. The list below says the same.';
  });

  return () => {
    gone = true;
    observer.disconnect();
    narrow.removeEventListener('change', narrowed);
    if (Plotly) Plotly.purge(chart);
  };
}

const timelineTokens = [
  '--ink', '--faint', '--rule', '--leaf', '--edge', '--accent', '--bar-protect', '--bar-balance', '--bar-restrict', '--sans',
];

function coloursOf(node) {
  const style = getComputedStyle(node);
  return timelineTokens.map((token) => style.getPropertyValue(token).trim());
}

// The figure in the colours and faces of the page; on a narrow one with less around it.
function painted(figure, [ink, faint, rule, leaf, edge, accent, protect, balance, restrict, sans], narrow) {
  const fills = { protect, balance, restrict, event: accent };
  for (const trace of figure.data) {
    trace.marker.color = fills[trace.meta];
    if (trace.marker.pattern) Object.assign(trace.marker.pattern, { fillmode: 'overlay', fgcolor: leaf });
    if (trace.meta === 'event') {
      trace.marker.line = { color: leaf, width: 1 };
      if (narrow) trace.marker.size = 8;
    }
  }
  const { layout } = figure;
  const axis = { gridcolor: rule, linecolor: edge, tickcolor: edge, tickfont: { color: faint, size: 12 } };
  for (const name of ['xaxis', 'yaxis', 'yaxis2']) Object.assign(layout[name], axis);
  for (const name of ['yaxis', 'yaxis2']) layout[name].title.font = { color: faint, size: 12 };
  layout.font = { family: sans, size: 13, color: ink };
  layout.hoverlabel = { bgcolor: leaf, bordercolor: edge, font: { family: sans, size: 13, color: ink }, align: 'left' };
  layout.xaxis.nticks = narrow ? 6 : 14;
  layout.height = narrow ? 400 : 440;
  if (narrow) Object.assign(layout.margin, { l: 52, r: 6 });
  // A finger that drags over the chart means to scroll the page; the buttons zoom.
  if (window.matchMedia('(pointer: coarse)').matches) layout.dragmode = false;
  return figure;
}
