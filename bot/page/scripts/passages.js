// Markers and cards: a marker opens and lights its card, the card leads back to the sentence it was opened from.
function createPassages(turns) {
  const wide = window.matchMedia('(min-width: 1000px)');

  // One turn's passages are open at a time: the newest's, until a marker or a button of an older turn is used.
  function open(turn) {
    turns.querySelectorAll('.turn.open').forEach((other) => other !== turn && set(other, false));
    set(turn, true);
  }

  function set(turn, opened) {
    turn.classList.toggle('open', opened);
    const shows = turn.querySelector('.show-passages');
    if (!shows) return;
    shows.setAttribute('aria-expanded', String(opened));
    shows.textContent = shows.textContent.replace(/^\w+/, opened ? 'Hide' : 'Show');
  }

  function unlight() {
    turns.querySelectorAll('.lit').forEach((node) => node.classList.remove('lit'));
  }

  function follow(link) {
    const target = turns.querySelector('#' + CSS.escape(link.getAttribute('href').slice(1)));
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

  // The button of an answer opens its passages, and on a narrow page closes them again.
  function toggle(button) {
    const turn = button.closest('.turn');
    if (turn.classList.contains('open') && !wide.matches) return set(turn, false);
    open(turn);
    const shelf = turn.querySelector('.passages .scroll');
    shelf.focus({ preventScroll: true });
    if (!wide.matches) shelf.scrollIntoView({ block: 'start' });
  }

  // On a wide page the newest turn's passages stand beside it; on a narrow one they wait for their marker.
  function added(turn) {
    unlight();
    if (wide.matches) open(turn);
    else turns.querySelectorAll('.turn.open').forEach((other) => set(other, false));
  }

  return { added, follow, toggle };
}
