// What answers are held to: chosen in a panel, shown as chips above the input, each off at one click.
function createFilters({ form, say }) {
  const panel = form.querySelector('.filter-panel');
  const chips = form.querySelector('.chips');
  const opener = form.querySelector('.open-filters');
  const years = { first: panel.querySelector('[name=first_year]'), last: panel.querySelector('[name=last_year]') };
  const lists = ['sides', 'regions', 'kinds', 'layers'];

  opener.addEventListener('click', () => show(panel.hidden));
  panel.querySelector('.close-filters').addEventListener('click', () => { show(false); opener.focus(); });
  panel.addEventListener('change', draw);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { show(false); opener.focus(); }
    if (event.key === 'Enter') { event.preventDefault(); show(false); form.querySelector('textarea').focus(); }
  });

  function show(visible) {
    panel.hidden = !visible;
    opener.setAttribute('aria-expanded', String(visible));
    if (visible) panel.querySelector('input').focus();
  }

  function boxes(name) {
    return [...panel.querySelectorAll(`input[name=${name}]:checked`)];
  }

  function year(input) {
    return input.checkValidity() && input.value ? Number(input.value) : null;
  }

  // As the server reads them; null where there are none.
  function chosen() {
    const filters = Object.fromEntries(lists.map((name) => [name, boxes(name).map((box) => box.value)]));
    filters.first_year = year(years.first);
    filters.last_year = year(years.last);
    return Object.values(filters).some((value) => (Array.isArray(value) ? value.length : value)) ? filters : null;
  }

  function draw() {
    chips.replaceChildren();
    lists.flatMap(boxes).forEach((box) => chip(box.dataset.title, () => { box.checked = false; }));
    const [first, last] = [year(years.first), year(years.last)];
    if (first && last && first > last) say('The first year of the filter is after the last.');
    if (first) chip(`from ${first}`, () => { years.first.value = ''; });
    if (last) chip(`to ${last}`, () => { years.last.value = ''; });
    if (chips.children.length > 1) {
      const all = button('All filters off', 'chip all');
      all.addEventListener('click', () => { reset(); say('All filters off.'); opener.focus(); });
      chips.append(all);
    }
    chips.hidden = !chips.children.length;
    form.dataset.filtered = String(chips.children.length > 0);
  }

  function chip(title, off) {
    const made = button(title, 'chip', { 'aria-label': `Filter off: ${title}` });
    made.addEventListener('click', () => {
      off();
      draw();
      say(`Filter off: ${title}.`);
      (chips.querySelector('.chip') || opener).focus();
    });
    chips.append(made);
  }

  function reset() {
    panel.querySelectorAll('input').forEach((input) => {
      if (input.type === 'checkbox') input.checked = false;
      else input.value = '';
    });
    draw();
  }

  draw();
  return { chosen, reset };
}
