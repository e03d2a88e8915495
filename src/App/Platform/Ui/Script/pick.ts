// A box that finds one of very many: arrow keys, Enter and Escape as the ARIA combobox pattern has them.

const list = (box: HTMLInputElement) => document.getElementById(box.getAttribute('aria-controls')!)!;
const isBox = (target: EventTarget | null): target is HTMLInputElement => target instanceof HTMLInputElement && target.getAttribute('role') === 'combobox';
const choices = (box: HTMLInputElement) => [...list(box).querySelectorAll<HTMLElement>('[role=option]:not([aria-disabled])')];

function show(box: HTMLInputElement, open: boolean) {
  list(box).hidden = !open;
  box.setAttribute('aria-expanded', String(open));
  if (!open) box.removeAttribute('aria-activedescendant');
}

function mark(box: HTMLInputElement, step: number) {
  const all = choices(box);
  if (all.length === 0) return;
  const now = all.findIndex(one => one.getAttribute('aria-selected') === 'true');
  const next = all[(now + step + all.length + (now < 0 && step < 0 ? 1 : 0)) % all.length]!;
  for (const one of all) one.setAttribute('aria-selected', String(one === next));
  box.setAttribute('aria-activedescendant', next.id);
  next.scrollIntoView({ block: 'nearest' });
}

function choose(box: HTMLInputElement, option: HTMLElement) {
  if (option.dataset.href) { location.assign(option.dataset.href); return; }
  box.value = option.dataset.text!;
  set(box, option.dataset.value!, box.value);
  show(box, false);
}

/** The value goes with the form; its name too, so that a refused form comes back with it. */
function set(box: HTMLInputElement, value: string, text = '') {
  const kept = box.closest('[data-pick-box]')?.querySelector<HTMLInputElement>('[data-pick-value]');
  if (!kept) return;
  const called = box.closest('[data-pick-box]')!.querySelector<HTMLInputElement>('[data-pick-text]');
  if (called) called.value = text;
  if (kept.value === value) return;
  kept.value = value;
  kept.dispatchEvent(new Event('change', { bubbles: true }));
}

document.addEventListener('htmx:after:swap', () => {
  const box = document.activeElement;
  if (isBox(box)) show(box, list(box).childElementCount > 0 && box.value.trim() !== '');
});
document.addEventListener('input', event => {
  if (!isBox(event.target)) return;
  event.stopPropagation();
  if (event.target.value.trim() === '') { set(event.target, ''); show(event.target, false); }
});
document.addEventListener('keydown', event => {
  const box = event.target;
  if (!isBox(box) || event.isComposing) return;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); show(box, choices(box).length > 0); mark(box, event.key === 'ArrowDown' ? 1 : -1); }
  else if (event.key === 'Escape') show(box, false);
  else if (event.key === 'Enter' && !list(box).hidden) {
    // Where words alone are an answer too, Enter sends them unless something was marked.
    const marked = choices(box).find(one => one.getAttribute('aria-selected') === 'true') ?? (box.dataset.free === undefined ? choices(box)[0] : undefined);
    if (marked) { event.preventDefault(); choose(box, marked); }
  }
});
document.addEventListener('pointerdown', event => {
  const option = (event.target as Element).closest?.<HTMLElement>('.pick-list [role=option]:not([aria-disabled])');
  if (!option) return;
  event.preventDefault();
  choose(document.querySelector<HTMLInputElement>(`[aria-controls="${option.parentElement!.id}"]`)!, option);
});
document.addEventListener('focusout', event => { if (isBox(event.target)) show(event.target, false); });
