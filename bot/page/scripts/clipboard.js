// Copy a text. Without the permission, as in some frames, the old way is tried. Resolves to whether it worked.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement('textarea');
    box.value = text;
    box.setAttribute('readonly', '');
    box.style.cssText = 'position:fixed;inset:0 auto auto 0;opacity:0';
    const before = document.activeElement;
    document.body.append(box);
    box.select();
    const copied = document.execCommand('copy');
    box.remove();
    before?.focus({ preventScroll: true });
    return copied;
  }
}

// Show on the button itself, for a moment, what came of it; the hint says it to screen readers.
async function copyBy(button, text, say) {
  const copied = await copyText(text);
  const sentence = copied ? 'Copied.' : 'This browser did not allow copying: select the text and copy it.';
  say(sentence);
  if (!copied || button.dataset.label) return;
  button.dataset.label = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1600);
}
