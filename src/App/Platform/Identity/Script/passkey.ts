// Passkeys: the page asks the server for a question, the device answers it, the answer goes with an ordinary form.

type Asked = { options: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON; state: string };
const input = (form: HTMLFormElement, name: string) => form.elements.namedItem(name) as HTMLInputElement;

if ('PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential)
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) form.hidden = false;

document.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.passkey === undefined || input(form, 'Credential').value !== '') return;
  event.preventDefault();
  void answer(form);
}, { capture: true });

async function answer(form: HTMLFormElement) {
  const failed = form.querySelector<HTMLElement>('[data-passkey-failed]')!;
  failed.hidden = true;
  try {
    const token = document.querySelector<HTMLMetaElement>('meta[name=antiforgery]')!.content;
    const response = await fetch(form.dataset.ask!, { method: 'POST', headers: { 'Muster-Antiforgery': token } });
    const asked = await response.json() as Asked;
    const answered = form.dataset.passkey === 'make'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked.options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.options) });
    input(form, 'State').value = asked.state;
    input(form, 'Credential').value = JSON.stringify(answered);
    form.requestSubmit();
  } catch {
    // The person said no, the device has none, or the time is over: nothing was changed, and the page says so.
    failed.hidden = false;
  }
}
