// Opens the field page without a network: a neutral shell without anybody's data, its style and its script. The data are the page's own (outbox).

interface Waiting extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Waiting { request: Request; respondWith(answer: Promise<Response>): void }
interface Worker {
  addEventListener(kind: 'install' | 'activate', then: (event: Waiting) => void): void;
  addEventListener(kind: 'fetch', then: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}

const worker = self as unknown as Worker;
const kept = 'field-3';
const shell = '/field/shell';
/** A network that answers nothing for so long is none. */
const patienceMilliseconds = 5000;

async function keep() {
  const cache = await caches.open(kept);
  const answer = await fetch(shell, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The shell answered ${answer.status}.`);
  const named = (await answer.clone().text()).matchAll(/(?:src|href)="(\/?[^"]+\.(?:css|js|svg))"/g);
  const assets = new Set([...named].map(found => new URL(found[1]!, worker.location.origin).pathname));
  await cache.addAll([...assets]);
  await cache.put(shell, answer);
}

async function page(request: Request): Promise<Response> {
  const cut = new AbortController();
  const patience = setTimeout(() => cut.abort(), patienceMilliseconds);
  try {
    return await fetch(request, { signal: cut.signal });
  } catch {
    return (await caches.match(shell)) ?? Response.error();
  } finally {
    clearTimeout(patience);
  }
}

worker.addEventListener('install', event => event.waitUntil(keep().then(() => worker.skipWaiting())));
worker.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
  await worker.clients.claim();
})()));
worker.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && (pathname === '/field' || pathname.startsWith('/field/'))) event.respondWith(page(request));
  else if (/\.(css|js|svg)$/.test(pathname)) event.respondWith(caches.match(request).then(found => found ?? fetch(request)));
});
