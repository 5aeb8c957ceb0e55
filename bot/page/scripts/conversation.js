// The page's own behaviour. Gradio gives: element, props, trigger, watch.
// props.value is a View (bot/page/turns.py): each holds one turn whole, so a lost one does no harm.
const turns = element.querySelector('.turns');
const hint = element.querySelector('.hint');
const afresh = element.querySelector('.afresh');
const room = element.closest('#room');
const wide = window.matchMedia('(min-width: 1000px)');

// The turn that is kept in sight while its answer grows, until the reader moves the page.
let followed = null;
['wheel', 'touchmove', 'pointerdown', 'keydown'].forEach((name) =>
  window.addEventListener(name, () => { followed = null; }, { passive: true })
);

function show(view) {
  if (!view || typeof view !== 'object') return;
  hint.textContent = view.hint || '';
  if (view.cleared) return clear();
  if (view.failed) return fail(view.failed);
  if (!view.turn) return;
  const holder = document.createElement('template');
  holder.innerHTML = view.html;
  const fresh = holder.content.firstElementChild;
  fresh.dataset.state = view.state;
  const old = document.getElementById(view.turn);
  if (old) refresh(old, fresh);
  else add(fresh);
  if (followed === view.turn) keepInSight(document.getElementById(followed));
  turns.setAttribute('aria-busy', String(view.state !== 'done'));
}

function add(turn) {
  unlight();
  turns.append(turn);
  element.querySelector('.welcome').hidden = true;
  afresh.hidden = false;
  room.classList.add('has-turns');
  open(turn);
  followed = turn.id;
  // The button that was pressed is gone; without this the keyboard would start again at the top.
  if (document.activeElement === document.body) turn.focus({ preventScroll: true });
}

function keepInSight(turn) {
  if (turn.previousElementSibling) turn.scrollIntoView({ block: 'start' });
  else window.scrollTo(0, 0); // the first question stands under the header as it is
}

// Change only what differs, so that a screen reader is told what is new and nothing else, and focus stays.
function refresh(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (name !== 'class' && name !== 'aria-expanded') old.setAttribute(name, value);
  }
  const before = [...old.children];
  [...fresh.children].forEach((child, i) => {
    const was = before[i];
    if (!was) old.append(child);
    else if (was.isEqualNode(child)) return;
    else if (was.tagName === child.tagName && holdsOnlyElements(was) && holdsOnlyElements(child)) refresh(was, child);
    else was.replaceWith(child);
  });
  before.slice(fresh.children.length).forEach((child) => child.remove());
}

function holdsOnlyElements(node) {
  return node.childElementCount > 0 && [...node.childNodes].every((child) => child.nodeType === Node.ELEMENT_NODE);
}

function fail(sentence) {
  turns.querySelectorAll('.turn:not([data-state="done"]) .status').forEach((status) => {
    status.textContent = sentence;
    status.className = 'notice';
  });
  turns.setAttribute('aria-busy', 'false');
}

function clear() {
  turns.replaceChildren();
  element.querySelector('.welcome').hidden = false;
  afresh.hidden = true;
  room.classList.remove('has-turns');
  document.querySelector('#composer textarea')?.focus();
}

// One turn's passages are open at a time: the newest's, until a marker or a button of an older turn is used.
function open(turn) {
  turns.querySelectorAll('.turn.open').forEach((other) => other !== turn && other.classList.remove('open'));
  turn.classList.add('open');
}

function unlight() {
  turns.querySelectorAll('.lit').forEach((node) => node.classList.remove('lit'));
}

function follow(link) {
  const target = document.getElementById(link.getAttribute('href').slice(1));
  if (!target) return;
  open(target.closest('.turn'));
  if (link.classList.contains('marker')) target.querySelector('.back').href = `#${link.id}`;
  const lit = link.classList.contains('back') ? target.closest('.sentence') || target : target;
  unlight();
  lit.classList.add('lit');
  const shelf = target.closest('.scroll');
  if (shelf && wide.matches) {
    // Move the shelf alone: the sentence that is being read stays where it is.
    shelf.scrollTop += lit.getBoundingClientRect().top - shelf.getBoundingClientRect().top - shelf.clientHeight / 8;
  } else {
    lit.scrollIntoView({ block: shelf ? 'start' : 'center' });
  }
  target.focus({ preventScroll: true });
}

element.addEventListener('click', (event) => {
  const asked = event.target.closest('[data-ask]');
  if (asked) return trigger('submit', { question: asked.dataset.ask });
  if (event.target.closest('.afresh')) return trigger('clear');
  const shows = event.target.closest('.show-passages');
  if (shows) {
    const turn = shows.closest('.turn');
    open(turn);
    const shelf = turn.querySelector('.passages .scroll');
    shelf.focus({ preventScroll: true });
    if (!wide.matches) shelf.scrollIntoView({ block: 'start' });
    return;
  }
  const link = event.target.closest('a[href^="#"]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    // The page has a <base>, so the browser itself would leave the page for a bare #fragment.
    event.preventDefault();
    follow(link);
  }
});

watch('value', () => show(props.value));
