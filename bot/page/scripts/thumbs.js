// Thumbs up and down with an optional reason; only where the server keeps them. `kind` is the kind of answer.
function createThumbs({ server, enabled, say }) {
  return (actions, exchange, kind) => {
    if (!enabled) return;
    const [up, down] = [['Helpful', 'up'], ['Not helpful', 'down']].map(([label, verdict]) => {
      const made = button(label, 'action', { 'aria-pressed': 'false' });
      made.addEventListener('click', () => ask(verdict, made));
      return made;
    });
    actions.append(up, down);

    function ask(verdict, pressed) {
      actions.querySelector('form')?.remove();
      [up, down].forEach((thumb) => thumb.setAttribute('aria-pressed', String(thumb === pressed)));
      const form = document.createElement('form');
      form.className = 'feedback';
      const id = `${exchange.id}-reason`;
      const label = document.createElement('label');
      label.htmlFor = id;
      label.textContent = verdict === 'up' ? 'What was good? (optional)' : 'What was wrong? (optional)';
      const reason = document.createElement('textarea');
      reason.id = id;
      reason.maxLength = 1000;
      reason.rows = 2;
      const tick = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      tick.append(box, ' Send my question along');
      tick.className = 'tick';
      const send = button('Send', 'send');
      send.type = 'submit';
      const cancel = button('Cancel', 'action');
      const giveUp = () => { close(); pressed.setAttribute('aria-pressed', 'false'); pressed.focus(); };
      cancel.addEventListener('click', giveUp);
      form.addEventListener('keydown', (event) => event.key === 'Escape' && giveUp());
      const row = document.createElement('div');
      row.className = 'row';
      row.append(send, cancel);
      form.append(label, reason, tick, row);
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const sent = await server.send_feedback({
          verdict, reason: reason.value, kind: kind || '', citations: exchange.citations.map(({ id }) => id),
          question: box.checked ? exchange.question : null,
        });
        if (sent.error) return say(sent.error);
        [up, down].forEach((thumb) => { thumb.disabled = true; });
        const thanks = document.createElement('p');
        thanks.className = 'thanks';
        thanks.tabIndex = -1;
        thanks.textContent = 'Thank you: that was kept, with nothing that names you.';
        form.replaceWith(thanks);
        thanks.focus({ preventScroll: true }); // the button that had the focus is gone
      });
      actions.append(form);
      reason.focus({ preventScroll: true });
      form.scrollIntoView({ block: 'nearest' });
    }

    function close() {
      actions.querySelector('form')?.remove();
    }
  };
}
