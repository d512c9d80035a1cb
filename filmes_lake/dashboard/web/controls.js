/** Filters: the reports' parameters by their names, in controls, in the address's hash, and in words. */

import { bdi, el, shortened } from "./nodes.js";
import { dollarsName } from "./pictures.js";
import { byName, count, genreName, list, number, say } from "./words.js";

/** A parameter's value from text; undefined where it is none. @param {any} parameter @param {string} text @param {string[]} genres */
function parsed(parameter, text, genres) {
  if (text === "" || text === "none") return parameter.default === null ? null : undefined;
  if (parameter.type === "str") return parameter.choices.includes(text) ? text : undefined;
  if (parameter.type === "bool") return { true: true, false: false }[text];
  if (parameter.type === "int") return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  const names = text.split(",").map((name) => genres.find((genre) => genre.toLowerCase() === name.trim().toLowerCase()));
  return names.every(Boolean) ? names : undefined;
}

/** @param {any} value */
function writtenValue(value) {
  return value === null ? "none" : Array.isArray(value) ? value.join(",") : String(value);
}

/** @param {any} a @param {any} b */
function same(a, b) {
  return writtenValue(a) === writtenValue(b);
}

/** What the hash asks for, over what the page opens with. @param {any[]} parameters @param {Object<string, any>} opened @param {string[]} genres */
export function askedByHash(parameters, opened, genres) {
  const given = new URLSearchParams(location.hash.slice(1));
  const asked = { ...opened };
  for (const parameter of parameters) {
    const text = given.get(parameter.name);
    const value = text === null ? undefined : parsed(parameter, text, genres);
    if (value !== undefined) asked[parameter.name] = value;
  }
  return { asked, language: given.get("lang"), theme: given.get("theme"), even: Number(given.get("break_even")) };
}

/** The hash of a state: what differs from how the page opens. @param {any} app */
export function hashOf(app) {
  const parts = app.definition.parameters
    .filter((/** @type {any} */ one) => !same(app.asked[one.name], app.opened[one.name]))
    .map((/** @type {any} */ one) => [one.name, writtenValue(app.asked[one.name])]);
  if (app.even !== 1) parts.push(["break_even", String(app.even)]);
  if (app.language !== app.openedLanguage) parts.push(["lang", app.language]);
  if (app.theme !== "auto") parts.push(["theme", app.theme]);
  return parts.map((/** @type {[string, string]} */ [name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
}

/** The command that gives a report's figures; `own` are parameters that differ from the page's. @param {any} app @param {string} name @param {Object<string, any>} [own] */
export function commandOf(app, name, own = {}) {
  const asked = { ...app.asked, ...own };
  const report = app.definition.reports[name];
  const quoted = (/** @type {string} */ text) => (/^[\w.,=:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const sets = Object.entries(report.parameters)
    .filter(([key, usual]) => asked[key] !== undefined && !same(asked[key], usual) && (asked[key] !== null || key === "genre"))
    .map(([key]) => ` --set ${quoted(`${key}=${writtenValue(asked[key])}`)}`);
  return `filmes-lake report ${name}${sets.join("")}`;
}

/** The filters in words. @param {any} app */
export function saidFilters(app) {
  const { asked } = app;
  const said = [
    asked.genre ? say("said.genre", { genres: list(asked.genre.map(genreName), "disjunction") }) : say("said.any_genre"),
    yearsSaid(asked.min_year, asked.max_year),
    asked.min_votes ? say("said.votes", { votes: number(asked.min_votes) }) : say("said.any_votes"),
  ];
  for (const name of ["include_suspect", "include_adult", "include_video"]) said.push(say(asked[name] ? "said.with" : "said.without", { what: say(name) }));
  if (asked.dollars === "real") said.push(say("said.dollars", { dollars: dollarsName(app, asked.dollars) }));
  if (asked.min_films !== null) said.push(say("said.min_films", { films: count("films", asked.min_films) }));
  if (asked.top !== null) said.push(say("said.top", { top: number(asked.top) }));
  return said.join(", ");
}

/** @param {number | null} min @param {number | null} max */
function yearsSaid(min, max) {
  if (min && max) return say("said.between", { min, max });
  if (min) return say("said.from", { min });
  return max ? say("said.until", { max }) : say("said.any_year");
}

/** The controls. @param {any} app */
export function controlBar(app) {
  const form = el(
    "form",
    { class: "controls", "aria-label": say("filters"), onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    genreControl(app),
    numberControl(app, "min_year", say("any_year")),
    numberControl(app, "max_year", say("any_year")),
    numberControl(app, "min_votes", "0"),
    numberControl(app, "min_films", say("each_own")),
    numberControl(app, "top", say("each_own")),
    dollarsControl(app),
    evenControl(app),
    findControl(app),
    el("fieldset", { class: "checks" }, el("legend", {}, say("also")), ...["include_suspect", "include_adult", "include_video"].map((name) => checkControl(app, name))),
    el("button", { type: "button", class: "reset", onclick: () => app.reset() }, say("reset")),
  );
  return form;
}

/** @param {string} label @param {Element} control */
function labelled(label, control) {
  return el("label", {}, el("span", {}, label), control);
}

/** @param {any} app @param {string} name @param {string} placeholder */
function numberControl(app, name, placeholder) {
  const value = app.asked[name];
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "number", name, min: name === "min_films" ? 1 : 0, step: 1, placeholder, inputmode: "numeric", class: name }));
  input.value = value === null ? "" : String(value);
  const none = name === "min_votes" ? 0 : null;
  input.addEventListener("input", () => {
    const typed = /^\d{1,15}$/.test(input.value) ? Number(input.value) : none;
    app.later(() => app.ask({ [name]: typed }));
  });
  return labelled(say(name), input);
}

/** @param {any} app @param {string} name */
function checkControl(app, name) {
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", name }));
  input.checked = app.asked[name];
  input.addEventListener("change", () => app.ask({ [name]: input.checked }));
  return el("label", { class: "check" }, input, el("span", {}, say(name)));
}

/** @param {any} app */
function genreControl(app) {
  const wanted = new Set(app.asked.genre ?? []);
  const genres = [...app.data.genres].sort((a, b) => byName(genreName(a), genreName(b)));
  const summary = el("summary", {});
  const show = () => summary.replaceChildren(wanted.size ? bdi(shortened([...wanted].map(genreName).join(", "), 26)) : say("every_genre"));
  const boxes = genres.map((genre) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", name: "genre", value: genre }));
    input.checked = wanted.has(genre);
    input.addEventListener("change", () => {
      if (input.checked) wanted.add(genre);
      else wanted.delete(genre);
      show();
      app.ask({ genre: wanted.size ? app.data.genres.filter((/** @type {string} */ one) => wanted.has(one)) : null });
    });
    return el("label", { class: "check" }, input, bdi(genreName(genre)));
  });
  show();
  const details = el("details", { class: "genres" }, summary, el("div", { class: "menu", role: "group", "aria-label": say("genre") }, ...boxes));
  details.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key === "Escape") details.removeAttribute("open");
  });
  details.addEventListener("focusout", (event) => {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (to && !details.contains(/** @type {Node} */ (to))) details.removeAttribute("open");
  });
  return el("div", { class: "field" }, el("span", {}, say("genre")), details);
}

/** @param {any} app */
function dollarsControl(app) {
  const { choices } = app.definition.parameters.find((/** @type {any} */ one) => one.name === "dollars");
  const options = choices.map((/** @type {string} */ dollars) => el("option", { value: dollars, selected: dollars === app.asked.dollars }, dollarsName(app, dollars)));
  const select = el("select", { name: "dollars" }, ...options);
  select.addEventListener("change", () => app.ask({ dollars: /** @type {HTMLSelectElement} */ (select).value }));
  return labelled(say("dollars"), select);
}

/** @param {any} app */
function evenControl(app) {
  const options = app.definition.break_evens.map((/** @type {number} */ times) =>
    el("option", { value: times, selected: times === app.even }, say("break_even.times", { times: number(times, times % 1 ? 1 : 0) })),
  );
  const select = el("select", { name: "break_even", title: say("break_even.why") }, ...options);
  select.addEventListener("change", () => app.setEven(Number(/** @type {HTMLSelectElement} */ (select).value)));
  return labelled(say("break_even"), select);
}

/** A film by its title: the first that match are offered, one that is chosen is highlighted. @param {any} app */
function findControl(app) {
  const { titulo, ano, votos_imdb } = app.films.column;
  const lower = titulo.map((/** @type {string | null} */ title) => (title ?? "").toLowerCase());
  const offered = new Map();
  const options = el("datalist", { id: "titles" });
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "search", name: "find", list: "titles", placeholder: say("find_hint"), autocomplete: "off" }));
  const find = () => {
    const text = input.value.trim().toLowerCase();
    if (offered.has(input.value)) return app.toggle({ film: offered.get(input.value) }, true);
    const found = [];
    for (let i = 0; text && i < lower.length; i += 1) if (lower[i].includes(text)) found.push(i);
    found.sort((a, b) => Number(lower[b].startsWith(text)) - Number(lower[a].startsWith(text)) || (votos_imdb[b] || 0) - (votos_imdb[a] || 0));
    offered.clear();
    for (const film of found.slice(0, 8)) offered.set(`${titulo[film]}${Number.isNaN(ano[film]) ? "" : ` (${ano[film]})`}`, film);
    options.replaceChildren(...[...offered.keys()].map((title) => el("option", { value: title })));
    return undefined;
  };
  input.addEventListener("input", () => app.later(find));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    find();
    const [first] = offered.values();
    if (first !== undefined) app.toggle({ film: first }, true);
  });
  return labelled(say("find"), el("span", { class: "find" }, input, options));
}
