/** The page: its state, what follows from it, and when it is drawn. */

import { Card } from "./cards.js";
import { askedByHash, commandOf, controlBar, hashOf, saidFilters } from "./controls.js";
import { artistCount, artistTable, filmTable, funnelSteps, measuredRow, select, seriesTable } from "./figures.js";
import { bdi, colours, el, figure, shortened } from "./nodes.js";
import { drawingOf, highlightTitle, litFilms } from "./pictures.js";
import { scrolled } from "./tables.js";
import { cell, count, day, hasWord, number, percent, perDollar, say, speak } from "./words.js";
/** @import { Column } from "./tables.js" */

const embedded = JSON.parse(document.getElementById("page-data")?.textContent ?? "");
const root = document.documentElement;

const app = {
  data: embedded.data,
  definition: embedded.definition,
  opened: embedded.asked,
  openedLanguage: embedded.language,
  about: embedded.about,
  tables: Object.fromEntries(["paid", "real"].map((dollars) => [dollars, filmTable(embedded.data, dollars)])),
  get films() {
    return this.tables[this.asked.dollars];
  },
  series: seriesTable(embedded.data),
  artists: artistTable(embedded.data),
  /** @type {Object<string, any>} */ asked: {},
  language: embedded.language,
  theme: "auto",
  even: 1,
  /** @type {any} */ highlight: null,
  /** @type {any} */ selection: null,
  /** @type {any} */ seriesSelection: null,
  /** @type {any[]} */ funnel: [],
  /** @type {Set<number> | null} */ lit: null,
  /** @type {Card[]} */ cards: [],
  /** @type {Object<string, HTMLElement>} */ parts: {},
  waiting: 0,
  /** Which drawing is under way: a later one ends it. */ turn: 0,
  /** Cards that it has still to draw. */ left: 0,

  /** Other values of parameters. @param {Object<string, any>} changed */
  ask(changed) {
    Object.assign(app.asked, changed);
    app.changed();
  },

  /** Soon, once for many keys. @param {() => void} work */
  later(work) {
    delete root.dataset.ready;
    clearTimeout(app.waiting);
    app.waiting = setTimeout(() => {
      app.waiting = 0;
      work();
      settled();
    }, 140);
  },

  reset() {
    app.asked = { ...app.opened };
    app.highlight = null;
    app.even = 1;
    build();
  },

  /** Highlight something, or nothing where that was highlighted already. @param {any} what @param {boolean} [keep] */
  toggle(what, keep = false) {
    const before = app.highlight;
    const again = before && before.film === what.film && before.by === what.by && before.key === what.key;
    app.highlight = again && !keep ? null : what;
    draw();
  },

  /** @param {number} times */
  setEven(times) {
    app.even = times;
    app.changed();
  },

  changed() {
    writeHash();
    draw();
  },

  /** @param {string} report @param {Object<string, any>} [asked] */
  command: (report, asked) => commandOf(app, report, asked),

  /** @param {string} text */
  announce(text) {
    app.parts.live.textContent = text;
  },

  /** A tip that follows the pointer over a mark, and the keyboard's focus. @param {Element} node @param {() => string} text */
  tip(node, text) {
    const show = () => showTip(node, text());
    node.addEventListener("pointerenter", show);
    node.addEventListener("focus", show);
    node.addEventListener("pointerleave", hideTip);
    node.addEventListener("blur", hideTip);
  },
};

/** @param {Element} node @param {string} text */
function showTip(node, text) {
  const { tip } = app.parts;
  const box = node.getBoundingClientRect();
  tip.textContent = text;
  tip.hidden = false;
  const left = Math.min(Math.max(box.left + box.width / 2 - tip.offsetWidth / 2, 8), window.innerWidth - tip.offsetWidth - 8);
  tip.style.left = `${left + window.scrollX}px`;
  tip.style.top = `${box.top + window.scrollY - tip.offsetHeight - 6}px`;
}

function hideTip() {
  app.parts.tip.hidden = true;
}

function readHash() {
  const found = askedByHash(app.definition.parameters, app.opened, app.data.genres);
  app.asked = found.asked;
  if (found.language && found.language in embedded.words) app.language = found.language;
  else app.language = app.openedLanguage;
  app.theme = found.theme === "light" || found.theme === "dark" ? found.theme : "auto";
  app.even = app.definition.break_evens.includes(found.even) ? found.even : 1;
}

function writeHash() {
  const hash = hashOf(app);
  if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
}

/** What follows from the filters, before anything is drawn. */
function select_all() {
  const { movies, series } = app.definition.conditions;
  app.selection = select(app.films, movies, app.asked);
  app.seriesSelection = select(app.series, series, app.asked);
  app.funnel = funnelSteps(movies, app.data.funnels.movies, app.selection.removed);
  app.lit = litFilms(app);
}

/** The key figures, by column of their report. @param {any} films @param {any} selection @returns {Object<string, any>} */
function keyFigures(films, selection) {
  const report = app.definition.reports.kpis;
  const row = measuredRow(report, app.definition.measures, films, selection.chosen);
  return { ...row, artistas: artistCount(app.artists, selection) };
}

/** What can be seen at once, then the rest card by card: nobody waits for what is further down. */
function draw() {
  const near = new Set(app.cards.filter(isNear));
  begin();
  drawCards([...near]);
  drawLater(app.cards.filter((card) => !near.has(card)), app.turn);
}

/** All of it now, for paper. */
function drawAll() {
  begin();
  drawCards(app.cards);
  app.left = 0;
  settled();
}

/** Say that all is drawn, if it is. */
function settled() {
  if (!app.waiting && !app.left) root.dataset.ready = "true";
}

function begin() {
  app.turn += 1;
  delete root.dataset.ready;
  select_all();
  drawHead();
  const some = app.selection.chosen.length > 0;
  app.parts.nothing.hidden = some || !app.films.size;
}

/** @param {Card} card */
function isNear(card) {
  const { top, bottom } = card.node.getBoundingClientRect();
  return top < window.innerHeight && bottom > 0;
}

/** Widths are read once for all of them. @param {Card[]} cards */
function drawCards(cards) {
  for (const card of cards) card.fill(drawingOf(app, card.picture));
  const widths = cards.map((card) => card.host.clientWidth);
  const colour = colours();
  cards.forEach((card, i) => card.draw(widths[i], colour));
}

/** @param {Card[]} cards @param {number} turn */
function drawLater(cards, turn) {
  app.left = cards.length;
  if (!cards.length) settled();
  else
    setTimeout(() => {
      if (turn !== app.turn) return;
      drawCards(cards.slice(0, 1));
      drawLater(cards.slice(1), turn);
    });
}

function drawHead() {
  const figures = keyFigures(app.films, app.selection);
  const { chosen } = app.selection;
  const { receita, orcamento } = app.films.column;
  const lost = chosen.filter((/** @type {number} */ film) => receita[film] < orcamento[film]).length;
  const { parts } = app;
  parts.sentence.replaceChildren(...(chosen.length ? emphasised("sentence", { pooled: perDollar(figures.roi_total), median: perDollar(figures.roi_mediano), share: percent(lost / chosen.length) }) : []));
  parts.said.replaceChildren(el("strong", {}, `${say("shown")}: `), saidFilters(app), ". ", say("selected", { films: number(chosen.length), all: number(app.funnel[0].left) }), ".");
  parts.kpis.replaceChildren(...kpiTiles(figures));
  parts.lit.replaceChildren(...highlightChip());
}

/** A text with its values in bold. @param {string} name @param {Object<string, string>} given */
function emphasised(name, given) {
  const marked = say(name, Object.fromEntries(Object.keys(given).map((key) => [key, `\u0000${key}\u0000`])));
  return marked.split("\u0000").map((part, i) => (i % 2 ? el("strong", {}, given[part]) : part));
}

/** @param {Object<string, any>} figures */
function kpiTiles(figures) {
  const { headlines, small, reports } = app.definition;
  const columns = reports.kpis.columns;
  const { measures } = app.definition;
  const below = new Set([...Object.values(small), ...names_of_bounds(measures)]);
  const bounds = (/** @type {string} */ name) => measures[name]?.bounds?.map((/** @type {string} */ bound) => el("span", figure(bound, figures[bound]), cell(figures[bound], unit(bound))));
  const unit = (/** @type {string} */ name) => columns.find((/** @type {Column} */ column) => column.name === name).unit;
  const names = columns.map((/** @type {Column} */ column) => column.name).filter((/** @type {string} */ name) => !below.has(name) && !headlines.includes(name));
  return [...headlines, ...names].map((name) =>
    el(
      "div",
      { class: headlines.includes(name) ? "kpi headline" : "kpi" },
      el("span", { class: "name" }, say(`kpi.${name}`)),
      el("span", { class: "amount", ...figure(name, figures[name]) }, name.endsWith("_media") ? number_or_dash(figures[name]) : cell(figures[name], unit(name))),
      bounds(name) && el("span", { class: "mean" }, "95%: ", bounds(name)[0], " – ", bounds(name)[1]),
      small[name] && el("span", { class: "mean" }, `${say("kpi.mean")} `, el("span", figure(small[name], figures[small[name]]), cell(figures[small[name]], unit(small[name])))),
    ),
  );
}

/** @param {Object<string, any>} measures @returns {string[]} */
function names_of_bounds(measures) {
  return Object.values(measures).flatMap((measure) => measure.bounds ?? []);
}

/** @param {number | null} value */
function number_or_dash(value) {
  return value === null ? "–" : number(value, 1);
}

function highlightChip() {
  const { highlight } = app;
  if (!highlight) return [];
  const hidden = highlight.film !== undefined && !app.selection.mask[highlight.film];
  const [before, after] = say("highlighted", { what: "\u0000" }).split("\u0000");
  return [
    el("span", {}, before, bdi(shortened(highlightTitle(app), 60)), after, hidden ? ` – ${say("highlight.none")}` : ""),
    el("button", { type: "button", class: "quiet", onclick: () => app.toggle(app.highlight) }, say("highlight.clear")),
  ];
}

/** The whole page anew: at the start, in another language, after a reset. */
function build() {
  speak(embedded, app.language);
  root.lang = app.language === "pt" ? "pt-BR" : "en";
  root.dataset.theme = app.theme;
  document.title = say("title");
  const part = (/** @type {string} */ name, /** @type {string} */ tag, attributes = {}) => (app.parts[name] = el(tag, { class: name, ...attributes }));
  const filmsThere = app.films.size > 0;
  app.cards = app.definition.pictures
    .filter((/** @type {any} */ picture) => filmsThere || picture.shape === "funnel" || (picture.name === "series" && app.series.size) || picture.shape === "changes")
    .map((/** @type {any} */ picture) => new Card(app, picture));
  const nodes = [
    pageHead(),
    el(
      "main",
      {},
      filmsThere ? controlBar(app) : null,
      part("said", "p", { "aria-live": "polite" }),
      part("lit", "p", { "aria-live": "polite" }),
      filmsThere ? null : emptyMessage(),
      part("sentence", "p"),
      part("kpis", "div", { role: "group", "aria-label": say("title") }),
      part("nothing", "div", { hidden: true }),
      el("div", { class: "cards" }, ...app.cards.map((card) => card.node), filmsThere ? referenceCard() : null),
    ),
    pageFoot(),
    part("live", "div", { "aria-live": "assertive", class: "live offscreen" }),
    part("tip", "div", { hidden: true, class: "tip page", "aria-hidden": "true" }),
  ];
  app.parts.nothing.append(el("strong", {}, say("nothing.title")), el("p", {}, say("nothing.what")), el("button", { type: "button", onclick: () => app.reset() }, say("reset")));
  document.querySelectorAll("noscript, header, main, footer, .live, .tip").forEach((node) => node.remove());
  document.body.prepend(...nodes);
  app.parts.kpis.hidden = !filmsThere;
  writeHash();
  draw();
}

function pageHead() {
  const button = (/** @type {string} */ language, /** @type {string} */ name) =>
    el("button", { type: "button", class: "switch", lang: language, "aria-pressed": String(app.language === language), onclick: () => setLanguage(language) }, name);
  const themes = ["auto", "light", "dark"].map((theme) => el("option", { value: theme, selected: theme === app.theme }, say(`theme.${theme}`)));
  const theme = el("select", { name: "theme", "aria-label": say("theme") }, ...themes);
  theme.addEventListener("change", () => setTheme(/** @type {HTMLSelectElement} */ (theme).value));
  return el(
    "header",
    {},
    el("div", {}, el("h1", {}, say("title")), el("p", { class: "subtitle" }, say("subtitle"))),
    el("div", { class: "switches", role: "group", "aria-label": say("language") }, button("pt", "PT"), button("en", "EN"), theme),
  );
}

/** @param {string} language */
function setLanguage(language) {
  app.language = language;
  build();
  /** @type {HTMLElement} */ (document.querySelector(`.switch[lang=${language}]`)).focus();
}

/** @param {string} theme */
function setTheme(theme) {
  app.theme = theme;
  root.dataset.theme = theme;
  app.changed();
}

/** What is missing, and the command that brings it. */
function emptyMessage() {
  const counts = app.data.funnels.movies;
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const [what, command] = !all
    ? ["empty.titles", "filmes-lake ingest csv FILE"]
    : [counts.no_tmdb_record === all ? "empty.tmdb" : "empty.amounts", "filmes-lake ingest tmdb --kind movies"];
  const then = ["filmes-lake transform all", "filmes-lake dashboard build"].flatMap((next) => [`, ${say("empty.then")} `, el("code", {}, next)]);
  return el("div", { class: "nothing" }, el("strong", {}, say("empty.title")), el("p", {}, say(what), " ", el("code", {}, command), ...then));
}

/** The dashboard that this one replaces, its figures beside those of the same films here; filters do not change it. */
function referenceCard() {
  const { selection, figures } = app.definition.reference;
  const asked = { ...defaults(), ...selection };
  const table = app.tables[asked.dollars];
  const films = select(table, app.definition.conditions.movies, asked);
  const right = keyFigures(table, films);
  const columns = app.definition.reports.kpis.columns;
  const shown = (/** @type {any} */ value, /** @type {string} */ name) => cell(value, columns.find((/** @type {Column} */ column) => column.name === name).unit);
  const rows = figures.map((/** @type {any} */ one) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, say(`reference.${one.name}`, { n: number(one.published, 2) })),
      el("td", { class: "number was" }, shown(one.published, one.right)),
      el("td", { class: "number", ...figure(`reference.${one.name}.${one.right}`, right[one.right]) }, shown(right[one.right], one.right)),
      el("td", { class: "why" }, say(`reference.${one.name}.wrong`)),
    ),
  );
  const heads = ["figure", "published", "right", "wrong"].map((name, i) => el("th", { scope: "col", class: i === 1 || i === 2 ? "number" : "" }, say(`reference.${name}`)));
  return el(
    "section",
    { class: "card whole reference", "aria-labelledby": "reference-title" },
    el("h2", { id: "reference-title" }, say("reference")),
    el("p", { class: "found" }, say("reference.selection"), " ", say("reference.films", { films: count("films", films.chosen.length) })),
    scrolled(say("reference"), el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows))),
    el("div", { class: "foot" }, el("button", { type: "button", onclick: () => showReference(selection) }, say("reference.show"))),
  );
}

function defaults() {
  return Object.fromEntries(app.definition.parameters.map((/** @type {any} */ one) => [one.name, one.default]));
}

/** @param {Object<string, any>} selection */
function showReference(selection) {
  const known = new Set(app.data.genres);
  const genre = selection.genre.filter((/** @type {string} */ name) => known.has(name));
  app.asked = { ...defaults(), ...selection, genre: genre.length ? genre : null };
  app.highlight = null;
  build();
  window.scrollTo(0, 0);
}

function pageFoot() {
  const { version, data_at, made_at, program, sources, received } = app.about;
  const notes = new Set(Object.entries(app.definition.reports).flatMap(([name]) => notesOf(name)));
  return el(
    "footer",
    {},
    el("h2", {}, say("foot.limits")),
    el("ul", {}, ...[...notes].map((note) => el("li", {}, note)), el("li", {}, say("left_out.artists", { n: count("films", app.artists.named_from) })), el("li", {}, say("break_even.why"))),
    el("h2", {}, say("foot.sources")),
    received.length ? el("ul", { class: "received" }, ...received.map((/** @type {any} */ one) => el("li", {}, receivedText(one)))) : null,
    ...sources.map((/** @type {string} */ source) => el("p", { lang: "en", class: "source" }, source)),
    el("p", {}, say("foot.about", { data: day(data_at), version, made: day(made_at), program: `filmes-lake ${program}` })),
  );
}

/** @param {{source: string, first: string, last: string}} one */
function receivedText({ source, first, last }) {
  const what = say(`received.${source}`);
  return say(first === last ? "received.day" : "received.days", { what, first: day(first), last: day(last) });
}

/** @param {string} report */
function notesOf(report) {
  const notes = [];
  for (let i = 0; hasWord(`note.${report}.${i}`); i += 1) notes.push(say(`note.${report}.${i}`));
  return notes;
}

/** @param {string} theme */
function drawIn(theme) {
  root.dataset.theme = theme;
  drawAll();
}

/** Widths change with the window; heights do not matter. */
function followWidth() {
  let width = window.innerWidth;
  let waiting = 0;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  });
}

readHash();
build();
followWidth();
window.addEventListener("hashchange", () => {
  if (location.hash.slice(1) === hashOf(app)) return;
  readHash();
  build();
});
// Paper is white, whatever the screen is.
window.addEventListener("beforeprint", () => drawIn("light"));
window.addEventListener("afterprint", () => drawIn(app.theme));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && app.highlight) app.toggle(app.highlight);
});
