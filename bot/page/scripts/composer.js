// The form below the conversation: the question, its filters, stopping, and editing an earlier question.
function createComposer({ element, say, onAsk, onStop, onClear, onExport }) {
  const form = element.querySelector('#composer');
  const box = form.querySelector('textarea');
  const asks = form.querySelector('.ask');
  const stops = form.querySelector('.stop');
  const editing = form.querySelector('.editing');
  const save = form.querySelector('.save');
  const filters = createFilters({ form, say });
  let place = null; // of the question that is edited, among the exchanges

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (onAsk(box.value, place === null ? {} : { place })) empty();
  });
  box.addEventListener('keydown', (event) => {
    // An Enter that ends the choice of a character (isComposing) is none that asks.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.key === 'Escape' && place !== null) empty();
  });
  box.addEventListener('input', grow);
  stops.addEventListener('click', onStop);
  form.querySelector('.afresh').addEventListener('click', onClear);
  editing.querySelector('button').addEventListener('click', () => { empty(); box.focus(); });
  save.addEventListener('click', (event) => {
    const kind = event.target.closest('[data-export]')?.dataset.export;
    if (kind) { save.open = false; onExport(kind); }
  });
  save.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { save.open = false; save.querySelector('summary').focus(); }
  });
  save.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !save.contains(relatedTarget)) save.open = false;
  });
  document.addEventListener('click', (event) => { if (!save.contains(event.target)) save.open = false; });

  function grow() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }

  function busy(is) {
    const held = document.activeElement === asks || document.activeElement === stops;
    asks.hidden = is;
    stops.hidden = !is;
    if (held) (is ? stops : box).focus();
  }

  function edit(question, at) {
    place = at;
    box.value = question;
    editing.hidden = false;
    grow();
    box.focus();
    box.setSelectionRange(question.length, question.length);
  }

  function empty() {
    box.value = '';
    place = null;
    editing.hidden = true;
    grow();
  }

  function reset() {
    empty();
    busy(false);
    box.focus();
  }

  return { busy, edit, filters, focus: () => box.focus(), reset };
}
