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
function labelOf(figure) { return (figure.querySelector(".label") || figure.querySelector("h2, h3")).textContent; }
function hide() { shown = null; tip.hidden = true; }
function markAt(event) { return event.target.closest ? event.target.closest(".mark") : null; }
for (const figure of document.querySelectorAll("figure")) {
  const marks = Array.from(figure.querySelectorAll(".mark"));
  const plot = figure.querySelector("[data-step]");
  const row = plot ? Number(plot.dataset.step) : 1;
  const steps = row > 1
    ? { ArrowLeft: -row, ArrowRight: row, ArrowUp: -1, ArrowDown: 1 }
    : { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
  // a screen reader would read out two thousand days one by one: of those it meets the one that the arrows are at
  marks.forEach((mark, place) => {
    const title = mark.querySelector("title");
    mark.setAttribute("aria-label", title.textContent);
    mark.setAttribute("role", "img");
    mark.setAttribute("tabindex", place === 0 ? "0" : "-1");
    if (row > 1 && place > 0) mark.setAttribute("aria-hidden", "true");
    title.remove();
  });
  for (const table of figure.querySelectorAll("table")) table.setAttribute("aria-label", labelOf(figure));
  figure.addEventListener("keydown", (event) => {
    const at = marks.indexOf(document.activeElement);
    if (at < 0) return;
    const ends = { Home: 0, End: marks.length - 1 };
    const to = event.key in ends ? ends[event.key] : event.key in steps ? at + steps[event.key] : null;
    if (to === null) return;
    event.preventDefault();
    const next = marks[Math.min(Math.max(to, 0), marks.length - 1)];
    next.focus();
  });
  figure.addEventListener("focusin", (event) => {
    const next = markAt(event), before = marks.find((mark) => mark.tabIndex === 0);
    if (!next || next === before) return;
    before.setAttribute("tabindex", "-1");
    if (row > 1) before.setAttribute("aria-hidden", "true");
    next.setAttribute("tabindex", "0");
    next.removeAttribute("aria-hidden");
  });
}
document.addEventListener("pointerover", (event) => { const mark = markAt(event); if (mark) show(mark); else hide(); });
document.addEventListener("focusin", (event) => { const mark = markAt(event); if (mark) show(mark); else hide(); });
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("scroll", () => { if (shown) show(shown); }, { passive: true, capture: true });
// What is wider or higher than its place can be scrolled with the keyboard; what is not is no stop of it.
const scrolled = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const place = target.closest(".scroll");
    const isCut = place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight;
    const values = { tabindex: "0", role: "group", "aria-label": "Table: " + labelOf(place.closest("figure")) };
    for (const [name, value] of Object.entries(values)) {
      if (isCut) place.setAttribute(name, value); else place.removeAttribute(name);
    }
  }
});
for (const box of document.querySelectorAll(".scroll, .scroll > table")) scrolled.observe(box);
// The contents show where the reader is.
const contents = document.querySelector("nav");
const places = new Map(Array.from(contents.querySelectorAll("a"), (link) => [link.hash.slice(1), link]));
const reader = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const link = places.get(target.id);
    if (!isIntersecting) { link.removeAttribute("aria-current"); continue; }
    link.setAttribute("aria-current", "location");
    if (contents.scrollWidth > contents.clientWidth && link.offsetWidth) contents.scrollLeft = link.offsetLeft - 16;
  }
}, { rootMargin: "-15% 0px -80% 0px" });
for (const name of places.keys()) reader.observe(document.getElementById(name));
// Each figure can be taken along: its SQL into the clipboard, its numbers as CSV, its plot as SVG; nothing is fetched.
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family"];
function download(name, kind, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
function cellText(cell) {
  const text = cell.textContent.trim().replace(/\s+/g, " ");
  const number = text.replace(/\u2212/, "-").replace(/(\d),(?=\d{3})/g, "$1").replace(/ %$/, "%").replace(/^\u00d7/, "");
  const isNumber = /^-?[\d.]+%?$/.test(number);
  // a text that a spreadsheet would take for a formula stays a text
  const safe = isNumber ? number : /^[=+@-]/.test(text) ? "'" + text : text;
  return /[",\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}
function asCsv(table) {
  const rows = Array.from(table.rows, (row) => Array.from(row.cells).filter((cell) => !cell.matches(".plot-column")));
  return rows.map((cells) => cells.map(cellText).join(",")).join("\r\n") + "\r\n";
}
function withStyles(original) {
  const copy = original.cloneNode(true);
  const from = [original, ...original.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  to.forEach((element, place) => {
    const style = getComputedStyle(from[place]);
    for (const name of STYLES) element.style.setProperty(name, style.getPropertyValue(name));
    if (style.display === "none") element.style.setProperty("display", "none");
  });
  return copy;
}
function element(name) { return document.createElementNS("http:" + "//www.w3.org/2000/svg", name); }
function placed(copy, places) {
  for (const [name, value] of Object.entries(places)) copy.setAttribute(name, value);
  copy.style.overflow = "visible";
  return copy;
}
function asSvgText(label, x, middle) {
  const style = getComputedStyle(label), text = element("text");
  text.textContent = label.textContent.trim();
  text.setAttribute("x", x);
  text.setAttribute("y", middle + 0.35 * parseFloat(style.fontSize));
  for (const name of ["font-size", "font-family", "font-weight"]) text.style.setProperty(name, style.getPropertyValue(name));
  text.style.fill = style.color;
  return text;
}
function plotAsSvg(plot, top) {
  const frame = plot.getBoundingClientRect(), group = element("g");
  for (const part of plot.querySelectorAll(":scope > svg, :scope > .year > svg")) {
    const box = part.getBoundingClientRect();
    const places = { x: box.left - frame.left, y: box.top - frame.top + top, width: box.width, height: box.height };
    group.append(placed(withStyles(part), places));
  }
  for (const label of plot.querySelectorAll(".as-text")) {
    const box = label.getBoundingClientRect(), middle = (box.top + box.bottom) / 2 - frame.top + top;
    if (getComputedStyle(label).visibility === "visible") group.append(asSvgText(label, box.left - frame.left, middle));
  }
  return { drawn: [group], width: frame.width, height: frame.height };
}
// One line for each entry of a legend and each heading, however the page breaks them.
const LINE = 22, SWATCH = 12;
const ruler = document.createElement("canvas").getContext("2d");
function lineAsSvg(line, top) {
  const swatch = line.querySelector(".swatch"), indent = swatch ? SWATCH + 6 : 0, style = getComputedStyle(line);
  const places = { x: 0, y: top + (LINE - SWATCH) / 2, width: SWATCH, height: SWATCH };
  const drawn = [asSvgText(line, indent, top + LINE / 2), ...(swatch ? [placed(withStyles(swatch), places)] : [])];
  ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return { drawn, width: indent + ruler.measureText(line.textContent.trim()).width, height: LINE };
}
function asSvg(figure) {
  const whole = element("svg"), name = element("title");
  name.textContent = labelOf(figure);
  whole.append(name);
  let width = 0, height = 0;
  for (const part of figure.querySelectorAll("h2, h3, .label, :scope > .counts, .legend li, .plot")) {
    const made = part.matches(".plot") ? plotAsSvg(part, height) : lineAsSvg(part, height);
    whole.append(...made.drawn);
    width = Math.max(width, made.width);
    height += made.height;
  }
  whole.setAttribute("width", Math.ceil(width));
  whole.setAttribute("height", Math.ceil(height));
  whole.style.background = getComputedStyle(document.body).backgroundColor;
  return new XMLSerializer().serializeToString(whole);
}
// The button says to the eye what came of it, the status of the page to a screen reader.
const outcome = document.getElementById("outcome");
async function copyText(button, text) {
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {  // refused, or there is no clipboard, as on a page from a server without TLS
    said = "Not allowed here";
  }
  button.firstChild.data = said;
  outcome.textContent = button.textContent;
  setTimeout(() => { button.firstChild.data = "Copy SQL"; outcome.textContent = ""; }, 2000);
}
for (const figure of document.querySelectorAll("figure")) {
  const sql = figure.querySelector("pre code"), plot = figure.querySelector(".plot");
  // the numbers of a figure are its last table: panels, each a table, have one below with those of all
  const tables = figure.querySelectorAll("table"), table = tables[tables.length - 1];
  const label = labelOf(figure);
  const actions = document.createElement("p");
  actions.className = "actions";
  const add = (name, act) => {
    const button = document.createElement("button");
    button.type = "button";
    const rest = document.createElement("span");
    rest.className = "unseen";
    rest.textContent = ": " + label;
    button.append(name, rest);
    button.addEventListener("click", () => act(button));
    actions.append(button);
  };
  if (sql) add("Copy SQL", (button) => copyText(button, sql.textContent));
  if (table) add("Download CSV", () => download(figure.id + ".csv", "text/csv", asCsv(table)));
  if (plot) add("Download SVG", () => download(figure.id + ".svg", "image/svg+xml", asSvg(figure)));
  if (actions.children.length) figure.append(actions);
}
