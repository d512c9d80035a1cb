/**
 * Tables, and the same rows as CSV.
 * @typedef {{name: string, unit: string, label?: string}} Column
 */

import { bdi, el, figure } from "./nodes.js";
import { cell, genreName, hasWord, say } from "./words.js";

const TITLES = ["titulo", "nome_artista"];

/** @param {Column} column */
function heading(column) {
  return column.label ?? say(`column.${column.name}`);
}

/** @param {Column} column @param {any} value @param {Object<string, any>} row */
function shownCell(column, value, row) {
  if (TITLES.includes(column.name)) return bdi(value ?? "–");
  if (column.name === "genero") return bdi(value === null ? say("group.no_genre") : genreName(value));
  if (column.name === "identidade") return hasWord(`identity.${value}`) ? say(`identity.${value}`) : value;
  if (column.name === "tipo") return say(`tipo.${value}`);
  if (column.name === "ano_termino" && value === null && row.ano_lancamento !== null) return "–";
  return cell(value, column.unit);
}

/** A table of rows; `named` says of a cell which figure it is. @param {Column[]} columns @param {Object<string, any>[]} rows @param {(row: number, column: string) => string | null} named @param {(row: number) => Object<string, any>} [attributes] */
export function tableOf(columns, rows, named, attributes = () => ({})) {
  const words = (/** @type {Column} */ column) => column.unit === "text";
  const head = columns.map((column) => el("th", { scope: "col", class: words(column) ? "" : "number" }, heading(column)));
  const body = rows.map((row, i) =>
    el("tr", attributes(i), ...columns.map((column) => {
      const value = row[column.name] ?? null;
      const name = named(i, column.name);
      const kind = TITLES.includes(column.name) ? "title" : words(column) ? "" : "number";
      return el("td", { class: kind, ...(name ? figure(name, value) : {}) }, shownCell(column, value, row));
    })),
  );
  return el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}

const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => markEdges(target)));

/** A table that may be wider than its place: it is scrolled by touch, wheel or arrows, and says so where it has to be. @param {string} label @param {Element} table */
export function scrolled(label, table) {
  const box = el("div", { class: "rows", tabindex: 0, role: "group", "aria-label": label }, table);
  box.addEventListener("scroll", () => markEdges(box));
  sizes.observe(box);
  return el("div", { class: "scrolled" }, el("p", { class: "small sideways", hidden: true }, say("sideways")), box);
}

/** Says whether there is more of a box than can be seen, and shades the edges beyond which it goes on. @param {Element} box */
function markEdges(box) {
  const beyond = box.scrollWidth - box.clientWidth;
  box.classList.toggle("before", box.scrollLeft > 1);
  box.classList.toggle("after", box.scrollLeft < beyond - 1);
  /** @type {HTMLElement} */ (box.previousElementSibling).hidden = beyond < 1;
}

/** Rows as CSV, in full precision, so that no spreadsheet runs a cell. @param {Column[]} columns @param {Object<string, any>[]} rows @param {{formula: string, number: string}} rules */
export function csvOf(columns, rows, rules) {
  const [formula, plain] = [new RegExp(rules.formula, "g"), new RegExp(rules.number)];
  const safe = (/** @type {string} */ text) => (plain.test(text) ? text : text.replace(formula, (_, before = "", blank = "") => `${before}'${blank}`));
  const quoted = (/** @type {string} */ text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const written = (/** @type {any} */ value) => (value === null || value === undefined ? "" : quoted(typeof value === "string" ? safe(value) : String(value)));
  const lines = [columns.map((column) => column.name), ...rows.map((row) => columns.map((column) => row[column.name]))];
  return `${lines.map((line) => line.map(written).join(",")).join("\n")}\n`;
}
