// The few things that HTML cannot do: each reacts to a data- attribute, by delegation, so that swapped-in parts work too.

/** A table's selection: the count in the bulk bar, and the box in the head that ticks all. */
document.addEventListener('change', event => {
  const box = event.target as HTMLInputElement;
  if (box.matches('[data-pick-all]')) {
    for (const one of picks(box)) one.checked = box.checked;
    count(box);
  } else if (box.matches('[data-pick]')) count(box);
});

function picks(inside: Element) {
  return [...(inside.closest('[data-table]')?.querySelectorAll<HTMLInputElement>('[data-pick]') ?? [])];
}

function count(inside: Element) {
  const all = picks(inside);
  const picked = all.filter(one => one.checked).length;
  const table = inside.closest('[data-table]')!;
  const head = table.querySelector<HTMLInputElement>('[data-pick-all]');
  if (head) {
    head.checked = picked > 0 && picked === all.length;
    head.indeterminate = picked > 0 && picked < all.length;
  }
  for (const shown of table.querySelectorAll('[data-picked]')) shown.textContent = String(picked);
}

/** A dialog opens from any button that names it, and closes from within. */
document.addEventListener('click', event => {
  const button = (event.target as Element).closest?.<HTMLElement>('[data-opens],[data-closes],[data-print],[data-dismiss]');
  if (!button) return;
  if (button.dataset.opens) (document.getElementById(button.dataset.opens) as HTMLDialogElement | null)?.showModal();
  else if ('print' in button.dataset) print();
  else if ('dismiss' in button.dataset) button.closest('[data-dismissible]')?.remove();
  else button.closest('dialog')?.close();
});

/** A branch of a tree opens and closes; htmx fetches it the first time. */
document.addEventListener('click', event => {
  const twist = (event.target as Element).closest?.<HTMLElement>('[data-twist]');
  if (!twist) return;
  const open = twist.getAttribute('aria-expanded') !== 'true';
  twist.setAttribute('aria-expanded', String(open));
  document.getElementById(twist.getAttribute('aria-controls')!)!.hidden = !open;
});

/** The search over everything is one key away, unless somebody is typing. */
document.addEventListener('keydown', event => {
  const typing = (event.target as Element).closest?.('input, textarea, select, [contenteditable]');
  if (event.isComposing || event.altKey || !(event.key === '/' && !typing && !event.ctrlKey && !event.metaKey || event.key === 'k' && (event.ctrlKey || event.metaKey))) return;
  const box = document.querySelector<HTMLInputElement>('.topbar .find input');
  if (!box) return;
  event.preventDefault();
  box.select();
});

/** A form is sent once: its buttons rest until the answer is there. */
document.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement;
  if (form.method === 'get' || event.defaultPrevented || form.dataset.upload !== undefined) return;
  setTimeout(() => form.querySelectorAll<HTMLButtonElement>('button:not([type=button])').forEach(b => (b.disabled = true)));
});
addEventListener('pageshow', event => {
  if (event.persisted) document.querySelectorAll<HTMLButtonElement>('form button:disabled').forEach(b => (b.disabled = false));
});

/** On a narrow screen the tabs scroll sideways: the one that is shown must be seen. */
for (const tab of document.querySelectorAll('.tabs [aria-current]')) tab.scrollIntoView({ block: 'nearest', inline: 'center' });
