// The conversation: asks, shows what comes, keeps it, and lets each turn be copied, linked to, edited and asked again.
function createConversation({ element, room, trigger, memory, passages, composer, thumbs, say, announce }) {
  const turns = element.querySelector('.turns');
  const patience = 60_000; // milliseconds without a word until the reader is told that something is wrong
  const remembered = 12; // earlier exchanges that a follow-up may refer to
  let exchanges = []; // {id, question, html, text, citations, copied}: what is kept and what history is made of
  let pending = null; // id of the turn that is being answered
  let timer = null;

  // The turn that is kept in sight while its answer grows, until the reader moves the page.
  let followed = null;
  // In the capturing phase: an Enter that asks comes here before the question begins to be followed.
  ['wheel', 'touchmove', 'pointerdown', 'keydown'].forEach((name) =>
    window.addEventListener(name, () => { followed = null; }, { passive: true, capture: true })
  );

  // Whether the question could be asked now.
  function ask(question, { place = exchanges.length, alone = false } = {}) {
    question = question.trim();
    if (!question) { say('Type a question first.'); return false; }
    if (pending) { say('One moment: the last question is still being answered. Stop it to ask another.'); return false; }
    say('');
    cutAt(place);
    const said = exchanges.filter((exchange) => exchange.text).slice(-remembered);
    const history = alone ? [] : said.flatMap(({ question, text }) => [
      { role: 'user', content: question }, { role: 'assistant', content: text },
    ]);
    const id = newId();
    exchanges.push({ id, question, html: '' });
    pending = id;
    composer.busy(true);
    add(placeholder(id, question));
    followed = id;
    keepInSight(document.getElementById(id));
    turns.setAttribute('aria-busy', 'true');
    watch(id);
    trigger('submit', { turn: id, question, history, filters: composer.filters.chosen() });
    return true;
  }

  function newId() {
    return 't' + [...crypto.getRandomValues(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, '0')).join('');
  }

  function add(turn) {
    turns.append(turn);
    room.classList.add('has-turns');
    passages.added(turn);
    // The button that was pressed may be gone; without this the keyboard would start again at the top.
    if (document.activeElement === document.body) turn.focus({ preventScroll: true });
  }

  function show(view) {
    if (!view || typeof view !== 'object') return;
    if (view.failed && pending) return fail(view.failed);
    const turn = view.turn && view.turn === pending && document.getElementById(view.turn);
    if (!turn) return; // stopped or cleared meanwhile
    const fresh = fromHtml(view.html);
    fresh.dataset.state = view.state;
    refresh(turn, fresh);
    watch(view.state === 'waiting' ? null : view.turn); // a bot that warms up may take longer
    if (view.state === 'waiting') announce(turn.querySelector('.status').textContent);
    if (view.state === 'done') {
      const { text, citations, copied, html } = view;
      Object.assign(exchanges.at(-1), { text, citations, copied, html });
      end(turn);
    }
    if (followed === view.turn) keepInSight(turn);
  }

  function watch(id) {
    clearTimeout(timer);
    if (id) timer = setTimeout(() => fail('No answer came: the server may be busy or away. Please ask again.'), patience);
  }

  function end(turn) {
    clearTimeout(timer);
    pending = null;
    turns.setAttribute('aria-busy', 'false');
    turn.dataset.state = 'done';
    addActions(turn);
    composer.busy(false);
    if (!memory.save(exchanges.filter((exchange) => exchange.html))) say('This browser does not keep the conversation.');
    announce([...turn.querySelectorAll('.words, .notice')].map(spoken).join(' '));
  }

  // What has come so far stays; the turn is no part of what a follow-up refers to.
  function fail(sentence) {
    const turn = document.getElementById(pending);
    turn.querySelector('.status')?.remove();
    const notice = document.createElement('p');
    notice.className = 'notice';
    notice.textContent = sentence;
    turn.querySelector('.answer').append(notice);
    end(turn);
  }

  function stop() {
    if (!pending) return;
    trigger('stop');
    fail('Stopped.');
    composer.focus();
  }

  function keepInSight(turn) {
    if (turn.previousElementSibling) turn.scrollIntoView({ block: 'start' });
    else window.scrollTo(0, 0); // the first question stands under the header as it is
  }

  function cutAt(place) {
    exchanges.splice(place).forEach(({ id }) => document.getElementById(id)?.remove());
  }

  function clear() {
    if (pending) { trigger('stop'); clearTimeout(timer); pending = null; composer.busy(false); }
    cutAt(0);
    memory.save(exchanges);
    room.classList.remove('has-turns');
    turns.setAttribute('aria-busy', 'false');
    say('');
    composer.reset();
  }

  function restore() {
    for (const kept of memory.load()) {
      const turn = fromHtml(kept.html);
      if (!turn?.matches('article.turn') || document.getElementById(turn.id)) continue;
      turn.dataset.state = 'done';
      exchanges.push({ ...kept, id: turn.id });
      add(turn);
      addActions(turn);
    }
    if (exchanges.length) turns.lastElementChild.scrollIntoView({ block: 'start' });
  }

  function addActions(turn) {
    const exchange = exchanges[placeOf(turn)];
    const { copied, question } = exchange;
    const actions = document.createElement('div');
    actions.className = 'actions';
    actions.setAttribute('role', 'group');
    actions.setAttribute('aria-label', 'This answer');
    actions.setAttribute('aria-live', 'off');
    const made = [
      copied && ['Copy answer', () => copied],
      ['Copy link', () => linkTo(question)],
    ].filter(Boolean).map(([label, text]) => {
      const made = button(label, 'action');
      made.addEventListener('click', () => copyBy(made, text(), say));
      return made;
    });
    const edit = button('Edit question', 'action');
    edit.addEventListener('click', () => composer.edit(question, placeOf(turn)));
    const again = button('Ask again', 'action again');
    again.addEventListener('click', () => !pending && ask(question, { place: placeOf(turn) }));
    actions.append(...made, edit, again);
    if (copied) thumbs(actions, exchange, turn.querySelector('.words')?.dataset.kind);
    (turn.querySelector('.show-passages') || turn.querySelector('.answer')).after(actions);
  }

  function placeOf(turn) {
    return exchanges.findIndex(({ id }) => id === turn.id);
  }

  function linkTo(question) {
    return `${location.origin}${location.pathname}?${new URLSearchParams({ q: question })}`;
  }

  return { ask, clear, restore, show, stop, exchanges: () => exchanges.filter((exchange) => exchange.text) };
}
