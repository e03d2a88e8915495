// The board by pointer and key: a turn is dragged onto somebody else's cell of the same day; arrows go from cell to cell. Both end in a form that works without.

const board = document.querySelector<HTMLTableElement>('[data-board]');
const form = document.querySelector<HTMLFormElement>('.board-drop');

let dragged: HTMLElement | null = null;

board?.addEventListener('dragstart', event => {
  dragged = (event.target as Element).closest<HTMLElement>('[data-shift]');
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', dragged.title);
  for (const cell of board.querySelectorAll<HTMLElement>(`td[data-day="${dragged.dataset.day}"]`)) cell.classList.add('droppable');
});

board?.addEventListener('dragover', event => {
  if (goal(event)) event.preventDefault();
});

board?.addEventListener('drop', event => {
  const cell = goal(event);
  if (!cell || !dragged || !form) return;
  event.preventDefault();
  const set = (name: string, value: string) => { (form.elements.namedItem(name) as HTMLInputElement).value = value; };
  set('ShiftId', dragged.dataset.shift!);
  set('Version', dragged.dataset.version!);
  set('PersonId', cell.dataset.person!);
  const name = cell.closest('tr')!.querySelector('th a')!.textContent;
  form.querySelector('#board-drop-said')!.textContent = `${dragged.title} → ${name}`;
  const reason = form.elements.namedItem('Reason') as HTMLInputElement | null;
  // A published roster asks for a reason first.
  if (!reason) form.requestSubmit();
  else {
    form.classList.add('asked');
    reason.focus();
  }
});

board?.addEventListener('dragend', () => {
  for (const cell of board.querySelectorAll('.droppable')) cell.classList.remove('droppable');
  dragged = null;
});

function goal(event: Event) {
  const cell = (event.target as Element).closest<HTMLElement>('td[data-person]');
  return cell && dragged && cell.dataset.day === dragged.dataset.day && !cell.contains(dragged) ? cell : null;
}

board?.addEventListener('keydown', event => {
  const cell = (event.target as Element).closest<HTMLTableCellElement>('td[data-person]');
  if (!cell) return;
  const row = cell.parentElement as HTMLTableRowElement;
  const next = {
    ArrowLeft: cell.previousElementSibling, ArrowRight: cell.nextElementSibling,
    ArrowUp: (row.previousElementSibling as HTMLTableRowElement | null)?.cells[cell.cellIndex], ArrowDown: (row.nextElementSibling as HTMLTableRowElement | null)?.cells[cell.cellIndex],
  }[event.key];
  const link = next?.querySelector<HTMLElement>('a.cell');
  if (!link) return;
  event.preventDefault();
  link.focus();
});

// A chosen cell keeps its mark while its panel is open; on a narrow screen the panel comes into sight.
board?.addEventListener('click', event => {
  const link = (event.target as Element).closest<HTMLElement>('a.cell');
  if (!link) return;
  for (const other of board.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
});
document.addEventListener('htmx:afterSwap', () => document.getElementById('turn-panel')?.scrollIntoView({ block: 'nearest' }));
