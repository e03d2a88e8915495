// A button that prints the page it stands on; without script the browser's own command does it.
document.addEventListener('click', event => {
  if (event.target instanceof Element && event.target.closest('[data-print]')) window.print();
});
