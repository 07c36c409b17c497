"use strict";
// Titles become tooltips that the keyboard reaches too: one tab stop for a plot, arrow keys from mark to mark.
const tip = document.getElementById("tip");
let shown = null;
function show(mark) {
  shown = mark;
  tip.textContent = mark.getAttribute("aria-label");
  tip.hidden = false;
  const box = mark.getBoundingClientRect();
  const width = tip.offsetWidth, height = tip.offsetHeight, wide = document.documentElement.clientWidth;
  const left = Math.min(Math.max(box.left + box.width / 2 - width / 2, 4), wide - width - 4);
  const top = box.top - height - 6 < 0 ? box.bottom + 6 : box.top - height - 6;
  tip.style.left = left + "px";
  tip.style.top = top + "px";
}
function hide() { shown = null; tip.hidden = true; }
function markAt(event) { return event.target.closest ? event.target.closest(".mark") : null; }
for (const figure of document.querySelectorAll("figure")) {
  const marks = Array.from(figure.querySelectorAll(".mark"));
  const plot = figure.querySelector("[data-step]");
  const row = plot ? Number(plot.dataset.step) : 1;
  const steps = row > 1
    ? { ArrowLeft: -row, ArrowRight: row, ArrowUp: -1, ArrowDown: 1 }
    : { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
  marks.forEach((mark, place) => {
    const title = mark.querySelector("title");
    mark.setAttribute("aria-label", title.textContent);
    mark.setAttribute("role", "img");
    mark.setAttribute("tabindex", place === 0 ? "0" : "-1");
    title.remove();
  });
  figure.addEventListener("keydown", (event) => {
    const at = marks.indexOf(document.activeElement);
    if (at < 0) return;
    const ends = { Home: 0, End: marks.length - 1 };
    const to = event.key in ends ? ends[event.key] : event.key in steps ? at + steps[event.key] : null;
    if (to === null) return;
    event.preventDefault();
    const next = marks[Math.min(Math.max(to, 0), marks.length - 1)];
    marks[at].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
document.addEventListener("pointerover", (event) => { const mark = markAt(event); if (mark) show(mark); else hide(); });
document.addEventListener("focusin", (event) => { const mark = markAt(event); if (mark) show(mark); else hide(); });
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("scroll", () => { if (shown) show(shown); }, { passive: true, capture: true });
