// The field page: shows the day, makes check-ins and sends them. What cannot be sent waits in the outbox, visibly.
import { Outbox, type CheckIn, type Day, type Item, type Shift } from '../Outbox/outbox';

const main = document.getElementById('main')!;
const says = document.getElementById('says')!.dataset;
const language = document.documentElement.lang;
const say = (key: string, ...values: (string | number)[]) => (says[key] ?? key).replace(/\{(\d)\}/g, (_, n) => String(values[+n]));
const clock = (at: string) => new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });
const day = (at: string) => new Date(at).toLocaleDateString(language, { month: 'numeric', day: 'numeric', weekday: 'short', timeZone: 'Asia/Shanghai' });
const asked = new URLSearchParams(location.search);
const retrySeconds = 20;

const box = await Outbox.open();
let known: Day | null = await box.day();
/** Reasons being typed, by turn: what arrives meanwhile draws the cards anew. */
const typed = new Map<string, string>();

function slot(inside: ParentNode, name: string, text: string | null | undefined) {
  const at = inside.querySelector<HTMLElement>(`[data-slot=${name}]`);
  if (!at) return;
  at.textContent = text ?? '';
  at.closest<HTMLElement>('[data-row]')?.toggleAttribute('hidden', !text);
}

/** The template of the page, filled: what the server draws for a browser without script. */
function card(shift: Shift, all: Item[]) {
  const waiting = all.filter((w): w is CheckIn => w.kind !== 'Handover');
  const one = (document.getElementById('shift') as HTMLTemplateElement).content.firstElementChild!.cloneNode(true) as HTMLElement;
  const mine = waiting.filter(w => w.shiftId === shift.id && !w.personId);
  const came = shift.came ?? mine.find(w => w.kind === 'In')?.deviceAt;
  const went = shift.went ?? mine.find(w => w.kind === 'Out')?.deviceAt;
  slot(one, 'when', `${day(shift.startsAt)} ${clock(shift.startsAt)}–${clock(shift.endsAt)}`);
  slot(one, 'post', shift.post);
  slot(one, 'where', [shift.area, shift.address].filter(Boolean).join(' · '));
  slot(one, 'leader', [shift.leader, shift.contact].filter(Boolean).join(' · '));
  slot(one, 'duty', shift.duty);
  slot(one, 'kit', shift.kit);
  slot(one, 'state', went ? say('went', clock(went)) : came ? say('came', clock(came)) : '');
  const button = one.querySelector<HTMLButtonElement>('[data-check]')!;
  const kind = came ? 'Out' : 'In';
  button.textContent = say(kind === 'In' ? 'in' : 'out');
  button.hidden = !!went || Date.parse(shift.startsAt) - Date.now() > 2 * 3600_000;
  button.classList.toggle('btn-primary', kind === 'In' || Date.parse(shift.endsAt) <= Date.now());
  const over = kind === 'Out' && !went && Date.parse(shift.endsAt) <= Date.now();
  one.querySelector<HTMLElement>('[data-slot=over]')!.hidden = !over;
  const alone = one.querySelector<HTMLElement>('[data-alone]')!;
  alone.hidden = kind === 'In' || !!went || !shift.alone;
  const why = alone.querySelector('input')!;
  stays(why, shift.id);
  button.addEventListener('click', () => void check(kind, shift, { how: 'Button', ...(why.value.trim() && { reason: why.value.trim() }) }));
  const handover = one.querySelector<HTMLAnchorElement>('[data-handover]')!;
  handover.href = `/field/handover/${shift.id}`;
  handover.hidden = button.hidden && !went;
  const near = one.querySelector<HTMLButtonElement>('[data-near]')!;
  near.hidden = button.hidden || kind === 'Out' || shift.latitude == null || !('geolocation' in navigator);
  near.addEventListener('click', () => nearby(shift, kind));
  note(one, shift, !!came);
  roll(one, shift, waiting);
  return one;
}

/** What is being typed outlives the card it is typed in. */
function stays(field: HTMLInputElement | HTMLTextAreaElement, key: string) {
  field.dataset.typing = key;
  field.value = typed.get(key) ?? '';
  field.addEventListener('input', () => typed.set(key, field.value));
}

/** The handover, written where there may be no network: from half an hour before the end until six hours after it. */
function note(one: HTMLElement, shift: Shift, came: boolean) {
  const part = one.querySelector<HTMLDetailsElement>('[data-note]')!;
  const late = (Date.now() - Date.parse(shift.endsAt)) / 60_000;
  const areas = [...part.querySelectorAll('textarea')];
  areas.forEach(area => stays(area, `${shift.id} ${area.name}`));
  part.hidden = !came || late < -30 || late > 360;
  part.open = areas.some(area => area.value);
  part.querySelector('form')!.addEventListener('submit', event => {
    event.preventDefault();
    if (!areas.some(area => area.value.trim())) return areas[0]!.focus();
    void keep(() => box.write(shift.id, Object.fromEntries(areas.map(area => [area.name, area.value]))), () => areas.forEach(area => typed.delete(area.dataset.typing!)));
  });
}

/** The leader's list of a relief: one tap each, or all who are not ticked yet. */
function roll(one: HTMLElement, shift: Shift, waiting: CheckIn[]) {
  const part = one.querySelector<HTMLElement>('[data-roll]')!;
  part.hidden = !shift.leads || shift.relief.length === 0;
  const list = part.querySelector('ul')!;
  const missing = shift.relief.filter(r => !r.came && !waiting.some(w => w.personId === r.personId && w.kind === 'In'));
  list.replaceChildren(...shift.relief.map(member => {
    const row = document.createElement('li');
    const here = !missing.includes(member);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = here ? `✓ ${member.name}` : member.name;
    button.disabled = here;
    button.addEventListener('click', () => void call([member.personId], shift));
    row.append(button);
    return row;
  }));
  const all = part.querySelector<HTMLButtonElement>('[data-roll-all]')!;
  all.hidden = missing.length === 0;
  all.addEventListener('click', () => void call(missing.map(m => m.personId), shift));
}

async function draw() {
  const waiting = await box.all();
  const list = document.getElementById('shifts')!;
  if (known) {
    const at = document.activeElement as HTMLTextAreaElement | null;
    const [typing, from, to] = [at?.dataset.typing, at?.selectionStart ?? 0, at?.selectionEnd ?? 0];
    list.replaceChildren(...known.shifts.map(shift => card(shift, waiting)));
    const again = typing && list.querySelector<HTMLTextAreaElement>(`[data-typing="${typing}"]`);
    if (again) {
      again.focus();
      again.setSelectionRange(from, to);
    }
    slot(main, 'name', known.name);
    slot(main, 'emergency', known.emergency);
    slot(main, 'place', known.place);
    document.getElementById('none')!.hidden = known.shifts.length > 0;
    document.getElementById('free')!.hidden = !known.emergency || known.shifts.length > 0;
  }
  const out = document.getElementById('outbox')!;
  out.hidden = waiting.length === 0;
  out.querySelector('h2')!.textContent = say('only', waiting.length);
  out.querySelector('ul')!.replaceChildren(...waiting.map(item => {
    const row = document.createElement('li');
    row.textContent = `${say(item.kind === 'Handover' ? 'note' : item.kind === 'In' ? 'in' : 'out')} ${day(item.deviceAt)} ${clock(item.deviceAt)}${'personId' in item ? ' · ' + say('rolled') : ''}`;
    return row;
  }));
}

function told(text: string, bad = false) {
  const note = document.getElementById('told')!;
  note.textContent = text;
  note.hidden = text === '';
  note.classList.toggle('bad', bad);
}

async function check(kind: 'In' | 'Out', shift: Shift | null, how: Partial<CheckIn> = { how: 'Button' }) {
  const [at, code] = [asked.get('at'), asked.get('code')];
  const atPost = kind === 'In' && at && code && (!shift || at === shift.postId) ? { how: 'Qr' as const, postId: at, code } : null;
  await add([{ kind, shiftId: shift?.id, ...(how.how === 'Button' && atPost ? atPost : how) }]);
}

const call = (people: string[], shift: Shift) => add(people.map(personId => ({ kind: 'In' as const, how: 'RollCall' as const, shiftId: shift.id, personId })));

const add = (items: Partial<CheckIn>[]) => keep(() => box.add(items));

/** Puts something into the outbox, and sends what it can. */
async function keep(put: () => Promise<void>, then = () => {}) {
  try {
    await put();
    then();
    told('');
    await draw();
    await send();
  } catch {
    told(say('unready'), true);
  }
}

/** Where the phone is stays on the phone: the metres alone are sent. */
function nearby(shift: Shift, kind: 'In' | 'Out') {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => void check(kind, shift, { how: 'Place', postId: shift.postId, metres: Math.round(metres(coords.latitude, coords.longitude, shift.latitude!, shift.longitude!)) }),
    () => told(say('nowhere'), true), { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
}

/** On a sphere of the earth's mean radius. */
function metres(a: number, b: number, c: number, d: number) {
  const rad = Math.PI / 180;
  const h = Math.sin((c - a) * rad / 2) ** 2 + Math.cos(a * rad) * Math.cos(c * rad) * Math.sin((d - b) * rad / 2) ** 2;
  return 2 * 6_371_008 * Math.asin(Math.sqrt(h));
}

let sending: Promise<void> | null = null;

/** Everything that waits, in its order; the server takes an id once, so sending again after a broken answer is harmless. What is made while others are under way goes right after them. */
async function send(): Promise<void> {
  await sending?.catch(() => undefined);
  return (sending ??= (async () => {
    try {
      const result = await box.send();
      if (result.signedOut) told(say('again'), true);
      else if (result.foreign) told(say('foreign'), true);
      else if (result.refused.length) told(result.refused.map(r => (language.startsWith('zh') ? r.zh : r.en)).join(' '), true);
      else if (result.held) told(say('held'));
      else if (result.unopened) told(say('unopened'), true);
      else if (result.sent) told(say('sent'));
      // A handover that was refused is not lost: its words are back where they were written.
      for (const back of result.returned) for (const [name, text] of Object.entries(back.texts)) typed.set(`${back.shiftId} ${name}`, text);
      if (result.day) known = result.day;
      document.getElementById('network')!.hidden = result.day !== null || result.signedOut;
    } finally {
      sending = null;
      await draw();
    }
  })());
}

document.querySelectorAll<HTMLFormElement>('form[data-code]').forEach(form => form.addEventListener('submit', event => {
  event.preventDefault();
  const code = new FormData(form).get('Code') as string;
  const shift = known?.shifts.find(s => !s.went && Date.parse(s.endsAt) > Date.now()) ?? null;
  if (shift) void check(shift.came ? 'Out' : 'In', shift, { how: 'Code', postId: shift.postId, code });
  form.reset();
}));
document.querySelectorAll<HTMLButtonElement>('[data-free]').forEach(button => button.addEventListener('click', event => {
  event.preventDefault();
  void check(button.value as 'In' | 'Out', null);
}));

/** Signing out wipes the phone; what was not sent first has to be sent, or taken along as a file. */
document.querySelectorAll<HTMLFormElement>('form[data-sign-out]').forEach(form => form.addEventListener('submit', event => {
  event.preventDefault();
  void (async () => {
    await send().catch(() => undefined);
    const left = await box.all();
    if (left.length > 0 && !form.dataset.exported) {
      told(say('unsent', left.length), true);
      document.getElementById('export')!.hidden = false;
      return;
    }
    await box.wipe();
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
    form.submit();
  })();
}));
document.getElementById('export')!.addEventListener('click', () => void (async () => {
  const link = document.createElement('a');
  link.href = 'data:application/json;charset=utf-8,' + encodeURIComponent(JSON.stringify(await box.all(), null, 1));
  link.download = 'muster-unsent.json';
  link.click();
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sign-out]')) form.dataset.exported = 'yes';
  told(say('exported'));
})());

const offline = 'serviceWorker' in navigator;
if (offline) await navigator.serviceWorker.register('/field-worker.js', { scope: '/field' }).catch(() => undefined);
document.getElementById('closing')!.hidden = offline && box.lasting;
addEventListener('beforeunload', event => { if (!(offline && box.lasting) && !document.getElementById('outbox')!.hidden) event.preventDefault(); });
// The shell that opens without a network has no way to sign out: with one, the real page comes in its place.
addEventListener('online', () => void send().then(() => { if (main.querySelector('[name=__RequestVerificationToken]') === null) location.reload(); }));
setInterval(() => { if (!document.getElementById('outbox')!.hidden) void send(); }, retrySeconds * 1000);
// The end of a turn comes while the page is open; who is typing is not disturbed.
setInterval(() => { if (!document.activeElement?.matches('input, textarea')) void draw(); }, 60_000);
document.documentElement.dataset.ready = 'yes';
// Another page of the field was asked for without a network: this is what opens in its place.
if (location.pathname !== '/field') told(say('elsewhere'), true);
await draw();
await send();
