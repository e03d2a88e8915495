// htmx with its server-sent events, and the antiforgery token on every request that it sends.
import 'htmx.org/dist/htmx.esm.js';
import 'htmx.org/dist/ext/hx-sse.js';

type Configured = CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>;

document.addEventListener('htmx:config:request', event => {
  const token = document.querySelector<HTMLMetaElement>('meta[name=antiforgery]')?.content;
  if (token) (event as Configured).detail.ctx.request.headers['Muster-Antiforgery'] = token;
});
