(() => {
  const jump = (event) => {
    const term = event.target.closest('[data-t]');
    if (term) location.hash = 's' + term.dataset.t;
    return term;
  };
  document.addEventListener('click', jump);
  // on a large page one class is quicker than a rule for each term
  const light = (event) => {
    const term = event.target.closest('[data-t]');
    document.querySelectorAll('.lit').forEach((e) => e.classList.remove('lit'));
    if (!term) return;
    const t = term.dataset.t;
    document.querySelectorAll(`[data-t="${t}"], [data-row="${t}"]`).forEach((e) => e.classList.add('lit'));
  };
  if (document.body.classList.contains('large')) ['mouseover', 'focusin'].forEach((name) => document.addEventListener(name, light));
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((d) => { d.open = true; }));

  const bar = document.querySelector('.reveal');
  const steps = [...document.querySelectorAll('.step')];
  const rows = [...document.querySelectorAll('[data-row]')];
  let at = 0; // how many steps are shown; 0 shows all
  const show = (count) => {
    at = Math.max(0, Math.min(count, steps.length));
    const hidden = (number) => at > 0 && number > at;
    steps.forEach((step, place) => { step.hidden = hidden(place + 1); });
    rows.forEach((row) => { row.hidden = hidden(+row.dataset.row); });
    document.documentElement.classList.toggle('revealing', at > 0);
    document.documentElement.classList.toggle('ended', at === steps.length);
    bar.querySelector('output').textContent = at ? `${at} / ${steps.length}` : '';
    if (at) steps[at - 1].scrollIntoView({ block: 'center' });
  };
  const go = (way) => show(way ? at + way : at ? 0 : 1);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && jump(event)) return;
    const way = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!bar || !at || (event.key === ' ' && event.target.closest('a, button, summary'))) return;
    if (way && !(at + way < 1)) { event.preventDefault(); go(way); }
    if (event.key === 'Escape') show(0);
  });
  if (!bar) return;
  bar.hidden = false;
  bar.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) go(+button.dataset.go);
  });
})();
