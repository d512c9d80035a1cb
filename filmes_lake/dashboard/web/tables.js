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

/** Rows as CSV, in full precision, so that no spreadsheet runs a cell. @param {Column[]} columns @param {Object<string, any>[]} rows @param {{formula: string, number: string}} rules */
export function csvOf(columns, rows, rules) {
  const [formula, plain] = [new RegExp(rules.formula, "g"), new RegExp(rules.number)];
  const safe = (/** @type {string} */ text) => (plain.test(text) ? text : text.replace(formula, (_, before = "", blank = "") => `${before}'${blank}`));
  const quoted = (/** @type {string} */ text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const written = (/** @type {any} */ value) => (value === null || value === undefined ? "" : quoted(typeof value === "string" ? safe(value) : String(value)));
  const lines = [columns.map((column) => column.name), ...rows.map((row) => columns.map((column) => row[column.name]))];
  return `${lines.map((line) => line.map(written).join(",")).join("\n")}\n`;
}
