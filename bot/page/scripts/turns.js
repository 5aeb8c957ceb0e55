// One turn as elements: a placeholder until the server's first word, then what the server sends, part by part.
function placeholder(id, question) {
  const turn = document.createElement('article');
  turn.className = 'turn';
  turn.id = id;
  turn.dataset.state = 'waiting';
  turn.tabIndex = -1;
  turn.setAttribute('aria-label', 'Question and answer');
  const asked = document.createElement('h2');
  asked.className = 'question';
  asked.dir = 'auto';
  const label = document.createElement('span');
  label.className = 'unseen';
  label.textContent = 'You asked: ';
  asked.append(label, question.length > 700 ? `${question.slice(0, 700)}…` : question);
  const answer = document.createElement('div');
  answer.className = 'answer';
  const status = document.createElement('p');
  status.className = 'status';
  status.textContent = 'Looking it up…';
  answer.append(status);
  turn.append(asked, answer);
  return turn;
}

function fromHtml(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  return holder.content.firstElementChild;
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

// What a part of an answer says without its markers, which would be read out as numbers between the sentences.
function spoken(part) {
  const words = part.cloneNode(true);
  words.querySelectorAll('.marker').forEach((marker) => marker.remove());
  words.querySelectorAll('p, li').forEach((block) => block.append(' '));
  return words.textContent.replace(/[\s\u2060]+/g, ' ').trim();
}

function button(label, kind, more = {}) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = kind;
  made.textContent = label;
  for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
  return made;
}
