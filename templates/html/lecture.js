(() => {
  const jump = (event) => {
    const term = event.target.closest('[data-t]');
    const step = term && document.getElementById('s' + term.dataset.t);
    if (!step) return null;
    if (at) open(slides.indexOf(step.closest('.slide')) + 1, Infinity);
    location.hash = step.id;
    return term;
  };
  const root = document.documentElement;
  const bar = document.querySelector('.reveal');
  const slides = [...document.querySelectorAll('.slide')];
  const units = (slide) => [...slide.querySelectorAll('.unit, .step')].filter((unit) => !unit.parentElement.closest('.unit, .step'));
  let at = 0; // the number of the slide that is shown; 0 shows all
  let seen = 0; // how many of its units are shown
  const open = (slide, count) => {
    at = Math.max(0, Math.min(slide, slides.length));
    root.classList.toggle('playing', at > 0);
    slides.forEach((each, place) => each.classList.toggle('now', place === at - 1));
    const all = at ? units(slides[at - 1]) : [...document.querySelectorAll('.later')];
    seen = at ? Math.max(1, Math.min(count, all.length)) : Infinity;
    all.forEach((unit, place) => unit.classList.toggle('later', at > 0 && place >= seen));
    bar.querySelector('output').textContent = at ? `${at} / ${slides.length}` : '';
    if (!at) return;
    const last = all[seen - 1];
    if (seen > 1 && last) last.scrollIntoView({ block: 'nearest' }); else scrollTo(0, 0);
  };
  const next = () => {
    if (seen < units(slides[at - 1]).length) open(at, seen + 1);
    else if (at < slides.length) open(at + 1, 1);
  };
  const back = () => {
    if (seen > 1) open(at, seen - 1);
    else if (at > 1) open(at - 1, Infinity);
  };
  const start = () => {
    const place = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > 80);
    open(Math.max(place, 0) + 1, 1);
  };
  const leave = () => {
    const slide = slides[at - 1];
    open(0, 0);
    slide.scrollIntoView();
  };
  const go = (way) => {
    if (!at) start();
    else if (!way) leave();
    else if (way > 0) next();
    else back();
  };
  document.addEventListener('click', jump);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && jump(event)) return;
    // a key that a link or a button understands itself is left to it
    if (!at || ([' ', 'Enter'].includes(event.key) && event.target.closest('a, button, summary'))) return;
    const way = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (way) { event.preventDefault(); go(way); }
    if (event.key === 'Home') open(1, 1);
    if (event.key === 'End') open(slides.length, Infinity);
    if (event.key === 'Escape') leave();
  });
  addEventListener('beforeprint', () => {
    open(0, 0);
    document.querySelectorAll('details:not(.quiz details)').forEach((each) => { each.open = true; });
  });
  bar.hidden = false;
  bar.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) go(+button.dataset.go);
  });
})();
