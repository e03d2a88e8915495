// What a phone keeps: check-ins that are not sent yet, the day, and the keys. Encrypted under a key that the browser gives to nobody, in the
// order they were made, for two weeks; wiped at sign-out.

export interface CheckIn { id: string; kind: 'In' | 'Out'; how: 'Qr' | 'Code' | 'Place' | 'RollCall' | 'Button'; deviceAt: string; shiftId?: string; postId?: string; code?: string; metres?: number; personId?: string; reason?: string; device: string; signature: string }
/** What a relief leaves to the next, written with or without a network. */
export interface Note { id: string; kind: 'Handover'; deviceAt: string; shiftId: string; texts: Record<string, string> }
export type Item = CheckIn | Note;
export interface Shift {
  id: string; postId: string; post: string; area: string; startsAt: string; endsAt: string; leads: boolean; leader?: string; address: string; contact: string; duty: string; kit: string;
  latitude?: number; longitude?: number; came?: string; went?: string; alone?: boolean; relief: { personId: string; name: string; came?: string }[];
}
export interface Day { now: string; name?: string; emergency?: string; place?: string; shifts: Shift[] }
interface Keys { token: string; device: string; account: string; key: string }
interface Broken { code: string; zh: string; en: string }
export interface Sent { sent: number; held: number; unopened: number; refused: Broken[]; returned: Note[]; signedOut: boolean; foreign: boolean; day: Day | null }

interface Sealed { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }
interface Signing { device: string; account: string; key: CryptoKey }
interface Row { at: number; account: string; sealed: Sealed }

const name = 'muster-field';
const together = 200;
const keepMilliseconds = 14 * 24 * 3600_000;

const done = <T>(request: IDBRequest<T>) => new Promise<T>((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });

/** The browser's store, or where it gives none, memory as long as the page is open. */
class Shelf {
  private readonly memory = new Map<string, Map<IDBValidKey, unknown>>();
  private constructor(private readonly database: IDBDatabase | null) {}

  get lasting() { return this.database !== null; }

  static async open() {
    try {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => { request.result.createObjectStore('items', { autoIncrement: true }); request.result.createObjectStore('kept'); };
      return new Shelf(await done(request));
    } catch {
      return new Shelf(null);
    }
  }

  async get<T>(store: string, key: IDBValidKey): Promise<T | undefined> {
    if (!this.database) return this.memory.get(store)?.get(key) as T | undefined;
    return done(this.database.transaction(store).objectStore(store).get(key)) as Promise<T | undefined>;
  }

  async put(store: string, value: unknown, key?: IDBValidKey) {
    if (this.database) return void (await done(this.database.transaction(store, 'readwrite', { durability: 'strict' }).objectStore(store).put(value, key)));
    const rows = this.memory.get(store) ?? new Map<IDBValidKey, unknown>();
    this.memory.set(store, rows.set(key ?? rows.size + 1 + Date.now(), value));
  }

  async rows<T>(store: string): Promise<[IDBValidKey, T][]> {
    if (!this.database) return [...(this.memory.get(store) ?? [])] as [IDBValidKey, T][];
    const shelf = this.database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(shelf.getAllKeys()), done(shelf.getAll())]);
    return keys.map((key, i) => [key, values[i] as T]);
  }

  async remove(store: string, keys: IDBValidKey[]) {
    if (!this.database) return keys.forEach(key => this.memory.get(store)?.delete(key));
    const shelf = this.database.transaction(store, 'readwrite').objectStore(store);
    await Promise.all(keys.map(key => done(shelf.delete(key))));
  }

  async wipe() {
    this.memory.clear();
    this.database?.close();
    if (this.database) await done(indexedDB.deleteDatabase(name));
  }
}

export class Outbox {
  private constructor(private readonly shelf: Shelf, private readonly key: CryptoKey, private signing: Signing | undefined) {}

  static async open() {
    const shelf = await Shelf.open();
    let key = await shelf.get<CryptoKey>('kept', 'key');
    if (!key) await shelf.put('kept', key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']), 'key');
    return new Outbox(shelf, key, await shelf.get<Signing>('kept', 'signing'));
  }

  /** It survives closing the page. */
  get lasting() { return this.shelf.lasting; }

  async day(): Promise<Day | null> {
    const sealed = await this.shelf.get<Sealed>('kept', 'day');
    return sealed ? this.read<Day>(sealed) : null;
  }

  async all(): Promise<Item[]> { return (await this.items()).map(([, item]) => item); }

  /** Signed at the moment they are made; throws on a phone that was never online since signing in. */
  async add(items: Partial<CheckIn>[]) {
    const signing = this.signing;
    if (!signing) throw new Error('There is no key yet.');
    for (const item of items) {
      const [id, at] = [version7(), new Date()];
      const text = `${id}|${item.kind}|${item.how}|${at.getTime()}|${item.postId ?? ''}|${item.personId ?? ''}`;
      const signature = base64(await crypto.subtle.sign('HMAC', signing.key, new TextEncoder().encode(text)));
      await this.shelf.put('items', { at: at.getTime(), account: signing.account, sealed: await this.seal({ ...item, id, deviceAt: at.toISOString(), device: signing.device, signature }) } satisfies Row);
    }
  }

  /** Throws as `add` does. */
  async write(shiftId: string, texts: Record<string, string>) {
    if (!this.signing) throw new Error('There is no key yet.');
    const at = new Date();
    const note: Note = { id: version7(), kind: 'Handover', deviceAt: at.toISOString(), shiftId, texts };
    await this.shelf.put('items', { at: at.getTime(), account: this.signing.account, sealed: await this.seal(note) } satisfies Row);
  }

  /** Sends what waits, in its order, and fetches the day. An item is forgotten when the server has answered for it. */
  async send(): Promise<Sent> {
    const result: Sent = { sent: 0, held: 0, unopened: 0, refused: [], returned: [], signedOut: false, foreign: false, day: null };
    const keys = await this.fetch<Keys>('/api/field/keys', result);
    if (!keys) return result;
    await this.sign(keys);
    const rows = await this.shelf.rows<Row>('items');
    result.foreign = rows.some(([, row]) => row.account !== keys.account);
    const own = (await this.items()).filter(([key]) => rows.some(([other, row]) => other === key && row.account === keys.account));
    for (let from = 0, part; from < own.length; from += part.length) {
      part = own.slice(from, from + together);
      // Check-ins that follow one another go together, a note by itself, each after what was made before it.
      const first = part.findIndex(([, item]) => item.kind === 'Handover');
      if (first === 0) {
        part = part.slice(0, 1);
        if (!(await this.hand(part[0]![1] as Note, keys, result))) return result;
        await this.shelf.remove('items', [part[0]![0]]);
        continue;
      }
      if (first > 0) part = part.slice(0, first);
      const answer = await fetch('/api/check-ins', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Muster-Antiforgery': keys.token }, body: JSON.stringify(part.map(([, item]) => item)) }).catch(() => null);
      if (!answer?.ok) return result;
      const told = (await answer.json()) as { id: string; outcome?: { state: string; unopened?: boolean }; refused?: Broken[] }[];
      for (const one of told) {
        if (one.outcome?.unopened) result.unopened++;
        if (one.refused) result.refused.push(...one.refused);
        else if (one.outcome?.state === 'Held') result.held++;
        else result.sent++;
      }
      await this.shelf.remove('items', part.filter(([, item]) => told.some(t => t.id === item.id)).map(([key]) => key));
    }
    result.day = await this.fetch<Day>('/api/field/day', result);
    if (result.day) await this.shelf.put('kept', await this.seal(result.day), 'day');
    return result;
  }

  wipe() { return this.shelf.wipe(); }

  /** Whether the server has answered: its id makes a second sending harmless. What it refuses is given back to who wrote it. */
  private async hand(note: Note, keys: Keys, result: Sent): Promise<boolean> {
    const headers = { 'Content-Type': 'application/json', 'Muster-Antiforgery': keys.token, 'Muster-Write-Id': note.id };
    const answer = await fetch('/api/acts/give-handover', { method: 'POST', headers, body: JSON.stringify({ shiftId: note.shiftId, ...note.texts, at: note.deviceAt }) }).catch(() => null);
    if (!answer || !(answer.ok || answer.status === 422)) return false;
    if (answer.ok) {
      result.sent++;
    } else {
      result.refused.push(...((await answer.json()) as { refused: Broken[] }).refused);
      result.returned.push(note);
    }
    return true;
  }

  private async sign(keys: Keys) {
    if (this.signing?.device === keys.device) return;
    const key = await crypto.subtle.importKey('raw', bytes(keys.key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    await this.shelf.put('kept', this.signing = { device: keys.device, account: keys.account, key }, 'signing');
  }

  private async items(): Promise<[IDBValidKey, Item][]> {
    const rows = await this.shelf.rows<Row>('items');
    const old = rows.filter(([, row]) => Date.now() - row.at > keepMilliseconds);
    if (old.length) await this.shelf.remove('items', old.map(([key]) => key));
    return Promise.all(rows.filter(row => !old.includes(row)).map(async ([key, row]) => [key, await this.read<Item>(row.sealed)] as [IDBValidKey, Item]));
  }

  private async fetch<T>(path: string, result: Sent): Promise<T | null> {
    const answer = await fetch(path, { cache: 'no-store' }).catch(() => null);
    if (answer?.status === 401) result.signedOut = true;
    return answer?.ok ? ((await answer.json()) as T) : null;
  }

  private async seal(value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, new TextEncoder().encode(JSON.stringify(value))) };
  }

  private async read<T>(sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, this.key, sealed.data))) as T;
  }
}

function bytes(text: string) { return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0)); }

function base64(data: ArrayBuffer) { return btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''); }

/** A UUID of version 7: in the order of time. */
function version7() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  let at = Date.now();
  for (let i = 5; i >= 0; i--, at = Math.floor(at / 256)) b[i] = at % 256;
  b[6] = (b[6]! & 0x0f) | 0x70;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = [...b].map(x => x.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
