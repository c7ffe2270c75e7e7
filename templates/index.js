'use strict';
// Shows the reports that match the search and the choices. Without it the whole list stands there, and no controls.
(() => {
  const form = document.querySelector('.find');
  const status = document.querySelector('.found');
  const rows = [...document.querySelectorAll('.reports > li')];
  const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const texts = rows.map(row => plain(row.dataset.text));
  const said = (text, count) => text.replace('{count}', count).replace('{total}', rows.length);

  function show() {
    const words = plain(form.elements.search.value).split(/\s+/).filter(Boolean);
    const chosen = [...form.querySelectorAll('select')].filter(one => one.value);
    let count = 0;
    rows.forEach((row, place) => {
      const matches = words.every(word => texts[place].includes(word))
        && chosen.every(one => row.dataset[one.name] === one.value);
      row.hidden = !matches;
      count += matches;
    });
    for (const part of document.querySelectorAll('.part')) {
      part.hidden = !part.querySelector('.reports > li:not([hidden])');
    }
    const asked = words.length + chosen.length > 0;
    const text = count === 0 ? status.dataset.none : count === 1 ? status.dataset.one : status.dataset.many;
    status.textContent = asked ? said(text, count) : '';
    form.querySelector('button').disabled = !asked;
  }

  form.hidden = false;
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  form.querySelector('button').addEventListener('click', event => {
    event.preventDefault();  // the event of a reset comes before the fields are empty
    form.reset();
    show();
    form.elements.search.focus();
  });
  window.addEventListener('pageshow', show);  // a browser that goes back fills the fields in again
})();
