// The frame: which view is shown, its address, and what links and buttons of all views do.
// Gradio gives: element, props, trigger, watch, server.
const room = element.closest('#room');
const chat = element.querySelector('.chat');
const explore = element.querySelector('.explore');
const hint = element.querySelector('.hint');
const announced = element.querySelector('.announced');
// As a web component in somebody's page, the address is that of its `src`, and the page's own stays as it is.
const src = element.closest('gradio-app')?.getAttribute('src');
const address = new URL(src || location.href, location.href);
const root = src ? address.origin + address.pathname.replace(/\/$/, '') : window.gradio_config?.root || location.origin;
const name = document.title;
const options = JSON.parse(element.querySelector('.frame').dataset.options);
const views = ['timeline', 'speakers', 'speaker', 'sides', 'sources', 'about'];
let shown = 'chat';
let visit = 0; // counts navigations, so that a slow one does not replace a later one

function say(sentence) {
  hint.textContent = sentence;
  announce(sentence);
}

// Tell a screen reader, once: an answer comes in parts, and is read out when it is whole.
function announce(text) {
  announced.textContent = text;
}

const passages = createPassages(element.querySelector('.turns'));
const composer = createComposer({
  element, say,
  onAsk: (question, options) => conversation.ask(question, options),
  onStop: () => conversation.stop(),
  onClear: () => conversation.clear(),
  onExport: (kind) => saveExport(server, kind, conversation.exchanges(), say),
});
const conversation = createConversation({
  element, room, trigger, passages, composer, say, announce,
  memory: createMemory('encryption-debate:conversation:1'),
  thumbs: createThumbs({ server, enabled: options.feedback, say }),
});
const explorer = createExplorer({ element, server, root, go, ask });

function ask(question, more) {
  if (shown !== 'chat') go({});
  return conversation.ask(question, more);
}

// Show a view and put it into the address; `{}` is the chat.
function go(params) {
  if (!src) {
    const query = new URLSearchParams(params);
    for (const kept of ['embed', '__theme']) if (address.searchParams.has(kept)) query.set(kept, address.searchParams.get(kept));
    history.pushState(null, '', pathTo(query));
  }
  return show(params, true);
}

async function show(params, moved) {
  const view = views.includes(params.view) ? params.view : 'chat';
  const number = ++visit;
  shown = view;
  room.dataset.view = view;
  element.querySelectorAll('nav a').forEach((link) => {
    const here = (link.dataset.view || 'chat') === (view === 'speaker' ? 'speakers' : view);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  chat.hidden = view !== 'chat';
  explore.hidden = view === 'chat';
  if (view === 'chat') {
    if (!src) document.title = name;
    if (moved) composer.focus();
    return;
  }
  explore.setAttribute('aria-busy', 'true');
  const made = await server.view(params).catch(() => null);
  if (number !== visit) return;
  explore.removeAttribute('aria-busy');
  if (!made) {
    explore.textContent = 'This view could not be loaded: the server may be away. Please try again.';
    return;
  }
  explore.innerHTML = made.html;
  if (!src) document.title = `${made.title} · ${name}`;
  explorer.mounted(explore, params);
  window.scrollTo(0, 0);
  if (moved) explore.querySelector('.view-title')?.focus({ preventScroll: true });
}

// The page has a <base>: a bare "?…" would be taken from there.
function pathTo(query) {
  return location.pathname + (query.size ? `?${query}` : '');
}

function paramsOf(search) {
  return Object.fromEntries(new URLSearchParams(search));
}

element.addEventListener('click', (event) => {
  const asked = event.target.closest('[data-ask]');
  if (asked) return void ask(asked.dataset.ask);
  const copies = event.target.closest('[data-copy]');
  if (copies) return void copyBy(copies, copies.dataset.copy, say);
  const shows = event.target.closest('.show-passages');
  if (shows) return passages.toggle(shows);
  const skips = event.target.closest('.skip');
  if (skips) {
    event.preventDefault();
    return shown === 'chat' ? composer.focus() : explore.querySelector('.view-title')?.focus();
  }
  const link = event.target.closest('a[data-view], a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.hasAttribute('data-view')) go(paramsOf(link.getAttribute('href').split('?')[1] || ''));
  // The page has a <base>, so the browser itself would leave the page for a bare #fragment.
  else if (link.closest('.turns')) passages.follow(link);
  else element.querySelector(link.getAttribute('href'))?.focus();
});
if (!src) window.addEventListener('popstate', () => show(paramsOf(location.search), true));
watch('value', () => conversation.show(props.value));

if (address.searchParams.get('embed') === '1') {
  room.classList.add('embed');
  const heading = element.querySelector('h1');
  if (src) heading.remove(); // the page that it stands in has its own
  else heading.textContent = heading.textContent; // to be heard, not seen: a link in it would take the focus unseen
}
room.classList.toggle('guest', Boolean(src));
conversation.restore();
const linked = address.searchParams.get('q');
if (linked && !src) {
  // Asked once: on a reload the answer is there already.
  const rest = paramsOf(address.search);
  delete rest.q;
  history.replaceState(null, '', pathTo(new URLSearchParams(rest)));
}
show(linked ? {} : paramsOf(address.search), false);
if (linked) conversation.ask(linked, { alone: true });
