// Files: the name of what was dropped, and a bar while they travel. Without script the form is simply sent.

document.addEventListener('change', event => {
  const input = event.target as HTMLInputElement;
  if (input.type !== 'file') return;
  const name = input.closest('[data-drop]')?.querySelector('[data-drop-name]');
  if (name && input.files?.length) name.textContent = [...input.files].map(file => file.name).join(', ');
});
for (const [kind, over] of [['dragenter', true], ['dragover', true], ['dragleave', false], ['drop', false]] as const)
  document.addEventListener(kind, event => (event.target as Element).closest?.('[data-drop]')?.classList.toggle('over', over));

document.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.upload === undefined || event.defaultPrevented) return;
  event.preventDefault();
  const bar = form.querySelector<HTMLProgressElement>('progress.upload');
  const buttons = form.querySelectorAll<HTMLButtonElement>('button');
  const request = new XMLHttpRequest();
  const rest = (on: boolean) => { buttons.forEach(button => (button.disabled = on)); if (bar) bar.hidden = !on; };
  request.upload.onprogress = sent => { if (bar && sent.lengthComputable) bar.value = (1000 * sent.loaded) / sent.total; };
  request.onload = () => {
    const next = request.getResponseHeader('HX-Redirect');
    if (next) location.assign(next);
    else {
      const answer = new DOMParser().parseFromString(request.responseText, 'text/html').getElementById('main');
      if (answer) document.getElementById('main')!.replaceWith(answer);
      else rest(false);
    }
  };
  // The form is sent the plain way when the script's own way fails: the browser then says what is wrong with the connection.
  request.onerror = () => { rest(false); delete form.dataset.upload; form.submit(); };
  request.open('POST', form.action);
  request.setRequestHeader('HX-Request', 'true');
  rest(true);
  request.send(new FormData(form));
});
